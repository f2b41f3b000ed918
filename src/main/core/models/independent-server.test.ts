import { LLMock } from '@copilotkit/aimock';
import { APICallError, jsonSchema, streamText, tool } from 'ai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personCredential } from '../auth/credentials/credential.ts';
import { callOptions, languageModel } from '../chat/model.ts';
import { type DeploymentSettings, toPolicy } from '../policy/policy.ts';
import { PolicySchema } from '../policy/schema.ts';
import type { ModelApi } from './endpoint.ts';

/**
 * Against a server that others have written: it speaks both APIs and knows Azure's `/openai/deployments/NAME`. It takes any
 * address that ends in `/responses` or `/chat/completions`, so that each test looks at the address that it was asked by.
 */
let server: LLMock;

beforeEach(async () => {
  server = await LLMock.create({ chunkSize: 7 });
});
afterEach(() => server.stop());

const contoso = 'https://contoso.openai.azure.com';
const chatDate = 'api-version=2024-10-21';
const responsesDate = 'api-version=2025-04-01-preview';

interface Form {
  readonly endpoint: string;
  readonly cloud?: string;
  /** Where the request has to arrive, by API; left out where the form rules an API out. */
  readonly arrives: Partial<Record<ModelApi, string>>;
}

const v1 = (base: string): Record<ModelApi, string> => ({
  responses: `${base}/responses`,
  chat: `${base}/chat/completions`,
});

const forms: readonly Form[] = [
  { endpoint: 'contoso', arrives: v1(`${contoso}/openai/v1`) },
  { endpoint: 'contoso', cloud: 'us-government', arrives: v1('https://contoso.openai.azure.us/openai/v1') },
  { endpoint: 'contoso', cloud: 'china', arrives: v1('https://contoso.openai.azure.cn/openai/v1') },
  { endpoint: contoso, arrives: v1(`${contoso}/openai/v1`) },
  { endpoint: `${contoso}/openai/`, arrives: v1(`${contoso}/openai/v1`) },
  { endpoint: `${contoso}/openai/v1/`, arrives: v1(`${contoso}/openai/v1`) },
  { endpoint: `${contoso}/openai/v1/responses`, arrives: { responses: `${contoso}/openai/v1/responses` } },
  { endpoint: `${contoso}/openai/v1/chat/completions`, arrives: { chat: `${contoso}/openai/v1/chat/completions` } },
  {
    endpoint: `${contoso}/openai/deployments/corp-chat/chat/completions?${chatDate}`,
    arrives: { chat: `${contoso}/openai/deployments/corp-chat/chat/completions?${chatDate}` },
  },
  {
    endpoint: `${contoso}/openai/deployments/corp-chat?${responsesDate}`,
    arrives: {
      responses: `${contoso}/openai/responses?${responsesDate}`,
      chat: `${contoso}/openai/deployments/corp-chat/chat/completions?${responsesDate}`,
    },
  },
  {
    endpoint: `${contoso}/openai/responses?${responsesDate}`,
    arrives: { responses: `${contoso}/openai/responses?${responsesDate}` },
  },
  {
    endpoint: 'https://contoso.cognitiveservices.azure.com/',
    arrives: v1('https://contoso.cognitiveservices.azure.com/openai/v1'),
  },
  { endpoint: 'https://contoso.services.ai.azure.com', arrives: v1('https://contoso.services.ai.azure.com/openai/v1') },
  {
    endpoint: 'https://contoso.services.ai.azure.com/api/projects/sales',
    arrives: v1('https://contoso.services.ai.azure.com/api/projects/sales/openai/v1'),
  },
  {
    endpoint: 'https://contoso.azure-api.net/team-a/ai/openai/v1',
    arrives: v1('https://contoso.azure-api.net/team-a/ai/openai/v1'),
  },
  { endpoint: 'https://ai.contoso.com', arrives: v1('https://ai.contoso.com') },
  {
    endpoint: `https://contoso.azure-api.net/ai/deployments/corp-chat?${chatDate}`,
    arrives: { chat: `https://contoso.azure-api.net/ai/deployments/corp-chat/chat/completions?${chatDate}` },
  },
  { endpoint: 'http://localhost:8080/v1', arrives: v1('http://localhost:8080/v1') },
];

