import { AppError } from '../../../shared/errors.ts';
import type { Fetch } from '../ports.ts';
import type { ModelApi, ModelEndpoint } from './endpoint.ts';

/** What `createAzure` is given for an endpoint, besides who is asking. */
export interface AzureSettings {
  readonly baseURL: string;
  readonly fetch: Fetch;
}

const operations: Readonly<Record<ModelApi, string>> = { responses: '/responses', chat: '/chat/completions' };

/**
 * The address that an API of a deployment answers on.
 * Source: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle (v1),
 * https://learn.microsoft.com/azure/ai-foundry/openai/reference (dated; responses are not below the deployment)
 */
export function requestUrl({ baseUrl, style, apiVersion, deployment }: ModelEndpoint, api: ModelApi): string {
  const isBelowDeployment = style === 'dated' && api === 'chat';
  const path = isBelowDeployment ? `/deployments/${encodeURIComponent(deployment)}` : '';
  const query = apiVersion === undefined ? '' : `?api-version=${encodeURIComponent(apiVersion)}`;
  return `${baseUrl}${path}${operations[api]}${query}`;
}

/**
 * Settings by which the AI SDK asks the right address. By itself it goes by the host's name: it would add `/v1` or a
 * version to some, take sovereign clouds for gateways, and has no way to say `/openai/responses?api-version=`.
 */
export function azureSettings(endpoint: ModelEndpoint, api: ModelApi, fetch: Fetch): AzureSettings {
  const url = requestUrl(endpoint, api);
  return {
    baseURL: endpoint.baseUrl,
    fetch: async (input, init) => {
      // SECURITY: what is not the call that was meant is not sent anywhere, with the person's token least of all.
      if (input instanceof Request || !new URL(input).pathname.endsWith(operations[api]))
        throw new AppError('internal');
      return fetch(url, init);
    },
  };
}
