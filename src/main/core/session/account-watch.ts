import { AppError, toAppError } from '../../../shared/errors.ts';
import type { AccountTokens } from '../auth/token-source.ts';
import type { Gate } from '../gate/gate.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { Clock, Log } from '../ports.ts';

const minute = 60_000;
/** MSAL renews a token that is good for less than this. */
const renewAhead = 5 * minute;
const shortestWait = minute / 2;

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

  /** Watches until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { tokens, gate, clock, log, onVerdict, onEnded } = this.#options;
    let renew = false;
    try {
      for (;;) {
        try {
          const { expiresAt } = await tokens.idToken({ renew }, signal);
          this.#expiresAt = expiresAt;
          if (renew) {
            this.#renewedAt = clock.now();
            onVerdict(await gate.check(signal));
          }
          renew = true;
        } catch (thrown) {
          signal.throwIfAborted();
          const error = toAppError(thrown);
          log.warn('token-renew-fail', { code: error.code, correlationId: error.correlationId });
          if (endsSignIn(error)) onEnded(error);
          else if (renew) onVerdict(await gate.check(signal));
        }
        await clock.sleep(this.#wait(), signal);
      }
    } catch (thrown) {
      if (!signal.aborted) log.error('account-watch-fault', { code: toAppError(thrown).code });
    }
  }

  #wait(): number {
    const left = (this.#expiresAt ?? 0) - this.#options.clock.now();
    return left > renewAhead ? left - renewAhead : Math.max(left / 2, shortestWait);
  }
}

/** Whether nothing but a sign-in helps: the session was revoked, the account disabled, a policy of the organisation changed. */
export function endsSignIn({ code }: AppError): boolean {
  return code === 'sign-in-required' || code === 'sign-in-refused' || code === 'claims-challenge';
}
