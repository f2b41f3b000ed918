import { createAzure } from '@ai-sdk/azure';
import { generateText } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clouds } from '../auth/cloud.ts';
import type { Fetch } from '../ports.ts';
import { type ModelServer, startModelServer } from '../testing/model-server.ts';
import { azureSettings, requestUrl } from './azure-url.ts';
import { type EndpointEntry, type ModelApi, type ModelEndpoint, readEndpoint } from './endpoint.ts';

let server: ModelServer;

beforeAll(async () => {
  server = await startModelServer((response, { path }) => {
    const text = 'OK';
    const body = path.includes('/chat/completions')
      ? {
          id: '1',
          created: 1,
          model: 'gpt',
          choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
        }
      : {
          id: '1',
          created_at: 1,
          model: 'gpt',
          output: [
            { type: 'message', role: 'assistant', id: 'm', content: [{ type: 'output_text', text, annotations: [] }] },
          ],
          usage: { input_tokens: 1, output_tokens: 1 },
        };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
});

afterAll(() => server.close());

/** Every host is the server; it is told which one was meant. */
const toServer: Fetch = (input, init) => {
  const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input);
  const headers = new Headers(init?.headers);
  headers.set('x-origin', origin);
  return fetch(`${new URL(server.endpoint).origin}${pathname}${search}`, { ...init, headers });
};

function endpointOf(entry: EndpointEntry, cloud: keyof typeof clouds = 'global'): ModelEndpoint {
  return readEndpoint({ deployment: 'corp-chat', ...entry }, clouds[cloud]) as ModelEndpoint;
}

/** Asks by the AI SDK and returns what the server saw. */
async function ask(endpoint: ModelEndpoint, api: ModelApi) {
  const azure = createAzure({ ...azureSettings(endpoint, api, toServer), tokenProvider: async () => 'token-1' });
  const model = api === 'chat' ? azure.chat(endpoint.deployment) : azure.responses(endpoint.deployment);
  await expect(generateText({ model, prompt: 'Hello', maxRetries: 0 })).resolves.toMatchObject({ text: 'OK' });
  const request = server.requests.at(-1);
  return { url: `${String(request?.headers['x-origin'])}${request?.path}`, request };
}

const contoso = 'https://contoso.openai.azure.com';
const project = 'https://contoso.services.ai.azure.com/api/projects/sales';

describe('azureSettings', () => {
  it.each<[EndpointEntry, ModelApi, string]>([
    [{ endpoint: 'contoso' }, 'responses', `${contoso}/openai/v1/responses`],
    [{ endpoint: 'contoso' }, 'chat', `${contoso}/openai/v1/chat/completions`],
    [{ endpoint: 'contoso', apiVersion: 'preview' }, 'responses', `${contoso}/openai/v1/responses?api-version=preview`],
    [
      { endpoint: 'contoso', apiVersion: '2024-10-21' },
      'chat',
      `${contoso}/openai/deployments/corp-chat/chat/completions?api-version=2024-10-21`,
    ],
    [
      { endpoint: 'contoso', apiVersion: '2025-04-01-preview' },
      'responses',
      `${contoso}/openai/responses?api-version=2025-04-01-preview`,
    ],
    [
      { endpoint: 'https://contoso.cognitiveservices.azure.com' },
      'responses',
      'https://contoso.cognitiveservices.azure.com/openai/v1/responses',
    ],
    [{ endpoint: project }, 'responses', `${project}/openai/v1/responses`],
    [{ endpoint: project }, 'chat', `${project}/openai/v1/chat/completions`],
    [
      { endpoint: project, apiVersion: '2025-11-15-preview' },
      'responses',
      `${project}/openai/responses?api-version=2025-11-15-preview`,
    ],
    [{ endpoint: 'https://ai.contoso.com/team' }, 'responses', 'https://ai.contoso.com/team/responses'],
    [{ endpoint: 'https://ai.contoso.com/openai/v1' }, 'chat', 'https://ai.contoso.com/openai/v1/chat/completions'],
    [
      { endpoint: 'https://ai.contoso.com/team/openai', apiVersion: '2024-10-21' },
      'chat',
      'https://ai.contoso.com/team/openai/deployments/corp-chat/chat/completions?api-version=2024-10-21',
    ],
    [
      { endpoint: 'https://ai.contoso.com/openai', apiVersion: '2025-04-01-preview' },
      'responses',
      'https://ai.contoso.com/openai/responses?api-version=2025-04-01-preview',
    ],
  ])('the AI SDK asks another address than the one that is meant: %j %s', async (entry, api, expected) => {
    const endpoint = endpointOf(entry);
    expect(requestUrl(endpoint, api)).toBe(expected);
    const { url, request } = await ask(endpoint, api);
    expect(url).toBe(expected);
    expect(request?.headers.authorization).toBe('Bearer token-1');
    expect(request?.headers['api-key']).toBeUndefined();
    expect(request?.body['model']).toBe('corp-chat');
  });

  it('a sovereign cloud is taken for a gateway and loses /v1', async () => {
    const { url } = await ask(endpointOf({ endpoint: 'contoso' }, 'us-government'), 'responses');
    expect(url).toBe('https://contoso.openai.azure.us/openai/v1/responses');
    const dated = endpointOf({ endpoint: 'contoso', apiVersion: '2024-10-21' }, 'china');
    await expect(ask(dated, 'chat')).resolves.toMatchObject({
      url: 'https://contoso.openai.azure.cn/openai/deployments/corp-chat/chat/completions?api-version=2024-10-21',
    });
  });

  it('the token goes along with a call that was not meant', async () => {
    const before = server.requests.length;
    const settings = azureSettings(endpointOf({ endpoint: 'contoso' }), 'responses', toServer);
    await expect(settings.fetch('https://evil.example/files')).rejects.toMatchObject({ code: 'internal' });
    await expect(settings.fetch(new Request('https://evil.example/responses'))).rejects.toMatchObject({
      code: 'internal',
    });
    expect(server.requests).toHaveLength(before);
  });
});
