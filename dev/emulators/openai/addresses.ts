import { AzureRefusal, gatewayError, managementError } from './azure-error.ts';
import type { AzureFailure } from './azure-error.ts';
import type { ModelApi } from './deployments.ts';

/** Whose address a request has come by. */
export type Entrance = 'resource' | 'project' | 'gateway';

/** The addresses of the emulated resource, in every form that Azure and gateways hand out. */
export interface ModelAddresses {
  /** `…/openai/v1` */
  readonly v1: string;
  /** A deployment's own, with the version of the dated API. */
  dated(deployment: string, apiVersion?: string): string;
  /** The responses of the dated API, which are not below a deployment. */
  datedResponses(apiVersion?: string): string;
  /** A project of a Foundry resource; its tokens are for another audience. */
  readonly project: string;
  /** An API Management gateway's, which has no `/openai`. */
  readonly gateway: string;
  /** A deployment's own behind the gateway. */
  gatewayDated(deployment: string, apiVersion?: string): string;
}

/** The audience of tokens for projects. */
export const projectAudience = 'https://ai.azure.com';

/** What each entrance's paths begin with. */
export const entrances: Readonly<Record<Entrance, string>> = {
  resource: '/openai',
  project: '/api/projects/sales/openai',
  gateway: '/team-a/ai',
};

const chatVersion = '2024-10-21';
const responsesVersion = '2025-04-01-preview';

/** Versions of the dated API that exist. Source: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
const datedVersions: ReadonlySet<string> = new Set([
  '2024-02-01',
  '2024-06-01',
  chatVersion,
  '2024-12-01-preview',
  '2025-01-01-preview',
  '2025-03-01-preview',
  responsesVersion,
]);

/** The addresses at an origin. */
export function modelAddresses(origin: string): ModelAddresses {
  const dated = (entrance: Entrance, deployment: string, version: string): string =>
    `${origin}${entrances[entrance]}/deployments/${deployment}/chat/completions?api-version=${version}`;
  return {
    v1: `${origin}${entrances.resource}/v1`,
    dated: (deployment, version = chatVersion) => dated('resource', deployment, version),
    datedResponses: (version = responsesVersion) => `${origin}${entrances.resource}/responses?api-version=${version}`,
    project: `${origin}${entrances.project}/v1`,
    gateway: `${origin}${entrances.gateway}/v1`,
    gatewayDated: (deployment, version = chatVersion) => dated('gateway', deployment, version),
  };
}

/** Checks the version that an address names. @throws AzureRefusal */
export function checkApiVersion(version: string | undefined, style: 'v1' | 'dated', api: ModelApi): void {
  if (style === 'v1') {
    if (version === undefined || ['v1', 'latest', 'preview'].includes(version)) return;
    throw new AzureRefusal(gatewayError(400, 'BadRequest', 'API version not supported'));
  }
  // A version that does not exist leads nowhere, like none at all.
  if (version === undefined || !datedVersions.has(version)) throw new AzureRefusal(notFound('resource'));
  if (api === 'responses' && version < '2025-03-01') {
    throw new AzureRefusal(
      gatewayError(
        400,
        'BadRequest',
        'Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later',
      ),
    );
  }
}

/** The answer to an address that leads nowhere. */
export function notFound(entrance: Entrance): AzureFailure {
  return entrance === 'gateway'
    ? managementError(404, 'Resource not found')
    : gatewayError(404, '404', 'Resource not found');
}