const cases = forms.flatMap(({ endpoint, cloud = 'global', arrives }) =>
  Object.entries(arrives).map(([api, url]) => ({ endpoint, cloud, api: api as ModelApi, url })),
);
type Case = (typeof cases)[number];

/** What policy makes of an endpoint. */
function settingsOf({ endpoint, cloud }: Case): DeploymentSettings {
  const written = PolicySchema.parse({
    TenantId: 'contoso.example',
    ClientId: 'c2b6d1f4-85e9-4a37-b0c8-6f1e9d7a3525',
    Cloud: cloud,
    Deployments: [{ Id: 'd', DisplayName: 'Everyday', Endpoint: endpoint, Deployment: 'corp-chat' }],
  });
  const [deployment] = toPolicy(written).directories[0].deployments;
  if (deployment === undefined) throw new Error('Policy has no deployment.');
  return deployment;
}

/** Asks as Parley does; what would go to Azure goes to the server, by the same path. */
function ask(given: Case) {
  const sent: URL[] = [];
  const settings = settingsOf(given);
  const { signal } = new AbortController();
  const model = languageModel(
    {
      deployment: settings,
      api: given.api,
      credential: {
        kind: 'token',
        scope: settings.scope,
        credential: personCredential({ token: async () => 'the-token' }),
      },
      correlationId: 'correlation-1',
      fetch: (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        sent.push(url);
        return fetch(new URL(url.pathname + url.search, server.url), init);
      },
    },
    signal,
  );
  const result = streamText({
    model,
    messages: [{ role: 'user', content: 'What is a heron?' }],
    tools: {
      look: tool({
        inputSchema: jsonSchema<{ word: string }>({ type: 'object', properties: { word: { type: 'string' } } }),
      }),
    },
    ...callOptions(given.api),
    onError: () => {},
  });
  return { result, sent };
}

describe.each(cases)('$endpoint in $cloud by $api', (given) => {
  it('is asked by another address, or its answer or usage is lost', async () => {
    const usage = { prompt_tokens: 21, completion_tokens: 8, input_tokens: 21, output_tokens: 8, total_tokens: 29 };
    server.onMessage('heron', { content: 'A heron is a bird that stands in water.', usage });
    const { result, sent } = ask(given);
    expect(await result.text).toBe('A heron is a bird that stands in water.');
    expect(await result.finishReason).toBe('stop');
    expect(await result.usage).toMatchObject({ inputTokens: 21, outputTokens: 8 });
    expect(sent.map(({ href }) => href)).toEqual([given.url]);
    const [request] = server.getRequests();
    // Where the address does not name the deployment, the body does.
    if (!given.url.includes('/deployments/')) expect(request?.body).toMatchObject({ model: 'corp-chat' });
    expect(request?.headers).toMatchObject({ 'x-ms-client-request-id': 'correlation-1' });
    expect(request?.headers).not.toHaveProperty('api-key');
  });

  it('loses what an error says, or asks once more by itself', async () => {
    server.nextRequestError(429, { message: 'Slow down.', type: 'rate_limit', code: 'rate_limit_exceeded' });
    const { result, sent } = ask(given);
    const errors: unknown[] = [];
    for await (const part of result.stream) if (part.type === 'error') errors.push(part.error);
    expect(errors).toHaveLength(1);
    expect(APICallError.isInstance(errors[0])).toBe(true);
    expect(errors[0]).toMatchObject({ statusCode: 429, data: { error: { code: 'rate_limit_exceeded' } } });
    expect(sent).toHaveLength(1);
  });

  it('loses a call of a tool', async () => {
    server.onMessage('heron', { toolCalls: [{ name: 'look', arguments: '{"word":"heron"}' }] });
    const { result } = ask(given);
    expect(await result.toolCalls).toMatchObject([{ toolName: 'look', input: { word: 'heron' } }]);
    expect(await result.finishReason).toBe('tool-calls');
  });
});
