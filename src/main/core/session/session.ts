import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { AppInfo, SessionState } from '../../../shared/model/session.ts';
import { MsalTokenSource } from '../auth/msal-token-source.ts';
import type { SignedInAccount, TokenSource } from '../auth/token-source.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Policy } from '../policy/schema.ts';
import type { Ports, SecretBoxStatus } from '../ports.ts';
import { toAccount, Workspace } from './workspace.ts';

/** What is known once policy and vault have been found good. */
interface Ground {
  readonly policy: Policy;
  readonly vault: SecretBoxStatus;
  readonly tokens: TokenSource;
}

/** Where the person stands with Parley, and the steps between: the one owner of policy, account and workspace. */
export class Session {
  readonly #ports: Ports;
  readonly #emit: ParleyEmit;
  readonly #closed = new AbortController();
  #state: SessionState = { kind: 'starting' };
  #ground: Ground | undefined;
  #workspace: Workspace | undefined;
  #signIn: AbortController | undefined;
  #profile: Promise<void> = Promise.resolve();

  constructor(ports: Ports, emit: ParleyEmit) {
    this.#ports = ports;
    this.#emit = emit;
  }

  get state(): SessionState {
    return this.#state;
  }

  get info(): AppInfo {
    const { version, platform } = this.#ports.app;
    return {
      version,
      platform,
      organisationName: this.#ground?.policy.organisationName ?? '',
      notice: this.#ground?.policy.notice ?? '',
      unprotectedStorage: this.#ground?.vault === 'plain',
    };
  }

