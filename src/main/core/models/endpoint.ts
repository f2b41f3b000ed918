import type { Cloud } from '../auth/cloud.ts';
import { readEndpointHost } from './endpoint-host.ts';
import { readEndpointPath } from './endpoint-path.ts';
import { readEndpointUrl } from './endpoint-url.ts';

/** An API by which a deployment answers in chat. */
export type ModelApi = 'responses' | 'chat';

/** What an administrator writes of where a deployment is. */
export interface EndpointEntry {
  /** Any form that Azure hands out: a resource's name, its address, a deployment's address, a gateway's. */
  readonly endpoint: string;
  /** May be left out where the address names it. */
  readonly deployment?: string | undefined;
  /** Left out, the address decides; where that does not either, it is `auto`. */
  readonly api?: ModelApi | 'auto' | undefined;
  /** Of the dated API, `2024-10-21`; left out, the address decides. */
  readonly apiVersion?: string | undefined;
  /** How requests are authorised; `user` if left out. */
  readonly auth?: 'user' | 'key' | 'developer' | undefined;
}

/** Where a deployment is, in the one form that requests are made from. */
export interface ModelEndpoint {
  /** Without a slash at its end: with `v1` what comes before `/responses`, with `dated` before `/deployments`. */
  readonly baseUrl: string;
  /** `v1` has the deployment in the body; `dated` has it in the address, and the version of the API besides. */
  readonly style: 'v1' | 'dated';
  /** The date of `dated`, `preview` of a `v1` that is to have what is not released yet. */
  readonly apiVersion: string | undefined;
  readonly deployment: string;
  /** `auto` where it has to be tried out. */
  readonly api: ModelApi | 'auto';
  /** Whether something of the organisation's own stands before Azure. */
  readonly isGateway: boolean;
  /** The resource that its tokens are for, unless policy names another. */
  readonly audience: 'cognitiveservices' | 'ai.azure.com';
}

/** What is wrong with an entry, in an administrator's words. */
export interface EndpointFault {
  /** The key of the entry, `Endpoint`. */
  readonly key: 'Endpoint' | 'Deployment' | 'Api' | 'ApiVersion';
  readonly problem: string;
  readonly accepted: string;
}

/** The first version of the dated API that has responses. Source: Azure's own refusal (Aider-AI/aider#4029) */
const firstDateOfResponses = '2025-03-01';

/** Reads where a deployment is; nothing that is written is dropped in silence: what contradicts itself is a fault. */
export function readEndpoint(entry: EndpointEntry, cloud: Cloud): ModelEndpoint | EndpointFault {
  const url = readEndpointUrl(entry.endpoint, cloud);
  if (isEndpointFault(url)) return url;
  const host = readEndpointHost(url, { cloud, auth: entry.auth ?? 'user' });
  if (isEndpointFault(host)) return host;
  const path = readEndpointPath(url, host);
  if (isEndpointFault(path)) return path;
  const apiVersion = readApiVersion(url.searchParams.get('api-version') ?? undefined, entry.apiVersion);
  if (typeof apiVersion === 'object') return apiVersion;

  const style = path.style ?? (isDate(apiVersion) ? 'dated' : 'v1');
  const versionFault = checkVersion(style, apiVersion);
  if (versionFault !== undefined) return versionFault;
  const deployment = readDeployment(path.deployment, entry.deployment, style);
  if (typeof deployment !== 'string') return deployment;
  const api = readApi({ written: entry.api, inAddress: path.api, apiVersion });
  if (typeof api !== 'string') return api;

  const segments = host.kind === 'gateway' ? path.base : [...path.base, 'openai', ...(style === 'v1' ? ['v1'] : [])];
  return {
    baseUrl: [url.origin, ...segments].join('/'),
    style,
    apiVersion,
    deployment,
    api,
    isGateway: host.kind === 'gateway',
    audience: path.isProject ? 'ai.azure.com' : 'cognitiveservices',
  };
}

/** Whether reading an entry has ended with a fault. */
export function isEndpointFault(reading: object): reading is EndpointFault {
  return 'problem' in reading;
}

