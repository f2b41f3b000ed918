import { describe, expect, it } from 'vitest';
import { plainTraits } from '../../../../shared/model/deployment.ts';
import { type Cloud, clouds } from '../../auth/cloud.ts';
import type { DeploymentSettings } from '../../policy/policy.ts';
import { isEndpointFault, readEndpoint } from '../endpoint.ts';
import { type FoundModel, offeredModels } from './found-model.ts';

const cloud = clouds.global;

function model(deployment: string, changes: Partial<FoundModel> = {}): FoundModel {
  const { resource = 'contoso' } = changes;
  return {
    armId: `/subscriptions/s/resourceGroups/rg/providers/p/accounts/${resource}/deployments/${deployment}`,
    resource,
    location: 'swedencentral',
    deployment,
    model: 'gpt-4o',
    version: '2024-11-20',
    addresses: [`https://${resource}.openai.azure.com/`],
    api: 'responses',
    abilities: {},
    ...changes,
  };
}

function listed(endpoint: string, deployment: string, displayName = 'Everyday'): DeploymentSettings {
  const read = readEndpoint({ endpoint, deployment }, cloud);
  if (isEndpointFault(read)) throw new Error(read.problem);
  const id = displayName.toLowerCase();
  const scope = cloud.azureOpenAIScope;
  return { id, displayName, description: '', endpoint: read, scope, auth: 'user', fallbacks: [], ...plainTraits };
}

const offer = (found: readonly FoundModel[], policy: readonly DeploymentSettings[] = [], where: Cloud = cloud) =>
  offeredModels(found, { cloud: where, listed: policy });

describe('offeredModels', () => {
  it('makes of what was found a deployment that can be called', () => {
    expect(offer([model('everyday', { contextTokens: 128_000, outputTokens: 16_384 })])).toEqual([
      {
        id: expect.stringMatching(/^arm-[0-9a-f]{32}$/) as string,
        displayName: 'everyday',
        description: 'gpt-4o 2024-11-20',
        endpoint: {
          baseUrl: 'https://contoso.openai.azure.com/openai/v1',
          style: 'v1',
          apiVersion: undefined,
          deployment: 'everyday',
          api: 'responses',
          isGateway: false,
          audience: 'cognitiveservices',
        },
        scope: 'https://cognitiveservices.azure.com/.default',
        auth: 'user',
        fallbacks: [],
        found: { resource: 'contoso', location: 'swedencentral', isGone: false },
        abilities: ['vision', 'files', 'tools'],
        reasoningEfforts: [],
        summarisesReasoning: false,
        takesTemperature: true,
        takesVerbosity: false,
        contextTokens: 128_000,
        outputTokens: 16_384,
        retiresOn: undefined,
        defaults: {},
      },
    ]);
  });

  it('keeps its id when Azure writes the same one in other letters', () => {
    const [first] = offer([model('everyday')]);
    const [second] = offer([model('everyday', { armId: model('everyday').armId.toUpperCase() })]);
    expect(second?.id).toBe(first?.id);
  });

  it('sends tokens to no host but Azure’s own in the person’s cloud', () => {
    const addresses = [
      'https://evil.example/',
      'https://contoso.openai.azure.com.evil.example/',
      'https://evil.example/.openai.azure.com',
      'http://contoso.openai.azure.com/',
      'https://swedencentral.api.cognitive.microsoft.com/',
      'https://contoso.openai.azure.us/',
      'https://contoso.privatelink.openai.azure.com/',
      'https://me@contoso.openai.azure.com/',
      'http://localhost:8080/openai/v1',
      'javascript:alert(1)',
      '',
    ];
    expect(offer([model('everyday', { addresses })])).toEqual([]);
    const [offered] = offer([model('everyday', { addresses: [...addresses, 'https://contoso.openai.azure.com/'] })]);
    expect(offered?.endpoint.baseUrl).toBe('https://contoso.openai.azure.com/openai/v1');
  });

  it('lets only an Azure that is on this computer name this computer', () => {
    const found = [model('everyday', { addresses: ['http://localhost:8080/openai/v1', 'https://evil.example/'] })];
    const emulated = { ...cloud, azureOpenAISuffixes: [], armOrigin: 'http://localhost:9090' };
    expect(offer(found, [], emulated)).toHaveLength(1);
    expect(offer(found, [], { ...emulated, armOrigin: 'https://arm.azure.example' })).toEqual([]);
    expect(offer([model('everyday', { addresses: ['https://evil.example/'] })], [], emulated)).toEqual([]);
  });

  it('offers what policy lists once, whichever of its resource’s addresses policy names', () => {
    const found = [model('everyday'), model('careful')];
    for (const endpoint of [
      'https://contoso.openai.azure.com',
      'https://contoso.services.ai.azure.com/openai/v1',
      'https://CONTOSO.cognitiveservices.azure.com/openai/deployments/Everyday?api-version=2024-10-21',
    ]) {
      const deployment = endpoint.includes('Everyday') ? 'Everyday' : 'everyday';
      expect(offer(found, [listed(endpoint, deployment)]).map(({ displayName }) => displayName)).toEqual(['careful']);
    }
    expect(offer(found, [listed('https://fabrikam.openai.azure.com', 'everyday')])).toHaveLength(2);
  });

  it('tells models of one name apart by their resources', () => {
    const found = [model('chat'), model('chat', { resource: 'fabrikam' }), model('Everyday'), model('code')];
    const names = offer(found, [listed('https://other.openai.azure.com', 'x')]).map(({ displayName }) => displayName);
    expect(names).toEqual(['chat (contoso)', 'code', 'Everyday (contoso)', 'chat (fabrikam)']);
  });

  it('shows no name that was made to mislead, and none without end', () => {
    const [offered] = offer([
      model(`safe${'y'.repeat(100)}`, {
        resource: 'con\u202Etoso',
        addresses: ['https://contoso.openai.azure.com'],
        version: '\u0007',
      }),
    ]);
    expect(offered?.displayName).toHaveLength(80);
    expect(offered?.found?.resource).toBe('contoso');
    expect(offered?.description).toBe('gpt-4o');
    // The name of a deployment is a part of what is sent.
    expect(offer([model('bad\u202Ename')])).toEqual([]);
  });

  it('believes Azure before the model’s name', () => {
    const traits = (changes: Partial<FoundModel>) => offer([model('x', changes)])[0];
    expect(traits({ model: 'gpt-5' })).toMatchObject({
      abilities: ['vision', 'files', 'reasoning', 'tools'],
      reasoningEfforts: ['low', 'medium', 'high'],
      takesTemperature: false,
      takesVerbosity: true,
    });
    expect(traits({ model: 'gpt-5', abilities: { reasoning: false, tools: false } })).toMatchObject({
      abilities: ['vision', 'files'],
      reasoningEfforts: [],
    });
    expect(traits({ model: 'grok-9', abilities: { reasoning: true } })).toMatchObject({
      abilities: ['reasoning'],
      reasoningEfforts: ['low', 'medium', 'high'],
      takesTemperature: false,
    });
    expect(traits({ contextTokens: 1000, outputTokens: 2000 })?.outputTokens).toBeUndefined();
  });
});
