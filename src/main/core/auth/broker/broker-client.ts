import type { AccountInfo, AuthenticationResult, INativeBrokerPlugin } from '@azure/msal-node';
import { z } from 'zod';
import type { AppError } from '../../../../shared/errors.ts';
import type { Clock, Log, ProcessHost } from '../../ports.ts';
import { addClientCapabilities } from './broker-claims.ts';
import { BrokerConnection } from './broker-connection.ts';
import { BrokerUnavailableError } from './broker-error.ts';
import { type BrokerVerdict, windowTimedOut } from './broker-verdict.ts';
import { BrokerAccount, type BrokerCommand, BrokerProbe, BrokerToken, BrokerTokenRequest } from './protocol.ts';

type TokenRequest = Parameters<INativeBrokerPlugin['acquireTokenSilent']>[0];
type SignOutRequest = Parameters<INativeBrokerPlugin['signOut']>[0];

/** What policy says of the broker: `required` asks it even after it hung, since there is no other way. */
export type BrokerMode = 'auto' | 'required' | 'off';

/** Whether the broker is used and why, for diagnostics. */
export interface BrokerStatus {
  readonly state: 'available' | 'unavailable' | 'tripped' | 'off';
  /** A code, `library-not-loaded`, `silent-deadline`. */
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What a broker client stands on. */
export interface BrokerClientOptions {
  readonly mode: BrokerMode;
  readonly processHost: ProcessHost;
  readonly verdict: BrokerVerdict;
  /** `cp1`; MSAL leaves them out of what it asks a broker for. */
  readonly clientCapabilities: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The operating system's broker as MSAL's plugin, in a process that may hang or die without harm. Hand it to MSAL only
 * where `probe` says `available`: MSAL asks nothing else once it has a broker, and never falls back by itself.
 * Source: https://learn.microsoft.com/entra/msal/javascript/node/brokering
 */
export class BrokerClient implements INativeBrokerPlugin {
  readonly #options: BrokerClientOptions;
  readonly #connection: BrokerConnection;
  #status: BrokerStatus;
  #probing: Promise<BrokerStatus> | undefined;
  /** Resolves when what happened last is remembered. */
  #remembered: Promise<void> = Promise.resolve();

  constructor(options: BrokerClientOptions) {
    const { mode, processHost, clock, log } = options;
    this.#options = options;
    const [state, reason] = mode === 'off' ? (['off', 'policy'] as const) : (['unavailable', 'not-probed'] as const);
    this.#status = { state, reason, since: clock.now() };
    const onBroken = (broken: string) => this.#trip(broken);
    this.#connection = new BrokerConnection({ processHost, clock, log, onBroken });
  }

  /** Whether the broker may be asked; it is looked at once, and left alone while an earlier hang or crash is remembered. */
  probe(): Promise<BrokerStatus> {
    this.#probing ??= this.#probe();
    return this.#probing;
  }

  /** What is known now, for diagnostics. */
  get status(): BrokerStatus {
    return this.#status;
  }

  /**
   * Where policy requires the broker, one that has hung is asked again, since MSAL would go to the browser instead. One whose
   * window timed out is asked for what shows none: the person may just have been elsewhere, and its accounts need it.
   */
  get isBrokerAvailable(): boolean {
    const { state, reason } = this.#status;
    return this.#mayShowWindow || (state === 'tripped' && reason === windowTimedOut);
  }

  get #mayShowWindow(): boolean {
    const { state } = this.#status;
    return state === 'available' || (state === 'tripped' && this.#options.mode === 'required');
  }

  /** SECURITY: the broker's own log names people and may hold more, so it is not taken over. */
  setLogger(): void {}

