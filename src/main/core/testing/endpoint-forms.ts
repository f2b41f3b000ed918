import { jsonSchema, streamText, tool } from 'ai';
import { personCredential } from '../auth/credentials/credential.ts';
import { callOptions, languageModel } from '../chat/model.ts';
import { modelSettings } from '../chat/model-settings.ts';
import type { ModelApi } from '../models/endpoint.ts';
import { type DeploymentSettings, toPolicy } from '../policy/policy.ts';
import { PolicySchema } from '../policy/schema.ts';

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
    endpoint: 'https://contoso.azure-api.net/team-a/ai/v1',
    arrives: v1('https://contoso.azure-api.net/team-a/ai/v1'),
  },
  { endpoint: 'https://ai.contoso.com', arrives: v1('https://ai.contoso.com') },
  {
    endpoint: `https://contoso.azure-api.net/team-a/ai/deployments/corp-chat?${chatDate}`,
    arrives: { chat: `https://contoso.azure-api.net/team-a/ai/deployments/corp-chat/chat/completions?${chatDate}` },
  },
  { endpoint: 'http://localhost:8080/v1', arrives: v1('http://localhost:8080/v1') },
];

/** An endpoint as an administrator writes it, one of its APIs, and where the request has to arrive. */
export interface EndpointCase {
  readonly endpoint: string;
  readonly cloud: string;
  readonly api: ModelApi;
  readonly url: string;
}

/** Every form of address that Azure and gateways hand out, by each API that it can have. */
export const endpointCases: readonly EndpointCase[] = forms.flatMap(({ endpoint, cloud = 'global', arrives }) =>
  Object.entries(arrives).map(([api, url]) => ({ endpoint, cloud, api: api as ModelApi, url })),
);

/** The deployment that policy makes of an endpoint. */
export function deploymentOf({ endpoint, cloud }: Pick<EndpointCase, 'endpoint' | 'cloud'>): DeploymentSettings {
  const written = PolicySchema.parse({
    TenantId: 'contoso.example',
    ClientId: 'c2b6d1f4-85e9-4a37-b0c8-6f1e9d7a3525',
    Cloud: cloud,
    Deployments: [{ Id: 'd', DisplayName: 'Everyday', Endpoint: endpoint, Deployment: 'corp-chat' }],
  });
  const [deployment] = toPolicy(written, 'a test').directories[0].deployments;
  if (deployment === undefined) throw new Error('Policy has no deployment.');
  return deployment;
}

/** What came of asking. */
export interface EndpointAnswer {
  /** The addresses that were asked. */
  readonly sent: readonly string[];
  readonly text: string;
  readonly toolCalls: readonly { readonly toolName: string; readonly input: unknown }[];
  readonly errors: readonly unknown[];
  readonly finishReason: string | undefined;
  readonly usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined } | undefined;
}

/**
 * Asks as Parley does. What would go to Azure goes to the server at `origin`, by the same path.
 * @param tokenFor gives the token for a scope
 */
export async function askEndpoint(
  given: EndpointCase,
  origin: string,
  tokenFor: (scope: string) => Promise<string>,
): Promise<EndpointAnswer> {
  const sent: string[] = [];
  const deployment = deploymentOf(given);
  const { scope } = deployment;
  const model = languageModel(
    {
      deployment,
      api: given.api,
      credential: { kind: 'token', scope, credential: personCredential({ token: () => tokenFor(scope) }) },
      correlationId: 'correlation-1',
      fetch: (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        sent.push(url.href);
        return fetch(new URL(url.pathname + url.search, origin), init);
      },
    },
    new AbortController().signal,
  );
  const inputSchema = jsonSchema<{ word: string }>({ type: 'object', properties: { word: { type: 'string' } } });
  const { stream } = streamText({
    model,
    messages: [{ role: 'user', content: 'What is a heron?' }],
    tools: { look: tool({ inputSchema }) },
    ...callOptions(given.api, modelSettings(deployment, {})),
    onError: () => {},
  });
  let text = '';
  const toolCalls: { toolName: string; input: unknown }[] = [];
  const errors: unknown[] = [];
  let finish: Pick<EndpointAnswer, 'finishReason' | 'usage'> = { finishReason: undefined, usage: undefined };
  for await (const part of stream) {
    if (part.type === 'text-delta') text += part.text;
    if (part.type === 'tool-call') toolCalls.push({ toolName: part.toolName, input: part.input });
    if (part.type === 'error') errors.push(part.error);
    if (part.type === 'finish') {
      const { inputTokens, outputTokens } = part.totalUsage;
      finish = { finishReason: part.finishReason, usage: { inputTokens, outputTokens } };
    }
  }
  return { sent, text, toolCalls, errors, ...finish };
}
