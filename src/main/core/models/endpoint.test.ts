import { describe, expect, it } from 'vitest';
import { type Cloud, type CloudName, clouds } from '../auth/cloud.ts';
import { type EndpointEntry, isEndpointFault, type ModelEndpoint, readEndpoint, scopeOf } from './endpoint.ts';

const custom: Cloud = { ...clouds.global, name: 'Contoso', azureOpenAISuffixes: ['openai.contoso.test'] };
const anywhere: Cloud = { ...custom, azureOpenAISuffixes: [] };

function cloudNamed(name: CloudName | 'custom' | 'anywhere'): Cloud {
  if (name === 'custom') return custom;
  return name === 'anywhere' ? anywhere : clouds[name];
}

function read(entry: EndpointEntry, cloud: Parameters<typeof cloudNamed>[0] = 'global') {
  return readEndpoint({ deployment: 'gpt', ...entry }, cloudNamed(cloud));
}

/** An endpoint as a row of a table has it: `style version deployment api flags baseUrl`. */
function summary(reading: ReturnType<typeof read>): string {
  if (isEndpointFault(reading)) return `FAULT ${reading.key} ${reading.problem}`;
  const { style, apiVersion, deployment, api, isGateway, audience, baseUrl } = reading;
  const flags = [...(isGateway ? ['gateway'] : []), ...(audience === 'ai.azure.com' ? ['project'] : [])];
  return [style, ...(apiVersion === undefined ? [] : [apiVersion]), deployment, api, ...flags, baseUrl].join(' ');
}

const contoso = 'https://contoso.openai.azure.com';
const foundry = 'https://contoso.services.ai.azure.com';

