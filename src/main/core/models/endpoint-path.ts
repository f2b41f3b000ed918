import type { EndpointHost } from './endpoint-host.ts';
import type { EndpointFault, ModelApi } from './endpoint.ts';

/** What the path of an address says. */
export interface EndpointPath {
  /** What stands before `/openai` with a resource, the whole path with a gateway. */
  readonly base: readonly string[];
  /** Undefined where the path fits both. */
  readonly style: 'v1' | 'dated' | undefined;
  readonly deployment: string | undefined;
  readonly api: ModelApi | undefined;
  /** Whether it is a project of Foundry, which wants tokens of its own. */
  readonly isProject: boolean;
}

/** What Azure offers beside chat, by the last word of its address. */
const otherOperations: ReadonlySet<string> = new Set([
  'completions',
  'edits',
  'embeddings',
  'generations',
  'realtime',
  'speech',
  'transcriptions',
  'translations',
]);

/** Takes an address's path apart: what comes before, `/openai` and `/v1`, the deployment, the operation. */
export function readEndpointPath(url: URL, host: EndpointHost): EndpointPath | EndpointFault {
  const { rest, api } = takeOperation(url.pathname.split('/').filter((segment) => segment !== ''));
  const last = rest.at(-1)?.toLowerCase() ?? '';
  if (otherOperations.has(last)) return fault(`is the address of ${last}, not of a chat model`);

  const { base, deployment } = takeDeployment(rest);
  if (deployment === '') return fault('ends where a deployment’s name should be');
  const isVersion1 = base.at(-1)?.toLowerCase() === 'v1';
  if (deployment !== undefined && isVersion1) return fault('has both /v1 and /deployments');
  if (deployment !== undefined && api === 'responses') {
    return fault(
      'has /responses below a deployment, where Azure has none',
      'an address that ends in /openai/responses',
    );
  }
  const style = deployment === undefined ? (isVersion1 ? 'v1' : undefined) : 'dated';
  const path = { style, deployment, api } as const;
  return host.kind === 'gateway' ? { ...path, base, isProject: false } : resourcePath(base, path, host);
}

function resourcePath(
  base: readonly string[],
  path: Pick<EndpointPath, 'style' | 'deployment' | 'api'>,
  host: Extract<EndpointHost, { kind: 'resource' }>,
): EndpointPath | EndpointFault {
  const match = /^(?<project>api\/projects\/[\w.-]+)?\/?(openai(\/v1)?)?$/i.exec(base.join('/'));
  if (match === null) return fault('has a path that Azure OpenAI does not have');
  const project = match.groups?.['project']?.split('/') ?? [];
  if (project.length > 0 && !host.isFoundry) {
    return fault(
      'is a project, which only addresses of services.ai have',
      'https://NAME.services.ai.azure.com/api/projects/NAME',
    );
  }
  // An operation or a deployment hangs below /openai; right below the host it was cut out of the middle.
  if (base.length === project.length && (path.api !== undefined || path.deployment !== undefined)) {
    return fault('lacks /openai');
  }
  return { ...path, base: project, isProject: project.length > 0 };
}

function takeOperation(segments: readonly string[]): { rest: readonly string[]; api: ModelApi | undefined } {
  const words = segments.map((segment) => segment.toLowerCase());
  if (words.at(-1) === 'responses') return { rest: segments.slice(0, -1), api: 'responses' };
  if (words.at(-2) === 'chat' && words.at(-1) === 'completions') return { rest: segments.slice(0, -2), api: 'chat' };
  return { rest: segments, api: undefined };
}

/** `''` where `/deployments` is there and the name is not. */
function takeDeployment(segments: readonly string[]): { base: readonly string[]; deployment: string | undefined } {
  const place = segments.findLastIndex((segment) => segment.toLowerCase() === 'deployments');
  if (place < 0 || place < segments.length - 2) return { base: segments, deployment: undefined };
  return { base: segments.slice(0, place), deployment: decoded(segments[place + 1] ?? '') };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function fault(
  problem: string,
  accepted = 'an address such as https://NAME.openai.azure.com/openai/v1',
): EndpointFault {
  return { key: 'Endpoint', problem, accepted };
}
