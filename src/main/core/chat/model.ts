import { createAzure } from '@ai-sdk/azure';
import type { LanguageModel } from 'ai';
import { AppError } from '../../../shared/errors.ts';
import { claimsOf } from '../auth/claims-challenge.ts';
import type { CredentialOptions, ModelCredential } from '../auth/credentials/credential.ts';
import { azureSettings } from '../models/azure-url.ts';
import type { ModelApi } from '../models/endpoint.ts';
import type { ModelSettings } from './model-settings.ts';
import { networkError } from '../network-error.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Fetch } from '../ports.ts';
import { readBody } from '../read-body.ts';
import { shortHash } from '../short-hash.ts';
import { isMissingRole, readErrorText } from './service-reply.ts';

const refusalLimitBytes = 64 * 1024;

/** What one call of a deployment stands on. */
export interface ModelCall {
  readonly deployment: DeploymentSettings;
  readonly api: ModelApi;
  readonly fetch: Fetch;
  readonly credential: ModelCredential;
  /** Sent as `x-ms-client-request-id`, so that Azure's logs and ours can be laid side by side. */
  readonly correlationId: string;
  /** Told Azure's own id of the request. */
  readonly onRequestId?: (requestId: string) => void;
}

/** A deployment as the AI SDK's model. A token that the service refuses is renewed, and the request goes on. */
export function languageModel(call: ModelCall, signal: AbortSignal): LanguageModel {
  const { deployment, api, credential, correlationId } = call;
  const { endpoint } = deployment;
  const azure = createAzure({
    ...(credential.kind === 'key'
      ? { apiKey: credential.key }
      : { tokenProvider: () => tokenOf(credential, { abortSignal: signal }) }),
    headers: { 'x-ms-client-request-id': correlationId, ...imageHeaders(deployment) },
    ...azureSettings(endpoint, api, async (input, init) => {
      let response = await send(call, input, init);
      const headers = new Headers(init?.headers);
      for (let renewals = 0; response.status === 401 && credential.kind === 'token' && renewals < 2; renewals++) {
        const claims = claimsOf(response.headers);
        if (claims === undefined && (renewals > 0 || (await lacksRole(response)))) break;
        const rejected = headers.get('authorization')?.replace(/^Bearer /, '');
        void response.body?.cancel().catch(() => {});
        // Silently only: where the person has to be asked, this throws what the turn waits with.
        headers.set('authorization', `Bearer ${await tokenOf(credential, { abortSignal: signal, claims, rejected })}`);
        response = await send(call, input, { ...init, headers });
      }
      return checked(call, response);
    }),
  });
  return api === 'chat' ? azure.chat(endpoint.deployment) : azure.responses(endpoint.deployment);
}

/** Options that every call has. SECURITY: `store: false` keeps Azure from keeping the conversation. */
export function callOptions(api: ModelApi, { provider, ...options }: ModelSettings, promptCacheKey?: string) {
  const openai = {
    ...provider,
    ...(api === 'responses' ? { store: false } : {}),
    ...(promptCacheKey === undefined ? {} : { promptCacheKey }),
  };
  return { maxRetries: 0, ...options, providerOptions: { openai } };
}

/**
 * Leads the requests of a conversation to the machine that still has what they begin with. A hash of a random id: it tells
 * nothing about a person. Undefined where the API is older than the key.
 */
export function cacheKey(conversationId: string, { endpoint }: DeploymentSettings): string | undefined {
  return endpoint.style === 'v1' ? shortHash(conversationId) : undefined;
}

/**
 * Azure makes images by a deployment of its own, which it wants named beside the model's, and refuses the tool without.
 * Source: https://ai-sdk.dev/providers/ai-sdk-providers/azure#image-generation-tool
 */
function imageHeaders({ imageDeployment }: DeploymentSettings): Record<string, string> {
  return imageDeployment === undefined ? {} : { 'x-ms-oai-image-generation-deployment': imageDeployment };
}

/** Whether a 401 is about the person's role, which no other token brings. What cannot be read says nothing. */
async function lacksRole(response: Response): Promise<boolean> {
  const body = await readBody(response.clone(), refusalLimitBytes).catch(() => undefined);
  return body !== undefined && isMissingRole(readErrorText(body.toString('utf8')));
}

async function send({ fetch }: ModelCall, input: Parameters<Fetch>[0], init: RequestInit | undefined) {
  const url = input instanceof Request ? input.url : input;
  // SECURITY: a redirect could carry the token and the prompt to another host.
  return fetch(input, { ...init, redirect: 'error' }).catch((thrown: unknown) => {
    throw init?.signal?.aborted === true ? thrown : networkError(thrown, url);
  });
}

function checked({ deployment, onRequestId }: ModelCall, response: Response): Response {
  const requestId = response.headers.get('apim-request-id') ?? response.headers.get('x-request-id');
  if (requestId !== null && /^[\w-]{1,80}$/.test(requestId)) onRequestId?.(requestId);
  if (response.ok) refuseForeignReply(response, new URL(deployment.endpoint.baseUrl).host);
  return response;
}

async function tokenOf(
  { credential, scope }: Extract<ModelCredential, { kind: 'token' }>,
  options: CredentialOptions,
): Promise<string> {
  const { claims, ...others } = options;
  const token = await credential.getToken(scope, { ...others, ...(claims === undefined ? {} : { claims }) });
  if (token === null) throw new AppError('sign-in-required');
  return token.token;
}

/** A gateway or a captive portal answers 200 with a page of its own. */
function refuseForeignReply(response: Response, host: string): void {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream') || type.startsWith('application/json')) return;
  void response.body?.cancel().catch(() => {});
  const reason = type.includes('html') ? 'web page' : 'content type';
  throw new AppError('model-bad-reply', { fields: { status: response.status, reason, host } });
}