  /** @throws AppError `sign-in-required` */
  get workspace(): Workspace {
    if (this.#workspace === undefined) throw new AppError('sign-in-required');
    return this.#workspace;
  }

  /** Reads policy, opens the vault and goes on with the account that is remembered. Failures become the state. */
  async start(): Promise<void> {
    this.#enter({ kind: 'starting' });
    try {
      this.#ground = await this.#prepare();
      this.#emit('app.infoChanged', this.info);
      const account = await this.#ground.tokens.account();
      if (account === undefined) this.#enter({ kind: 'signed-out', error: null });
      else await this.#open(account, this.#ground);
    } catch (thrown) {
      this.#block(thrown);
    }
  }

  /** Leaves `blocked`, if what blocked is gone. */
  async retry(): Promise<void> {
    if (this.#state.kind === 'blocked') await this.start();
  }

  /** Signs in through the browser. Single: a second call while one waits changes nothing. */
  async signIn(): Promise<void> {
    const ground = this.#ground;
    if (ground === undefined || this.#signIn !== undefined) return;
    const { clock } = this.#ports;
    const cancel = new AbortController();
    this.#signIn = cancel;
    const before = this.#state;
    this.#enter({ kind: 'signing-in', deadline: clock.now() + ground.policy.signInTimeoutMilliseconds });
    try {
      const account = await withDeadline({
        run: (signal) => ground.tokens.signIn(signal),
        cancel: AbortSignal.any([cancel.signal, this.#closed.signal]),
        clock,
        milliseconds: ground.policy.signInTimeoutMilliseconds,
      });
      await this.#open(account, ground);
    } catch (thrown) {
      this.#endSignIn(before, toAppError(thrown));
    } finally {
      this.#signIn = undefined;
    }
  }

  cancelSignIn(): void {
    this.#signIn?.abort(new AppError('sign-in-cancelled'));
  }

  copySignInLink(): void {
    const link = this.#ground?.tokens.signInLink();
    if (link !== undefined) this.#ports.writeClipboard(link);
  }

  /** Ends every turn, closes the history and forgets every token. */
  async signOut(): Promise<void> {
    this.cancelSignIn();
    await this.#closeWorkspace('stopped');
    try {
      await this.#ground?.tokens.signOut();
    } catch (thrown) {
      this.#enter({ kind: 'signed-out', error: toAppError(thrown).toData() });
      throw thrown;
    }
    this.#enter({ kind: 'signed-out', error: null });
  }

  /** Ends what runs; what has arrived is kept. */
  async close(): Promise<void> {
    this.#closed.abort(new AppError('sign-in-cancelled'));
    await this.#closeWorkspace('interrupted');
  }

  async #prepare(): Promise<Ground> {
    const policy = await readPolicy(this.#ports.policySources);
    const vault = await this.#ports.secretBox.prepare(policy.allowPlainStorage);
    if (vault === 'unavailable') throw new AppError('vault-unavailable');
    return { policy, vault, tokens: new MsalTokenSource(policy, this.#ports) };
  }

  async #open(account: SignedInAccount, { policy, tokens }: Ground): Promise<void> {
    if (this.#workspace?.accountId !== account.id) {
      await this.#closeWorkspace('stopped');
      const onHistoryChange = () => void this.#tellHistory();
      try {
        this.#workspace = await Workspace.open({ ports: this.#ports, policy, tokens, account, onHistoryChange });
      } catch (thrown) {
        this.#block(thrown);
        return;
      }
    }
    this.#enterSignedIn(toAccount(account, policy), policy);
    this.#profile = this.#readProfile(account, policy);
  }

  /** The directory knows the given name; what it fails to say is no reason to stop anybody. */
  async #readProfile(account: SignedInAccount, policy: Policy): Promise<void> {
    const workspace = this.#workspace;
    if (workspace === undefined) return;
    try {
      const profile = await workspace.graph.profile(AbortSignal.any([this.#closed.signal, workspace.closed]));
      if (workspace !== this.#workspace || this.#state.kind !== 'signed-in') return;
      const known = toAccount(account, policy);
      const name = profile.displayName ?? known.name;
      this.#enterSignedIn({ ...known, name, givenName: profile.givenName ?? known.givenName }, policy);
    } catch (thrown) {
      this.#ports.log.warn('profile-fail', { code: toAppError(thrown).code });
    }
  }

  #enterSignedIn(account: Account, policy: Policy): void {
    const deployments = policy.deployments.map(({ id, displayName, description }) => ({
      id,
      displayName,
      description,
    }));
    this.#enter({ kind: 'signed-in', account, deployments });
  }

  /** A person who was signed in when the sign-in was called off still is. */
  #endSignIn(before: SessionState, error: AppError): void {
    this.#ports.log.warn('sign-in-fail', { code: error.code, correlationId: error.correlationId, ...error.fields });
    if (before.kind === 'signed-in' && this.#workspace !== undefined) this.#enter(before);
    else this.#enter({ kind: 'signed-out', error: error.code === 'sign-in-cancelled' ? null : error.toData() });
  }

  async #tellHistory(): Promise<void> {
    try {
      const conversations = await this.#workspace?.conversations();
      if (conversations !== undefined) this.#emit('history.changed', conversations);
    } catch (thrown) {
      this.#ports.log.warn('history-list-fail', { code: toAppError(thrown).code });
    }
  }

  async #closeWorkspace(reason: 'stopped' | 'interrupted'): Promise<void> {
    const workspace = this.#workspace;
    this.#workspace = undefined;
    await workspace?.close(reason);
    await this.#profile;
  }

  #block(thrown: unknown): void {
    const error = toAppError(thrown);
    this.#ports.log.error('session-block', { code: error.code, correlationId: error.correlationId, ...error.fields });
    this.#enter({ kind: 'blocked', error: error.toData() });
  }

  #enter(state: SessionState): void {
    this.#state = state;
    this.#emit('session.changed', state);
  }
}

/** Runs something that a person can cancel and that time ends. */
async function withDeadline<Value>(options: {
  readonly run: (signal: AbortSignal) => Promise<Value>;
  readonly cancel: AbortSignal;
  readonly clock: Ports['clock'];
  readonly milliseconds: number;
}): Promise<Value> {
  const timeout = new AbortController();
  const done = new AbortController();
  void options.clock.sleep(options.milliseconds, done.signal).then(
    () => timeout.abort(new AppError('sign-in-timed-out')),
    () => {},
  );
  try {
    return await options.run(AbortSignal.any([options.cancel, timeout.signal]));
  } finally {
    done.abort();
  }
}