  async getAccountById(accountId: string, correlationId: string): Promise<AccountInfo> {
    return accountInfo(await this.#ask({ method: 'account', accountId, correlationId }, BrokerAccount));
  }

  async getAllAccounts(clientId: string, correlationId: string): Promise<AccountInfo[]> {
    const accounts = await this.#ask({ method: 'accounts', clientId, correlationId }, z.array(BrokerAccount));
    return accounts.map(accountInfo);
  }

  async acquireTokenSilent(request: TokenRequest): Promise<AuthenticationResult> {
    return this.#acquireToken({ method: 'silent', request: this.#describe(request) });
  }

  /** Waits for the person for as long as it takes: `cancelInteractive` is its end. */
  async acquireTokenInteractive(request: TokenRequest, windowHandle?: Buffer): Promise<AuthenticationResult> {
    return this.#acquireToken({ method: 'interactive', request: this.#describe(request), windowHandle });
  }

  async signOut({ clientId, accountId, correlationId }: SignOutRequest): Promise<void> {
    await this.#ask({ method: 'sign-out', clientId, accountId, correlationId }, z.unknown());
  }

  /**
   * Ends the broker's window for good, which MSAL's interface can't: its process is killed, and whoever waits for the window
   * is rejected with the reason. After `sign-in-timed-out` no other window is opened for a while.
   */
  cancelInteractive(reason: AppError): void {
    const wasOpen = this.#connection.cancelInteractive(reason);
    if (!wasOpen || reason.code !== 'sign-in-timed-out') return;
    this.#options.log.warn('broker-window-timed-out');
    this.#trip(windowTimedOut);
  }

  /** Ends the process and everybody's wait, for good; resolves when what is to be remembered is on disk. */
  async close(): Promise<void> {
    this.#connection.close();
    await this.#remembered;
  }

  async #probe(): Promise<BrokerStatus> {
    const { mode, verdict, log } = this.#options;
    if (mode === 'off') return this.#status;
    const trip = mode === 'auto' ? await verdict.holding() : undefined;
    if (trip === undefined) await this.#lookAtBroker();
    else this.#status = { state: 'tripped', reason: trip.reason, since: trip.since };
    log.info('broker-probe', { state: this.#status.state, reason: this.#status.reason });
    return this.#status;
  }

  async #lookAtBroker(): Promise<void> {
    try {
      const { available, reason } = BrokerProbe.parse(await this.#connection.request({ method: 'probe' }));
      this.#become(available ? 'available' : 'unavailable', reason);
      if (!available) this.#connection.stop(reason);
    } catch (thrown) {
      // What went wrong is the status by now.
      if (!(thrown instanceof BrokerUnavailableError)) throw thrown;
    }
  }

  async #acquireToken(command: BrokerCommand): Promise<AuthenticationResult> {
    const { account, expiresOn, ...token } = await this.#ask(command, BrokerToken);
    // A token that came without a window says nothing of the windows.
    if (command.method === 'interactive' || this.#mayShowWindow) {
      if (this.#status.state === 'tripped') this.#become('available', 'answered');
      this.#remembered = this.#options.verdict.clear();
    }
    return {
      ...token,
      account: accountInfo(account),
      expiresOn: expiresOn === null ? null : new Date(expiresOn),
      fromPlatformBroker: true,
    };
  }

  async #ask<Schema extends z.ZodType>(command: BrokerCommand, answer: Schema): Promise<z.infer<Schema>> {
    const isAsked = command.method === 'interactive' ? this.#mayShowWindow : this.isBrokerAvailable;
    if (!isAsked) throw new BrokerUnavailableError(this.#status.reason);
    const parsed = answer.safeParse(await this.#connection.request(command));
    if (parsed.success) return parsed.data;
    const reason = `${command.method}-bad-answer`;
    this.#connection.breakOff(reason);
    throw new BrokerUnavailableError(reason);
  }

  #describe(request: TokenRequest): BrokerTokenRequest {
    const claims = addClientCapabilities(request.claims, this.#options.clientCapabilities);
    // Only what a broker reads goes over: what MSAL passes along besides has to survive no copy.
    return BrokerTokenRequest.parse({ ...request, claims });
  }

  #trip(reason: string): void {
    this.#become('tripped', reason);
    this.#remembered = this.#options.verdict.trip(reason);
  }

  #become(state: BrokerStatus['state'], reason: string): void {
    this.#status = { state, reason, since: this.#options.clock.now() };
  }
}

function accountInfo(account: BrokerAccount): AccountInfo {
  // The types differ only in what MSAL knows of single claims.
  return account as AccountInfo;
}
