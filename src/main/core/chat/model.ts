import { createAzure } from '@ai-sdk/azure';
import type { LanguageModel } from 'ai';
import { AppError } from '../../../shared/errors.ts';
import { networkError } from '../network-error.ts';
import type { DeploymentSettings } from '../policy/schema.ts';
import type { Fetch } from '../ports.ts';

/** What one call of a deployment stands on. */
export interface ModelCall {
  readonly deployment: DeploymentSettings;
  readonly fetch: Fetch;
  /** The person's access token; asked for at every request. */
  readonly token: () => Promise<string>;
  /** Sent as `x-ms-client-request-id`, so that Azure's logs and ours can be laid side by side. */
  readonly correlationId: string;
  /** Told Azure's own id of the request. */
  readonly onRequestId?: (requestId: string) => void;
}

/** A deployment as the AI SDK's model, authorised by the person's token. */
export function languageModel({ deployment, fetch, token, correlationId, onRequestId }: ModelCall): LanguageModel {
  const azure = createAzure({
    baseURL: deployment.endpoint,
    tokenProvider: token,
    headers: { 'x-ms-client-request-id': correlationId },
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input;
      // SECURITY: a redirect could carry the token and the prompt to another host.
      const response = await fetch(input, { ...init, redirect: 'error' }).catch((thrown: unknown) => {
        throw init?.signal?.aborted === true ? thrown : networkError(thrown, url);
      });
      const requestId = response.headers.get('apim-request-id') ?? response.headers.get('x-request-id');
      if (requestId !== null && /^[\w-]{1,80}$/.test(requestId)) onRequestId?.(requestId);
      if (response.ok) refuseForeignReply(response);
      return response;
    },
  });
  return deployment.api === 'chat' ? azure.chat(deployment.deployment) : azure.responses(deployment.deployment);
}

/** Options that every call has. SECURITY: `store: false` keeps Azure from keeping the conversation. */
export function callOptions({ api }: DeploymentSettings) {
  return { maxRetries: 0, ...(api === 'responses' ? { providerOptions: { openai: { store: false } } } : {}) };
}

/** A gateway or a captive portal answers 200 with a page of its own. */
function refuseForeignReply(response: Response): void {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream') || type.startsWith('application/json')) return;
  void response.body?.cancel().catch(() => {});
  throw new AppError('model-bad-reply', { fields: { status: response.status, reason: 'content type' } });
}
