import { AppError, toAppError } from '../../../shared/errors.ts';
import type { AccountTokens } from '../auth/token-source.ts';
import type { Gate } from '../gate/gate.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { Clock, Log } from '../ports.ts';

const minute = 60_000;
/** MSAL renews a token that is good for less than this. */
const renewAhead = 5 * minute;
const shortestWait = minute / 2;
const longestWaitAfterFailure = 15 * minute;
const longestSlice = 5 * minute;

/** What a watch stands on. */
export interface AccountWatchOptions {
  readonly tokens: AccountTokens;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly log: Log;
  /** Told every verdict after the first, and that the organisation has ended the sign-in. */
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onEnded: (error: AppError) => void;
}

/** Renews an account's tokens ahead of their end for as long as it is in use, and has the gate look again each time. */
export class AccountWatch {
  readonly #options: AccountWatchOptions;
  #expiresAt: number | null = null;
  #renewedAt: number | null = null;
  /** When what the gate remembers no longer counts. */
  #graceEnds: number | null = null;

  constructor(options: AccountWatchOptions) {
    this.#options = options;
  }

  /** Milliseconds since the epoch; null while it is not known. */
  get expiresAt(): number | null {
    return this.#expiresAt;
  }

  get renewedAt(): number | null {
    return this.#renewedAt;
  }

  /**
   * Watches until the signal is aborted; never rejects.
   * @param graceEnds when an earlier verdict ends to count, where the gate could not look just now; then it is asked soon
   */
  async run(graceEnds: number | null, signal: AbortSignal): Promise<void> {
    const { log } = this.#options;
    this.#graceEnds = graceEnds;
    let failures = 0;
    try {
      for (let isFirst = true; ; isFirst = false) {
        const isRenewed = await this.#renew(isFirst, signal);
        failures = isRenewed && this.#graceEnds === null ? 0 : failures + 1;
        await this.#sleepUntil(this.#nextTime(failures), signal);
      }
    } catch (thrown) {
      if (!signal.aborted) log.error('account-watch-fault', { code: toAppError(thrown).code });
    }
  }

  /** One look at the tokens, and at the gate wherever that may say something new. Resolves to whether tokens are good. */
  async #renew(isFirst: boolean, signal: AbortSignal): Promise<boolean> {
    const { tokens, clock, log, onEnded } = this.#options;
    try {
      // At first the gate has just looked, and the tokens of the cache do unless they are about to end.
      const { expiresAt } = await tokens.idToken({ renew: !isFirst }, signal);
      this.#expiresAt = expiresAt;
      if (isFirst) return true;
      this.#renewedAt = clock.now();
      await this.#checkGate(signal);
      return true;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = toAppError(thrown);
      log.warn('token-renew-fail', { code: error.code, correlationId: error.correlationId });
      if (endsSignIn(error)) onEnded(error);
      else await this.#checkGate(signal);
      return false;
    }
  }

  async #checkGate(signal: AbortSignal): Promise<void> {
    const verdict = await this.#options.gate.check(signal);
    this.#graceEnds = verdict.kind === 'could-not-check' ? (verdict.remembered?.allowedUntil ?? null) : null;
    this.#options.onVerdict(verdict);
  }

  #nextTime(failures: number): number {
    const now = this.#options.clock.now();
    const left = (this.#expiresAt ?? 0) - now;
    const usual = left > renewAhead ? left - renewAhead : Math.max(left / 2, shortestWait);
    const wait = failures === 0 ? usual : Math.min(shortestWait * 2 ** (failures - 1), longestWaitAfterFailure);
    return Math.min(now + wait, this.#graceEnds ?? Number.POSITIVE_INFINITY);
  }

  /** In slices: a computer that slept wakes late, a clock may be set, and a timer holds no more than 24 days. */
  async #sleepUntil(time: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    do {
      await clock.sleep(Math.min(Math.max(time - clock.now(), 1000), longestSlice), signal);
    } while (clock.now() < time);
  }
}

/** Whether nothing but a sign-in helps: the session was revoked, the account disabled, a policy of the organisation changed. */
export function endsSignIn({ code, fields }: Pick<AppError, 'code' | 'fields'>): boolean {
  // A broker that does not answer says nothing of the person.
  if (fields['reason'] === 'broker_unavailable') return false;
  return code === 'sign-in-required' || code === 'sign-in-refused' || code === 'claims-challenge';
}

/** Whether the directory has said that the account itself is no more: disabled, deleted, or out of this tenant. */
export function isGone({ fields }: Pick<AppError, 'fields'>): boolean {
  return typeof fields['aadsts'] === 'string' && /AADSTS(50057|50034|51004|500011|50020)\b/.test(fields['aadsts']);
}
