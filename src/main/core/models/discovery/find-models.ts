import { type ErrorCode, toAppError } from '../../../../shared/errors.ts';
import type { DiscoveryRule } from '../../policy/discovery.ts';
import { ArmClient, type ArmClientOptions } from './arm-client.ts';
import { Account, CatalogueModel, Deployment, Subscription } from './arm-resources.ts';
import type { FoundModel } from './found-model.ts';
import { familyOf } from './model-family.ts';

/** A subscription, group or resource that could not be looked into. */
export interface DiscoveryGap {
  /** Its id in Azure, in lower case. */
  readonly scope: string;
  readonly code: ErrorCode;
}

/** What was found, and what was not looked into. */
export interface FoundModels {
  readonly models: readonly FoundModel[];
  readonly gaps: readonly DiscoveryGap[];
}

/** What the search stands on. */
export interface FindModelsOptions extends ArmClientOptions {
  readonly rule: DiscoveryRule;
}

const accountsVersion = '2024-10-01';
const subscriptionsVersion = '2022-12-01';
const accountsPath = 'providers/Microsoft.CognitiveServices/accounts';
/** Lists that are asked for at a time; ARM's limits are by person and subscription. */
const parallel = 4;
const resourceLimit = 300;
const modelLimit = 1000;
const accountKinds: ReadonlySet<string> = new Set(['openai', 'aiservices']);
/** The resource's own address for chat first: other APIs and projects have others. */
const endpointNames = ['OpenAI Language Model Instance API', 'Azure OpenAI Legacy API - Latest moniker'];

/** What is wrong with one place alone; anything else is wrong with the whole search. */
const gapCodes: ReadonlySet<ErrorCode> = new Set([
  'model-forbidden',
  'not-found',
  'model-rate-limited',
  'model-unavailable',
  'model-bad-reply',
]);

/**
 * Looks up the chat deployments that the person may see, where policy says. By lists of ARM, not by Resource Graph: they are
 * as fresh as Azure itself, and in every cloud. What can't be looked into is told and does not stop the rest.
 * @throws AppError of the tokens and the network, or where not even the subscriptions can be listed; the signal's reason
 */
export async function findModels(options: FindModelsOptions, signal: AbortSignal): Promise<FoundModels> {
  const { rule, log } = options;
  const arm = new ArmClient(options);
  const gaps: DiscoveryGap[] = [];
  /** An empty list and a gap instead of a failure. */
  const tolerate = async <Item>(scope: string, list: Promise<readonly Item[]>): Promise<readonly Item[]> => {
    try {
      return await list;
    } catch (thrown) {
      signal.throwIfAborted();
      const { code } = toAppError(thrown);
      if (!gapCodes.has(code)) throw thrown;
      gaps.push({ scope: scope.toLowerCase(), code });
      return [];
    }
  };

  const scopes = await scopesOf(arm, rule, signal);
  const accounts = await inTurns(scopes, async (scope) => {
    const list = arm.list(`${encodeURI(scope)}/${accountsPath}?api-version=${accountsVersion}`, Account, signal);
    // Policy names groups for all subscriptions: most of these have most of them not.
    const listed = await tolerate(scope, rule.resourceGroups.length > 0 ? unlessMissing(list) : list);
    return listed.filter((account) => isWanted(account, rule));
  });
  const models = await inTurns(accounts.slice(0, resourceLimit), async (account) => {
    const path = encodeURI(account.id);
    const query = `api-version=${accountsVersion}`;
    const deployments = await tolerate(account.id, arm.list(`${path}/deployments?${query}`, Deployment, signal));
    if (deployments.length === 0) return [];
    // Knows more of a model than its deployment does: how long there is. What it fails to say is no gap.
    const catalogue = await unlessRefused(arm.list(`${path}/models?${query}`, CatalogueModel, signal), signal);
    return deployments.flatMap((deployment) => toModel({ deployment, account, catalogue }) ?? []);
  });
  if (accounts.length > resourceLimit || models.length > modelLimit)
    log.warn('discovery-too-much', { resources: accounts.length, models: models.length });
  return { models: models.slice(0, modelLimit), gaps };
}

