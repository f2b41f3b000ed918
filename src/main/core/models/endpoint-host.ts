import { type Cloud, clouds } from '../auth/cloud.ts';
import type { EndpointEntry, EndpointFault } from './endpoint.ts';

/** Whose host an address has. */
export type EndpointHost =
  /** A resource of Azure; `isFoundry` where it may have projects. */
  | { readonly kind: 'resource'; readonly isFoundry: boolean }
  /** Anything else: the organisation's own gateway, an emulator. */
  | { readonly kind: 'gateway' };

/**
 * Ends of the addresses that all resources of a region share, each with the end of the resources' own in its cloud.
 * Source: https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains
 */
const regionalSuffixes: readonly { readonly suffix: string; readonly own: string }[] = [
  { suffix: 'api.cognitive.microsoft.com', own: 'openai.azure.com' },
  { suffix: 'api.cognitive.microsoft.us', own: 'openai.azure.us' },
  { suffix: 'api.cognitive.azure.cn', own: 'openai.azure.cn' },
];

const portalHost =
  /^(ai|oai|ml|portal|management)\.azure\.(com|us|cn)$|^management\.(usgovcloudapi\.net|chinacloudapi\.cn)$/;

/** Tells a resource of Azure from a gateway, and either from what is neither. */
export function readEndpointHost(
  url: URL,
  { cloud, auth }: { readonly cloud: Cloud; readonly auth: NonNullable<EndpointEntry['auth']> },
): EndpointHost | EndpointFault {
  const host = url.hostname.replace(/\.$/, '');
  if (portalHost.test(host)) return fault('is a page of the portal or Azure’s management, not where a model answers');
  // SECURITY: tokens for Azure and people's prompts are not sent to a service outside of the organisation's Azure.
  if (host === 'openai.com' || host.endsWith('.openai.com')) return fault('is OpenAI’s own service, not Azure’s');

  const regional = regionalSuffixes.find(({ suffix }) => host.endsWith(`.${suffix}`));
  const suffix = regional?.own ?? azureSuffix(host, cloud);
  if (suffix === undefined) return { kind: 'gateway' };
  if (cloud.azureOpenAISuffixes.length > 0 && !cloud.azureOpenAISuffixes.includes(suffix)) {
    return {
      key: 'Endpoint',
      problem: `is in ${nameOfCloud(suffix)}, but people sign in to ${cloud.name}`,
      accepted: 'an endpoint in the cloud that Cloud names',
    };
  }
  if (regional !== undefined) {
    if (auth === 'key') return { kind: 'resource', isFoundry: false };
    return fault('is the address of a region, which accepts keys only', `https://NAME.${regional.own}, or Auth key`);
  }
  const name = host.slice(0, -suffix.length - 1);
  if (name.endsWith('.privatelink')) {
    const accepted = `https://${name.replace('.privatelink', '')}.${suffix}, which leads to the private address by itself`;
    return fault('is the inner name of a private endpoint, which has no certificate', accepted);
  }
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) return fault('has more than one name before its suffix');
  return { kind: 'resource', isFoundry: suffix.startsWith('services.ai.') };
}

function azureSuffix(host: string, cloud: Cloud): string | undefined {
  return [cloud, ...Object.values(clouds)]
    .flatMap(({ azureOpenAISuffixes }) => azureOpenAISuffixes)
    .find((suffix) => host.endsWith(`.${suffix}`));
}

function nameOfCloud(suffix: string): string {
  return Object.values(clouds).find(({ azureOpenAISuffixes }) => azureOpenAISuffixes.includes(suffix))?.name ?? suffix;
}

function fault(
  problem: string,
  accepted = 'the resource’s address, such as https://NAME.openai.azure.com',
): EndpointFault {
  return { key: 'Endpoint', problem, accepted };
}
