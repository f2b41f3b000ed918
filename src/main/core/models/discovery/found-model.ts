import { z } from 'zod';
import { type DeploymentTraits, ModelAbility } from '../../../../shared/model/deployment.ts';
import { type Cloud, isLoopback } from '../../auth/cloud.ts';
import type { DeploymentSettings } from '../../policy/policy.ts';
import { shortHash } from '../../short-hash.ts';
import { isEndpointFault, type ModelEndpoint, readEndpoint, scopeOf } from '../endpoint.ts';
import { familyOf, type ModelFamily, unknownFamily, usualEfforts } from './model-family.ts';

/** A deployment as Azure has told of it, and as it is remembered; what follows from it is decided anew each time. */
export const FoundModel = z.object({
  armId: z.string(),
  resource: z.string(),
  location: z.string(),
  deployment: z.string(),
  /** The model's name and version in Azure's catalogue. */
  model: z.string(),
  version: z.string(),
  /** Where Azure says that the resource answers, the likeliest first. */
  addresses: z.array(z.string()),
  api: z.enum(['auto', 'responses']),
  /** What Azure says that the model can do, or cannot; what it does not say is left out. */
  abilities: z.object({
    vision: z.boolean().optional(),
    reasoning: z.boolean().optional(),
    tools: z.boolean().optional(),
  }),
  contextTokens: z.number().optional(),
  outputTokens: z.number().optional(),
  /** The last day, `2026-12-31`. */
  retiresOn: z.string().optional(),
  /** Since when it is not there any more, in milliseconds since the epoch. */
  goneSince: z.number().optional(),
});
export type FoundModel = z.infer<typeof FoundModel>;

/** What the offer of found models depends on. */
export interface OfferOptions {
  readonly cloud: Cloud;
  /** What policy lists for the tenant: it takes the place of what is found. */
  readonly listed: readonly DeploymentSettings[];
}

const nameLimit = 80;
const descriptionLimit = 300;

/** The found models as deployments, by resource and name: those that tokens may go to, and that policy does not list. */
export function offeredModels(found: readonly FoundModel[], { cloud, listed }: OfferOptions): DeploymentSettings[] {
  const taken = new Set(listed.map(({ endpoint }) => placeOf(endpoint, cloud)));
  const offered = found
    .flatMap((model) => toSettings(model, cloud) ?? [])
    .filter(({ endpoint }) => !taken.has(placeOf(endpoint, cloud)))
    .sort(
      (left, right) =>
        resourceOf(left).localeCompare(resourceOf(right)) || left.displayName.localeCompare(right.displayName),
    );
  const names = [...listed, ...offered].map(({ displayName }) => displayName);
  const isAmbiguous = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return offered.map((each) => (isAmbiguous(each.displayName) ? withResource(each) : each));
}

function withResource(deployment: DeploymentSettings): DeploymentSettings {
  return { ...deployment, displayName: `${deployment.displayName} (${resourceOf(deployment)})` };
}

function resourceOf({ found }: DeploymentSettings): string {
  return found?.resource ?? '';
}

/** The resource and the deployment that an address leads to; a resource of Azure has several names for itself. */
function placeOf({ baseUrl, deployment }: ModelEndpoint, { azureOpenAISuffixes }: Cloud): string {
  const { host, hostname } = new URL(baseUrl);
  const suffix = azureOpenAISuffixes.find((candidate) => hostname.endsWith(`.${candidate}`));
  const resource = suffix === undefined ? host : hostname.slice(0, -suffix.length - 1);
  return JSON.stringify([resource, deployment.toLowerCase()]);
}

/** Undefined where Azure names no address that may have the person's tokens. */
function toSettings(model: FoundModel, cloud: Cloud): DeploymentSettings | undefined {
  const endpoint = model.addresses
    .map((address) => readEndpoint({ endpoint: address, deployment: model.deployment, api: model.api }, cloud))
    .find((reading) => !isEndpointFault(reading) && isTrusted(reading, cloud));
  if (endpoint === undefined || isEndpointFault(endpoint)) return undefined;
  return {
    id: `arm-${shortHash(model.armId)}`,
    displayName: plain(model.deployment, nameLimit),
    description: plain(`${model.model} ${model.version}`, descriptionLimit),
    endpoint,
    scope: scopeOf(endpoint.audience, cloud),
    auth: 'user',
    fallbacks: [],
    found: {
      resource: plain(model.resource, nameLimit),
      location: plain(model.location, nameLimit),
      isGone: model.goneSince !== undefined,
    },
    ...traitsOf(model),
  };
}

/**
 * SECURITY: what a resource says of itself may be written by many. Tokens go to Azure's own hosts in the person's cloud only;
 * an emulator of Azure on this computer may name this computer.
 */
function isTrusted({ baseUrl, isGateway }: ModelEndpoint, { armOrigin }: Cloud): boolean {
  if (!isGateway) return true;
  return armOrigin !== undefined && isLoopback(new URL(armOrigin)) && isLoopback(new URL(baseUrl));
}

/** What Azure says of the model, and where it does not say, what is known of its family. */
function traitsOf({ model, abilities: said, contextTokens, outputTokens, retiresOn }: FoundModel): DeploymentTraits {
  const known = familyOf(model);
  const family: ModelFamily = known === undefined || known === 'not-for-chat' ? unknownFamily : known;
  // Azure does not say whether a model reads files, and pictures are offered by policy alone.
  const told = { ...said, files: undefined, images: false };
  const abilities = ModelAbility.options.filter((ability) => told[ability] ?? family.abilities.includes(ability));
  const reasons = abilities.includes('reasoning');
  const efforts = family.reasoningEfforts.length > 0 ? family.reasoningEfforts : [...usualEfforts];
  return {
    ...family,
    abilities,
    reasoningEfforts: reasons ? efforts : [],
    takesTemperature: family.takesTemperature && !reasons,
    contextTokens,
    outputTokens: outputTokens !== undefined && outputTokens > (contextTokens ?? Infinity) ? undefined : outputTokens,
    retiresOn,
    defaults: {},
  };
}

/** SECURITY: a name is whatever its maker has written. */
function plain(text: string, limit: number): string {
  return text.replace(/\p{C}/gu, '').trim().slice(0, limit);
}