/**
 * The scope of the tokens that an endpoint accepts.
 * Source: https://learn.microsoft.com/azure/ai-foundry/foundry-models/how-to/configure-entra-id
 */
export function scopeOf(audience: ModelEndpoint['audience'], cloud: Cloud): string {
  if (audience === 'cognitiveservices') return cloud.azureOpenAIScope;
  const suffix = cloud.azureOpenAISuffixes.find((candidate) => candidate.startsWith('services.ai.'));
  return `https://${suffix?.replace(/^services\./, '') ?? 'ai.azure.com'}/.default`;
}

function isDate(apiVersion: string | undefined): boolean {
  return apiVersion !== undefined && apiVersion !== 'preview';
}

/** `v1` and `latest` are what there is without a version. */
function readApiVersion(
  inAddress: string | undefined,
  written: string | undefined,
): string | undefined | EndpointFault {
  const version = (written ?? inAddress)?.trim().toLowerCase();
  if (inAddress !== undefined && version !== inAddress.trim().toLowerCase()) {
    return fault('ApiVersion', 'is not the api-version of Endpoint', 'the same version in both, or in one of them');
  }
  if (version === undefined || version === 'v1' || version === 'latest') return undefined;
  if (version === 'preview' || /^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version)) return version;
  return fault(
    'ApiVersion',
    'is not a version of the API',
    'a date such as 2024-10-21 or 2025-04-01-preview, or preview',
  );
}

function checkVersion(style: ModelEndpoint['style'], apiVersion: string | undefined): EndpointFault | undefined {
  if (style === 'v1' && isDate(apiVersion)) {
    return fault(
      'ApiVersion',
      'is a date, but Endpoint is of the v1 API, which refuses one',
      'no ApiVersion, or an Endpoint without /v1',
    );
  }
  if (style === 'dated' && !isDate(apiVersion)) {
    return fault(
      'ApiVersion',
      'is missing: Endpoint is a deployment’s address, which needs one',
      'a date such as 2024-10-21, or the resource’s address with /openai/v1',
    );
  }
  return undefined;
}

function readDeployment(
  inAddress: string | undefined,
  written: string | undefined,
  style: ModelEndpoint['style'],
): string | EndpointFault {
  const name = written?.trim() ?? inAddress;
  if (name === undefined || name === '') return fault('Deployment', 'is missing', 'the deployment’s name in Azure');
  if (inAddress !== undefined && name !== inAddress) {
    return fault(
      'Deployment',
      `is not “${inAddress}”, which Endpoint names`,
      'the same name in both, or in one of them',
    );
  }
  // SECURITY: with a dated API the name is a part of the address; it has no character that could leave its place there.
  const isGood = style === 'dated' ? /^[\w-][\w.-]{0,199}$/.test(name) : /^[^\p{C}]{1,200}$/u.test(name);
  return isGood
    ? name
    : fault('Deployment', 'is not a deployment’s name', 'letters, digits, dots, hyphens and underscores');
}

function readApi(options: {
  readonly written: ModelApi | 'auto' | undefined;
  readonly inAddress: ModelApi | undefined;
  readonly apiVersion: string | undefined;
}): ModelApi | 'auto' | EndpointFault {
  const { written, inAddress, apiVersion } = options;
  const asked = written ?? 'auto';
  if (asked !== 'auto' && inAddress !== undefined && asked !== inAddress) {
    return fault('Api', `is ${asked}, but Endpoint is the address of ${inAddress}`, `${inAddress}, or auto`);
  }
  const api = asked === 'auto' ? (inAddress ?? 'auto') : asked;
  const isTooOld = apiVersion !== undefined && isDate(apiVersion) && apiVersion < firstDateOfResponses;
  if (!isTooOld) return api;
  if (api === 'responses') {
    const accepted = `${firstDateOfResponses}-preview or later, or Api chat`;
    return fault('ApiVersion', 'is older than the responses API', accepted);
  }
  return 'chat';
}

function fault(key: EndpointFault['key'], problem: string, accepted: string): EndpointFault {
  return { key, problem, accepted };
}