/** The subscriptions or groups to look in. */
async function scopesOf(arm: ArmClient, rule: DiscoveryRule, signal: AbortSignal): Promise<readonly string[]> {
  const ids = rule.subscriptions.length > 0 ? rule.subscriptions : await subscriptionIds(arm, signal);
  const subscriptions = ids.map((id) => `/subscriptions/${id}`);
  if (rule.resourceGroups.length === 0) return subscriptions;
  return subscriptions.flatMap((subscription) =>
    rule.resourceGroups.map((group) => `${subscription}/resourceGroups/${group}`),
  );
}

async function subscriptionIds(arm: ArmClient, signal: AbortSignal): Promise<readonly string[]> {
  const list = await arm.list(`/subscriptions?api-version=${subscriptionsVersion}`, Subscription, signal);
  return list
    .filter(({ state }) => !/^(disabled|deleted)$/i.test(state))
    .map(({ subscriptionId }) => subscriptionId.toLowerCase());
}

function unlessMissing<Item>(list: Promise<readonly Item[]>): Promise<readonly Item[]> {
  return list.catch((thrown: unknown) => {
    if (toAppError(thrown).code === 'not-found') return [];
    throw thrown;
  });
}

function unlessRefused<Item>(list: Promise<readonly Item[]>, signal: AbortSignal): Promise<readonly Item[]> {
  return list.catch((thrown: unknown) => {
    signal.throwIfAborted();
    if (gapCodes.has(toAppError(thrown).code)) return [];
    throw thrown;
  });
}

/** Some at a time, the results in the items' order; the first failure ends the rest. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: (readonly Result[])[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
    } catch (thrown) {
      queue.length = 0;
      throw thrown;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: parallel }, worker));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results.flat();
}

function isWanted({ kind, name, tags }: Account, rule: DiscoveryRule): boolean {
  if (!accountKinds.has(kind.toLowerCase())) return false;
  if (rule.resources.length > 0 && !rule.resources.includes(name.toLowerCase())) return false;
  const own = new Map(Object.entries(tags ?? {}).map(([tag, value]) => [tag.toLowerCase(), value]));
  return [...rule.tags].every(([tag, value]) => own.get(tag) === value);
}

/** Undefined where it is not ready, or not there to chat with. */
function toModel(options: {
  readonly deployment: Deployment;
  readonly account: Account;
  readonly catalogue: readonly CatalogueModel[];
}): FoundModel | undefined {
  const { account, catalogue } = options;
  const { id, name, properties } = options.deployment;
  const { model, provisioningState, deploymentState, versionUpgradeOption } = properties;
  if (provisioningState !== 'Succeeded' || deploymentState !== 'Running') return undefined;
  const listed = catalogue.find((each) => each.name === model.name && each.version === model.version);
  const said = { ...listed?.capabilities, ...defined(properties.capabilities) };
  if (!chats(model.name, said)) return undefined;
  const { endpoints = {}, endpoint } = account.properties;
  return {
    armId: id,
    resource: account.name,
    location: account.location,
    deployment: name,
    model: model.name,
    version: model.version ?? '',
    addresses: [...endpointNames.map((each) => endpoints[each]), endpoint].filter((address) => address !== undefined),
    api: said.responses === true ? 'responses' : 'auto',
    abilities: { vision: said.vision, reasoning: said.reasoning, tools: said.toolCalling ?? said.functionCalling },
    contextTokens: said.maxContextToken,
    outputTokens: said.maxOutputToken,
    // The others are moved on to the next version by Azure itself.
    retiresOn: versionUpgradeOption === 'NoAutoUpgrade' ? dayOf(listed?.deprecation?.inference) : undefined,
  };
}

/** Azure says whether a model chats; where it says nothing at all, its name decides. */
function chats(model: string, said: Partial<Deployment['properties']['capabilities']>): boolean {
  const family = familyOf(model);
  const isElse = said.realtime === true || said.embeddings === true || said.imageGenerations === true;
  if (family === 'not-for-chat' || isElse) return false;
  if (said.chatCompletion === undefined && said.responses === undefined) return family !== undefined;
  return said.chatCompletion === true || said.responses === true;
}

function defined<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<Value>;
}

function dayOf(time: string | undefined): string | undefined {
  const milliseconds = Date.parse(time ?? '');
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString().slice(0, 10);
}