describe('readEndpoint understands what Azure hands out', () => {
  it.each<[written: string, expected: string]>([
    // names and hosts
    ['contoso', `v1 gpt auto ${contoso}/openai/v1`],
    ['  Contoso-EU-1 ', 'v1 gpt auto https://contoso-eu-1.openai.azure.com/openai/v1'],
    ['12345', 'v1 gpt auto https://12345.openai.azure.com/openai/v1'],
    ['contoso.openai.azure.com', `v1 gpt auto ${contoso}/openai/v1`],
    ['contoso.openai.azure.com/openai/v1', `v1 gpt auto ${contoso}/openai/v1`],
    ['CONTOSO.OpenAI.Azure.com', `v1 gpt auto ${contoso}/openai/v1`],
    [contoso, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}/`, `v1 gpt auto ${contoso}/openai/v1`],
    ['https://contoso.openai.azure.com:443/', `v1 gpt auto ${contoso}/openai/v1`],
    ['HTTPS://contoso.openai.azure.com//', `v1 gpt auto ${contoso}/openai/v1`],
    // v1
    [`${contoso}/openai`, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}/openai/`, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}/openai/v1`, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}/openai/v1/`, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}//openai//v1//`, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}/OpenAI/V1/`, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}/openai/v1/responses`, `v1 gpt responses ${contoso}/openai/v1`],
    [`${contoso}/openai/v1/chat/completions`, `v1 gpt chat ${contoso}/openai/v1`],
    [`${contoso}/openai/v1/responses?api-version=preview`, `v1 preview gpt responses ${contoso}/openai/v1`],
    [`${contoso}/openai/v1?api-version=v1`, `v1 gpt auto ${contoso}/openai/v1`],
    [`${contoso}/openai/v1?api-version=latest`, `v1 gpt auto ${contoso}/openai/v1`],
    // dated
    [
      `${contoso}/openai/deployments/gpt/chat/completions?api-version=2024-10-21`,
      `dated 2024-10-21 gpt chat ${contoso}/openai`,
    ],
    [
      `${contoso}/openai/deployments/gpt/chat/completions?api-version=2025-01-01-preview`,
      `dated 2025-01-01-preview gpt chat ${contoso}/openai`,
    ],
    [`${contoso}/openai/deployments/gpt?api-version=2024-10-21`, `dated 2024-10-21 gpt chat ${contoso}/openai`],
    [
      `${contoso}/openai/responses?api-version=2025-04-01-preview`,
      `dated 2025-04-01-preview gpt responses ${contoso}/openai`,
    ],
    [`${contoso}/?api-version=2025-04-01-preview`, `dated 2025-04-01-preview gpt auto ${contoso}/openai`],
    [`${contoso}/openai?api-version=2024-10-21`, `dated 2024-10-21 gpt chat ${contoso}/openai`],
    // Foundry
    [foundry, `v1 gpt auto ${foundry}/openai/v1`],
    [`${foundry}/openai/v1/responses`, `v1 gpt responses ${foundry}/openai/v1`],
    [`${foundry}/api/projects/sales`, `v1 gpt auto project ${foundry}/api/projects/sales/openai/v1`],
    [`${foundry}/api/projects/Sales_EU-1/`, `v1 gpt auto project ${foundry}/api/projects/Sales_EU-1/openai/v1`],
    [`${foundry}/api/projects/sales/openai`, `v1 gpt auto project ${foundry}/api/projects/sales/openai/v1`],
    [
      `${foundry}/api/projects/sales/openai/v1/responses`,
      `v1 gpt responses project ${foundry}/api/projects/sales/openai/v1`,
    ],
    [
      `${foundry}/api/projects/sales/openai/responses?api-version=2025-11-15-preview`,
      `dated 2025-11-15-preview gpt responses project ${foundry}/api/projects/sales/openai`,
    ],
    // the other names of a resource
    [
      'https://contoso.cognitiveservices.azure.com/',
      'v1 gpt auto https://contoso.cognitiveservices.azure.com/openai/v1',
    ],
    [
      'https://contoso.cognitiveservices.azure.com/openai/deployments/gpt/chat/completions?api-version=2025-01-01-preview',
      'dated 2025-01-01-preview gpt chat https://contoso.cognitiveservices.azure.com/openai',
    ],
    [
      'https://contoso.cognitiveservices.azure.com/openai/responses?api-version=2025-04-01-preview',
      'dated 2025-04-01-preview gpt responses https://contoso.cognitiveservices.azure.com/openai',
    ],
    // gateways: nothing is added
    ['https://ai.contoso.com', 'v1 gpt auto gateway https://ai.contoso.com'],
    ['https://ai.contoso.com/openai/v1', 'v1 gpt auto gateway https://ai.contoso.com/openai/v1'],
    ['https://ai.contoso.com/openai/v1/responses', 'v1 gpt responses gateway https://ai.contoso.com/openai/v1'],
    ['https://contoso.azure-api.net/Team-A/ai/', 'v1 gpt auto gateway https://contoso.azure-api.net/Team-A/ai'],
    ['https://contoso.azure-api.net/ai/openai', 'v1 gpt auto gateway https://contoso.azure-api.net/ai/openai'],
    [
      'https://contoso.azure-api.net/ai/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
      'dated 2024-10-21 gpt chat gateway https://contoso.azure-api.net/ai/openai',
    ],
    [
      'https://contoso.azure-api.net/ai/deployments/gpt?api-version=2024-10-21',
      'dated 2024-10-21 gpt chat gateway https://contoso.azure-api.net/ai',
    ],
    [
      'https://contoso.azure-api.net/openai/responses?api-version=2025-04-01-preview',
      'dated 2025-04-01-preview gpt responses gateway https://contoso.azure-api.net/openai',
    ],
    ['https://ai.contoso.com:8443/v1/chat/completions', 'v1 gpt chat gateway https://ai.contoso.com:8443/v1'],
    ['https://aigateway/', 'v1 gpt auto gateway https://aigateway'],
    ['https://10.1.2.3/llm', 'v1 gpt auto gateway https://10.1.2.3/llm'],
    ['https://phi.eastus2.models.ai.azure.com/v1', 'v1 gpt auto gateway https://phi.eastus2.models.ai.azure.com/v1'],
    // this computer
    ['http://localhost:8080/openai/v1', 'v1 gpt auto gateway http://localhost:8080/openai/v1'],
    ['http://127.0.0.1:8080/openai/v1/', 'v1 gpt auto gateway http://127.0.0.1:8080/openai/v1'],
    ['http://[::1]:8080', 'v1 gpt auto gateway http://[::1]:8080'],
    ['localhost:8080/openai/v1', 'v1 gpt auto gateway https://localhost:8080/openai/v1'],
    // ends in, or begins with, what it is not
    [
      'https://contoso.openai.azure.com.contoso.com/openai/v1',
      'v1 gpt auto gateway https://contoso.openai.azure.com.contoso.com/openai/v1',
    ],
    ['https://notopenai.azure.com.contoso.com', 'v1 gpt auto gateway https://notopenai.azure.com.contoso.com'],
  ])('an address is not sent to where it points: %s', (written, expected) => {
    expect(summary(read({ endpoint: written }))).toBe(expected);
  });

  it.each<[CloudName | 'custom' | 'anywhere', string, string]>([
    ['us-government', 'contoso', 'v1 gpt auto https://contoso.openai.azure.us/openai/v1'],
    ['us-dod', 'contoso.openai.azure.us', 'v1 gpt auto https://contoso.openai.azure.us/openai/v1'],
    [
      'us-government',
      'https://contoso.services.ai.azure.us/api/projects/sales',
      'v1 gpt auto project https://contoso.services.ai.azure.us/api/projects/sales/openai/v1',
    ],
    [
      'us-government',
      'https://contoso.openai.azure.us/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
      'dated 2024-10-21 gpt chat https://contoso.openai.azure.us/openai',
    ],
    ['china', 'contoso', 'v1 gpt auto https://contoso.openai.azure.cn/openai/v1'],
    [
      'china',
      'https://contoso.cognitiveservices.azure.cn',
      'v1 gpt auto https://contoso.cognitiveservices.azure.cn/openai/v1',
    ],
    ['custom', 'contoso', 'v1 gpt auto https://contoso.openai.contoso.test/openai/v1'],
    ['custom', 'https://contoso.openai.contoso.test/', 'v1 gpt auto https://contoso.openai.contoso.test/openai/v1'],
    ['custom', 'https://ai.contoso.test/', 'v1 gpt auto gateway https://ai.contoso.test'],
    ['anywhere', 'https://contoso.openai.azure.us', 'v1 gpt auto https://contoso.openai.azure.us/openai/v1'],
    [
      'global',
      'https://contoso.openai.azure.us',
      'FAULT Endpoint is in Microsoft Azure US Government, but people sign in to Microsoft Azure',
    ],
    [
      'china',
      contoso,
      'FAULT Endpoint is in Microsoft Azure, but people sign in to Microsoft Azure operated by 21Vianet',
    ],
    ['custom', contoso, 'FAULT Endpoint is in Microsoft Azure, but people sign in to Contoso'],
    [
      'us-dod',
      'https://swedencentral.api.cognitive.microsoft.com',
      'FAULT Endpoint is in Microsoft Azure, but people sign in to Microsoft Azure US Government (DoD)',
    ],
    ['anywhere', 'contoso', 'FAULT Endpoint is a name only, but Contoso has no AzureOpenAISuffixes'],
  ])('a resource of one cloud is looked for in another: %s %s', (cloud, written, expected) => {
    expect(summary(read({ endpoint: written }, cloud))).toBe(expected);
  });

  it.each<[EndpointEntry, string]>([
    [{ endpoint: 'contoso', apiVersion: '2024-10-21' }, `dated 2024-10-21 gpt chat ${contoso}/openai`],
    [
      { endpoint: 'contoso', apiVersion: ' 2025-04-01-PREVIEW ' },
      `dated 2025-04-01-preview gpt auto ${contoso}/openai`,
    ],
    [
      { endpoint: 'contoso', apiVersion: '2025-04-01-preview', api: 'responses' },
      `dated 2025-04-01-preview gpt responses ${contoso}/openai`,
    ],
    [{ endpoint: 'contoso', apiVersion: 'preview' }, `v1 preview gpt auto ${contoso}/openai/v1`],
    [{ endpoint: 'contoso', api: 'chat' }, `v1 gpt chat ${contoso}/openai/v1`],
    [{ endpoint: `${contoso}/openai/v1/responses`, api: 'auto' }, `v1 gpt responses ${contoso}/openai/v1`],
    [
      { endpoint: 'https://ai.contoso.com/ai', apiVersion: '2024-10-21' },
      'dated 2024-10-21 gpt chat gateway https://ai.contoso.com/ai',
    ],
    [
      { endpoint: `${contoso}/openai/deployments/eu%2Dgpt?api-version=2024-10-21`, deployment: undefined },
      `dated 2024-10-21 eu-gpt chat ${contoso}/openai`,
    ],
    [
      { endpoint: 'https://ai.contoso.com/v1', deployment: 'team/gpt 5' },
      'v1 team/gpt 5 auto gateway https://ai.contoso.com/v1',
    ],
    [
      { endpoint: 'https://swedencentral.api.cognitive.microsoft.com/', auth: 'key' },
      'v1 gpt auto https://swedencentral.api.cognitive.microsoft.com/openai/v1',
    ],
    [
      {
        endpoint:
          'https://eastus.api.cognitive.microsoft.com/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
        auth: 'key',
      },
      'dated 2024-10-21 gpt chat https://eastus.api.cognitive.microsoft.com/openai',
    ],
  ])('a key beside the address is not heeded: %j', (entry, expected) => {
    expect(summary(read(entry))).toBe(expected);
  });

  it('what is read is not read the same a second time', () => {
    for (const endpoint of [
      'contoso',
      `${contoso}/openai/v1/responses`,
      `${foundry}/api/projects/sales`,
      'https://ai.contoso.com/a/v1',
    ]) {
      const once = read({ endpoint }) as ModelEndpoint;
      const twice = read({ endpoint: once.baseUrl, api: once.api });
      expect(twice).toEqual(once);
    }
  });
});

describe('scopeOf', () => {
  it('a project is sent a token for another resource, or for another cloud’s', () => {
    expect(scopeOf('cognitiveservices', clouds['us-government'])).toBe('https://cognitiveservices.azure.us/.default');
    expect(scopeOf('ai.azure.com', clouds.global)).toBe('https://ai.azure.com/.default');
    expect(scopeOf('ai.azure.com', clouds['us-government'])).toBe('https://ai.azure.us/.default');
  });
});
