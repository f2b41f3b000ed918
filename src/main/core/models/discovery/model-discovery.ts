import path from 'node:path';
import { z } from 'zod';
import { AppError, type ErrorCode, toAppError } from '../../../../shared/errors.ts';
import type { Discovery } from '../../../../shared/model/deployment.ts';
import type { AccountTokens } from '../../auth/token-source.ts';
import type { DeploymentSettings, Directory } from '../../policy/policy.ts';
import type { DiscoveryRule } from '../../policy/discovery.ts';
import type { Ports } from '../../ports.ts';
import { SealedJson } from '../../sealed-json.ts';
import { shortHash } from '../../short-hash.ts';
import { findModels, type FoundModels } from './find-models.ts';
import { FoundModel, offeredModels } from './found-model.ts';

/** What the search for an account's models stands on. */
export interface ModelDiscoveryOptions {
  readonly ports: Pick<Ports, 'clock' | 'fetch' | 'log' | 'secretBox'>;
  readonly directory: Pick<Directory, 'cloud' | 'deployments'>;
  readonly rule: DiscoveryRule;
  /** Azure Resource Manager's origin in the directory's cloud. */
  readonly origin: string;
  readonly tokens: Pick<AccountTokens, 'token'>;
  /** Whether the person's roles let them use what is found; otherwise nobody looks. */
  readonly isAllowed: () => boolean;
  /** Where the found models are remembered; absolute path. */
  readonly file: string;
  /** Called when the search stands otherwise than before, or has found something else. */
  readonly onChange: () => void;
}

const minute = 60_000;
const day = 24 * 60 * minute;
const pause = 4 * 60 * minute;
const pauseAfterFailure = 5 * minute;
const longestPauseAfterFailure = 60 * minute;
/** A computer that slept wakes late, and a clock may be set. */
const longestSlice = 5 * minute;
const deadline = 3 * minute;
const goneKeptFor = 90 * day;
const rememberedLimit = 1500;

const Remembered = z.object({
  /** Of what policy says where to look: what was found by another rule counts no longer. */
  rule: z.string(),
  models: z.array(FoundModel).max(rememberedLimit),
});

/** What only the person can mend, by signing in once more for this. */
const personCodes: ReadonlySet<ErrorCode> = new Set([
  'sign-in-required',
  'claims-challenge',
  'consent-required',
  'consent-admin',
]);

/** Finds an account's models in Azure, again and again, and remembers them: they are offered at once, and offline too. */
export class ModelDiscovery {
  readonly #options: ModelDiscoveryOptions;
  readonly #file: SealedJson<z.infer<typeof Remembered>>;
  readonly #rule: string;
  #models: readonly FoundModel[] = [];
  #deployments: readonly DeploymentSettings[] = [];
  #state: Discovery = { kind: 'looking' };
  /** Whether somebody wants a search that has not begun yet. */
  #isWanted = false;
  /** Ends the pause between two searches. */
  #wake: () => void = () => undefined;

  constructor(options: ModelDiscoveryOptions) {
    const { file, ports, rule, origin } = options;
    this.#options = options;
    this.#file = new SealedJson({ file, schema: Remembered, ports });
    this.#rule = shortHash(JSON.stringify([origin, { ...rule, tags: [...rule.tags] }]));
  }

  get state(): Discovery {
    return this.#state;
  }

  /** The models that were found, and those that are gone, for the conversations that have them. */
  get deployments(): readonly DeploymentSettings[] {
    return this.#options.isAllowed() ? this.#deployments : [];
  }

