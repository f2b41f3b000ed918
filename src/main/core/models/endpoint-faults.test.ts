import { describe, expect, it } from 'vitest';
import { clouds } from '../auth/cloud.ts';
import { type EndpointEntry, isEndpointFault, readEndpoint } from './endpoint.ts';

const contoso = 'https://contoso.openai.azure.com';
const foundry = 'https://contoso.services.ai.azure.com';

function read(entry: EndpointEntry) {
  return readEndpoint({ deployment: 'gpt', ...entry }, clouds.global);
}

describe('readEndpoint refuses what it would have to guess at', () => {
  it.each<[EndpointEntry, string]>([
    // contradictions
    [
      { endpoint: `${contoso}/openai/deployments/other?api-version=2024-10-21` },
      'Deployment is not “other”, which Endpoint names',
    ],
    [
      { endpoint: `${contoso}/openai/responses?api-version=2025-04-01-preview`, apiVersion: '2024-10-21' },
      'ApiVersion is not the api-version of Endpoint',
    ],
    [
      { endpoint: `${contoso}/openai/v1/responses`, api: 'chat' },
      'Api is chat, but Endpoint is the address of responses',
    ],
    [
      {
        endpoint: `${contoso}/openai/deployments/gpt/chat/completions?api-version=2025-04-01-preview`,
        api: 'responses',
      },
      'Api is responses, but Endpoint is the address of chat',
    ],
    [
      { endpoint: `${contoso}/openai/v1?api-version=2024-10-21` },
      'ApiVersion is a date, but Endpoint is of the v1 API, which refuses one',
    ],
    [
      { endpoint: `${contoso}/openai/v1`, apiVersion: '2024-10-21' },
      'ApiVersion is a date, but Endpoint is of the v1 API, which refuses one',
    ],
    [{ endpoint: 'contoso', apiVersion: '2024-10-21', api: 'responses' }, 'ApiVersion is older than the responses API'],
    [{ endpoint: `${contoso}/openai/responses?api-version=2024-10-21` }, 'ApiVersion is older than the responses API'],
    [{ endpoint: `${contoso}/openai/v1/deployments/gpt` }, 'Endpoint has both /v1 and /deployments'],
    [
      { endpoint: `${contoso}/openai/deployments/gpt/responses?api-version=2025-04-01-preview` },
      'Endpoint has /responses below a deployment, where Azure has none',
    ],
    // what is missing
    [
      { endpoint: `${contoso}/openai/deployments/gpt/chat/completions` },
      'ApiVersion is missing: Endpoint is a deployment’s address, which needs one',
    ],
    [
      { endpoint: `${contoso}/openai/deployments/gpt`, apiVersion: 'preview' },
      'ApiVersion is missing: Endpoint is a deployment’s address, which needs one',
    ],
    [{ endpoint: `${contoso}/openai/deployments/` }, 'Endpoint ends where a deployment’s name should be'],
    [{ endpoint: 'contoso', deployment: undefined }, 'Deployment is missing'],
    [{ endpoint: 'contoso', deployment: '  ' }, 'Deployment is missing'],
    [{ endpoint: '  ' }, 'Endpoint is empty'],
    // not a chat model's address
    [
      { endpoint: `${contoso}/openai/deployments/gpt/embeddings?api-version=2024-10-21` },
      'Endpoint is the address of embeddings, not of a chat model',
    ],
    [
      { endpoint: `${contoso}/openai/deployments/gpt/completions?api-version=2024-10-21` },
      'Endpoint is the address of completions, not of a chat model',
    ],
    [
      { endpoint: `${contoso}/openai/v1/images/generations` },
      'Endpoint is the address of generations, not of a chat model',
    ],
    [{ endpoint: `${contoso}/v1` }, 'Endpoint has a path that Azure OpenAI does not have'],
    [{ endpoint: `${contoso}/openai/v2` }, 'Endpoint has a path that Azure OpenAI does not have'],
    [{ endpoint: `${contoso}/responses` }, 'Endpoint lacks /openai'],
    [{ endpoint: `${contoso}/deployments/gpt?api-version=2024-10-21` }, 'Endpoint lacks /openai'],
    [
      { endpoint: `${foundry}/models/chat/completions?api-version=2024-05-01-preview` },
      'Endpoint has a path that Azure OpenAI does not have',
    ],
    [{ endpoint: `${foundry}/anthropic` }, 'Endpoint has a path that Azure OpenAI does not have'],
    [{ endpoint: `${foundry}/api/projects/` }, 'Endpoint has a path that Azure OpenAI does not have'],
    [{ endpoint: `${contoso}/api/projects/sales` }, 'Endpoint is a project, which only addresses of services.ai have'],
    [
      { endpoint: 'https://ai.azure.com/resource/overview' },
      'Endpoint is a page of the portal or Azure’s management, not where a model answers',
    ],
    [
      { endpoint: 'portal.azure.com' },
      'Endpoint is a page of the portal or Azure’s management, not where a model answers',
    ],
    [
      { endpoint: 'https://management.azure.com/subscriptions/1/x' },
      'Endpoint is a page of the portal or Azure’s management, not where a model answers',
    ],
    [
      { endpoint: '/subscriptions/1/resourceGroups/a/providers/Microsoft.CognitiveServices/accounts/contoso' },
      'Endpoint is a resource’s id',
    ],
    [{ endpoint: 'https://api.openai.com/v1' }, 'Endpoint is OpenAI’s own service, not Azure’s'],
    [
      { endpoint: 'https://contoso.privatelink.openai.azure.com' },
      'Endpoint is the inner name of a private endpoint, which has no certificate',
    ],
    [{ endpoint: 'https://a.b.openai.azure.com' }, 'Endpoint has more than one name before its suffix'],
    [
      { endpoint: 'https://swedencentral.api.cognitive.microsoft.com/' },
      'Endpoint is the address of a region, which accepts keys only',
    ],
    // hostile, or pasted with something
    [{ endpoint: 'http://contoso.openai.azure.com' }, 'Endpoint is not https'],
    [{ endpoint: 'http://localhost.contoso.com' }, 'Endpoint is not https'],
    [{ endpoint: 'http://0.0.0.0:8080/' }, 'Endpoint is not https'],
    [{ endpoint: 'ftp://contoso.openai.azure.com' }, 'Endpoint is not https'],
    [{ endpoint: 'file:///etc/passwd' }, 'Endpoint is not https'],
    [{ endpoint: 'javascript:alert(1)' }, 'Endpoint is not an address'],
    [{ endpoint: 'data:text/html,x' }, 'Endpoint is not an address'],
    [{ endpoint: `${contoso}@evil.example/openai/v1` }, 'Endpoint has a user name or a password in it'],
    [{ endpoint: 'https://user:secret@contoso.openai.azure.com' }, 'Endpoint has a user name or a password in it'],
    [{ endpoint: `${contoso}/openai/v1?api-key=0123` }, 'Endpoint has “api-key” in its query'],
    [
      { endpoint: 'https://ai.contoso.com/?subscription-key=0123&api-version=2024-10-21' },
      'Endpoint has “subscription-key” in its query',
    ],
    [{ endpoint: `${contoso}/openai?api-version=2024-10-21&api-version=2025-01-01` }, 'Endpoint has api-version twice'],
    [{ endpoint: `${contoso}/openai?api-version=2024-10-21%26x` }, 'ApiVersion is not a version of the API'],
    [{ endpoint: 'contoso', apiVersion: '2024' }, 'ApiVersion is not a version of the API'],
    [{ endpoint: `${contoso}/openai/v1#x` }, 'Endpoint has a # in it'],
    [{ endpoint: `${contoso}/openai/../admin` }, 'Endpoint has dots or backslashes in its path'],
    [{ endpoint: 'https://ai.contoso.com/a/%2E%2e/b' }, 'Endpoint has dots or backslashes in its path'],
    [{ endpoint: 'https:\\\\contoso.openai.azure.com' }, 'Endpoint has dots or backslashes in its path'],
    [{ endpoint: 'https://contoso.open\u0430i.azure.com' }, 'Endpoint has characters that no address has'],
    [{ endpoint: `"${contoso}" , "x"` }, 'Endpoint has characters that no address has'],
    [{ endpoint: `${contoso}\n/openai` }, 'Endpoint has characters that no address has'],
    [{ endpoint: 'con\u200btoso' }, 'Endpoint has characters that no address has'],
    [{ endpoint: 'contoso/openai/v1' }, 'Endpoint is not an address'],
    [
      { endpoint: `${contoso}/openai/deployments/..%2f..%2fadmin?api-version=2024-10-21`, deployment: undefined },
      'Deployment is not a deployment’s name',
    ],
    [{ endpoint: 'contoso', deployment: '../x', apiVersion: '2024-10-21' }, 'Deployment is not a deployment’s name'],
    [{ endpoint: 'contoso', deployment: 'a\u0000b' }, 'Deployment is not a deployment’s name'],
    [{ endpoint: 'contoso_eu' }, 'Endpoint is not an address'],
  ])('an entry that cannot work is accepted: %j', (entry, expected) => {
    const reading = read(entry);
    expect(isEndpointFault(reading) ? `${reading.key} ${reading.problem}` : reading).toBe(expected);
    expect(isEndpointFault(reading) && reading.accepted).toMatch(/\S/);
  });

  it('an address without end is kept and shown', () => {
    expect(read({ endpoint: `https://ai.contoso.com/${'a'.repeat(2000)}` })).toMatchObject({ problem: 'is too long' });
  });
});
