import { AppError } from '../../../shared/errors.ts';
import type { SignInMethod } from '../../../shared/model/account.ts';
import type { SignInProgress } from '../../../shared/model/session.ts';
import type { Identity } from '../auth/identity.ts';
import type { SignedInAccount } from '../auth/token-source.ts';
import type { Policy } from '../policy/policy.ts';
import type { Clock } from '../ports.ts';
import { withDeadline } from './with-deadline.ts';

/** A wish of the window to sign in. */
export interface SignInWish {
  /** Of a tenant that a further account is added of; the account of now signs in again if left out. */
  readonly tenantId?: string | undefined;
  readonly method?: SignInMethod | undefined;
  /** `discovery` asks for the leave to look for models in Azure. */
  readonly purpose?: 'discovery' | undefined;
  /** Nobody has clicked: the first start goes straight to Microsoft's page. */
  readonly automatic?: boolean | undefined;
}

/** What an attempt stands on. */
export interface SignInAttemptOptions {
  readonly wish: SignInWish;
  readonly policy: Policy;
  readonly identity: Identity;
  readonly clock: Clock;
  /** The account in use, if any. */
  readonly inUse: SignedInAccount | undefined;
  readonly onProgress: () => void;
}

/** One time that a person is asked to sign in: how it goes on, and its two ends before success, cancel and deadline. */
export class SignInAttempt {
  readonly #options: SignInAttemptOptions;
  readonly #cancel = new AbortController();
  #progress: SignInProgress;
  #link: string | undefined;

  constructor(options: SignInAttemptOptions) {
    const { clock, policy } = options;
    this.#options = options;
    const deadline = clock.now() + policy.signInTimeoutMilliseconds;
    this.#progress = { method: options.wish.method ?? 'browser', deadline, linkReady: false, deviceCode: null };
  }

  get progress(): SignInProgress {
    return this.#progress;
  }

  /** The address of the sign-in page, while there is one. */
  get link(): string | undefined {
    return this.#link;
  }

  get isCancelled(): boolean {
    return this.#cancel.signal.aborted;
  }

  cancel(): void {
    this.#cancel.abort(new AppError('sign-in-cancelled'));
  }

  /** @throws AppError; the reason of the signal, of the cancel, or `sign-in-timed-out` */
  run(signal: AbortSignal): Promise<SignedInAccount> {
    const { wish, policy, identity, clock, inUse } = this.#options;
    const isFurther = wish.tenantId !== undefined;
    return withDeadline({
      run: (ending) =>
        identity.signIn(
          {
            account: isFurther ? undefined : inUse,
            directoryKey: wish.tenantId,
            method: wish.method,
            resource: wish.purpose === 'discovery' && !isFurther ? 'arm' : undefined,
            // Where the account is known, and where nobody has asked yet, Microsoft's page goes on by itself.
            chooseAccount: isFurther || (inUse === undefined && wish.automatic !== true),
            onMethod: (method) => {
              this.#link = undefined;
              this.#tell({ method, linkReady: false, deviceCode: null });
            },
            events: {
              onLink: (link) => {
                this.#link = link;
                this.#tell({ linkReady: true });
              },
              onDeviceCode: (deviceCode) => this.#tell({ deviceCode }),
            },
          },
          ending,
        ),
      cancel: AbortSignal.any([signal, this.#cancel.signal]),
      clock,
      milliseconds: policy.signInTimeoutMilliseconds,
    });
  }

  #tell(progress: Partial<SignInProgress>): void {
    this.#progress = { ...this.#progress, ...progress };
    this.#options.onProgress();
  }
}