  /** Recalls what was found the last time. */
  async load(): Promise<void> {
    const remembered = await this.#file.read();
    if (remembered?.rule === this.#rule) this.#take(remembered.models);
  }

  /** Looks now; once more, where it is looking. */
  look(): void {
    this.#isWanted = true;
    this.#wake();
  }

  /** To be called when the person has signed in once more. */
  signedInAgain(): void {
    if (this.#state.kind === 'permission-needed' || this.#state.kind === 'failed') this.look();
  }

  /** Looks at once and every few hours until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      this.#isWanted = false;
      if (this.#options.isAllowed()) await this.#search(signal);
      else this.#enter({ kind: 'off' });
      failures = this.#state.kind === 'failed' ? failures + 1 : 0;
      const wait = failures === 0 ? pause : Math.min(pauseAfterFailure * 2 ** (failures - 1), longestPauseAfterFailure);
      await this.#rest(wait, signal);
    }
  }

  async #search(signal: AbortSignal): Promise<void> {
    const { ports, rule, origin, tokens } = this.#options;
    const { clock, log } = ports;
    const started = clock.now();
    const done = new AbortController();
    const late = new AbortController();
    void clock.sleep(deadline, done.signal).then(
      () => late.abort(new AppError('network-unreachable', { fields: { reason: 'TIMED_OUT' } })),
      () => {},
    );
    this.#enter({ kind: 'looking' });
    try {
      const found = await findModels({ ...ports, origin, tokens, rule }, AbortSignal.any([signal, late.signal]));
      this.#take(afterSearch(this.#models, found, clock.now()));
      await this.#file.remember({ rule: this.#rule, models: [...this.#models] });
      signal.throwIfAborted();
      const { models, gaps } = found;
      log.info('discovery-end', {
        models: models.length,
        offered: this.#deployments.length,
        gaps: gaps.length,
        code: gaps[0]?.code,
        milliseconds: clock.now() - started,
      });
      this.#enter({ kind: 'looked', at: clock.now(), gaps: gaps.length });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toAppError(thrown);
      log.warn('discovery-fail', { code: error.code, correlationId: error.correlationId });
      this.#enter(isForPerson(error) ? { kind: 'permission-needed' } : { kind: 'failed', error: error.toData() });
    } finally {
      done.abort();
    }
  }

  async #rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.ports;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const until = clock.now() + milliseconds;
    const end = AbortSignal.any([signal, woken.signal]);
    while (!end.aborted && !this.#isWanted && clock.now() < until) {
      await clock.sleep(Math.min(until - clock.now(), longestSlice), end).catch(() => {});
    }
    this.#wake = () => undefined;
  }

  #take(models: readonly FoundModel[]): void {
    const { cloud, deployments: listed } = this.#options.directory;
    this.#models = models;
    this.#deployments = offeredModels(models, { cloud, listed });
  }

  #enter(state: Discovery): void {
    this.#state = state;
    this.#options.onChange();
  }
}

/** The search for an account's models; undefined where policy has none. */
export function createDiscovery(
  options: Omit<ModelDiscoveryOptions, 'rule' | 'origin' | 'file'> & {
    readonly directory: Pick<Directory, 'cloud' | 'deployments' | 'discovery'>;
    /** Absolute path of the account's. */
    readonly folder: string;
  },
): ModelDiscovery | undefined {
  const { directory, folder } = options;
  const { discovery: rule, cloud } = directory;
  if (rule === undefined || cloud.armOrigin === undefined) return undefined;
  return new ModelDiscovery({ ...options, rule, origin: cloud.armOrigin, file: path.join(folder, 'found-models') });
}

/**
 * What is known after a search: what was found, and what was known before and is gone, for a while; where nobody could look,
 * what was known stays as it is.
 */
function afterSearch(before: readonly FoundModel[], { models, gaps }: FoundModels, now: number): FoundModel[] {
  const ids = new Set(models.map(({ armId }) => armId.toLowerCase()));
  const missing = before
    .filter(({ armId }) => !ids.has(armId.toLowerCase()))
    .map((model) => {
      const isUnseen = gaps.some(({ scope }) => model.armId.toLowerCase().startsWith(`${scope}/`));
      return isUnseen ? model : gone(model, now);
    })
    .filter(({ goneSince = now }) => now - goneSince < goneKeptFor);
  return [...models, ...missing].slice(0, rememberedLimit);
}

function gone(model: FoundModel, now: number): FoundModel {
  return { ...model, goneSince: model.goneSince ?? now };
}

function isForPerson({ code, fields }: AppError): boolean {
  // A broker that does not answer says nothing of the person.
  return personCodes.has(code) && fields['reason'] !== 'broker_unavailable';
}
