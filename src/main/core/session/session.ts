import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { Account, AccountHealth, SignInMethod } from '../../../shared/model/account.ts';
import type { AppInfo, SessionState, SignInProgress } from '../../../shared/model/session.ts';
import { Identity } from '../auth/identity.ts';
import type { SignedInAccount } from '../auth/token-source.ts';
import type { StopReason } from '../chat/turn.ts';
import type { Verdict } from '../gate/verdict.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { Ports, SecretBoxStatus } from '../ports.ts';
import { Sequence } from '../sequence.ts';
import { PresentAccount } from './present-account.ts';
import { toAccount, toTenants } from './views.ts';
import { withDeadline } from './with-deadline.ts';
import type { Workspace } from './workspace.ts';

/** What is known once policy and vault have been found good. */
interface Ground {
  readonly policy: Policy;
  readonly vault: SecretBoxStatus;
  readonly identity: Identity;
}

/** A wish of the window to sign in. */
export interface SignInWish {
  /** Of a tenant that a further account is added of; the account of now signs in again if left out. */
  readonly tenantId?: string | undefined;
  readonly method?: SignInMethod | undefined;
}

/**
 * Where the person stands with Parley, and the steps between: the one owner of policy, account and workspace. One step is
 * under way at a time; a new one calls it off and begins when it has ended.
 */
export class Session {
  readonly #ports: Ports;
  readonly #emit: ParleyEmit;
  readonly #steps = new Sequence();
  #state: SessionState = { kind: 'starting' };
  #ground: Ground | undefined;
  #present: PresentAccount | undefined;
  /** Set while a person can cancel. */
  #signIn: AbortController | undefined;
  #progress: SignInProgress | null = null;
  /** Why the last sign-in failed. */
  #failure: AppError | undefined;
  #signInLink: string | undefined;

  constructor(ports: Ports, emit: ParleyEmit) {
    this.#ports = ports;
    this.#emit = emit;
  }

  get state(): SessionState {
    return this.#state;
  }

  get info(): AppInfo {
    const { version, platform } = this.#ports.app;
    const { policy, vault } = this.#ground ?? {};
    return {
      version,
      platform,
      organisationName: policy?.organisationName ?? '',
      notice: policy?.notice ?? '',
      unprotectedStorage: vault === 'plain',
      tenants: policy === undefined ? [] : toTenants(policy),
      otherMethods: policy === undefined ? [] : otherMethods(policy),
      supportEmail: policy?.supportEmail ?? '',
      supportUrl: policy?.supportUrl ?? '',
    };
  }

  /** @throws AppError `sign-in-required` */
  get workspace(): Workspace {
    const workspace = this.#present?.workspace;
    if (workspace === undefined) throw new AppError('sign-in-required');
    return workspace;
  }

  /** @throws AppError `sign-in-required` */
  get health(): AccountHealth {
    const { ground, present } = this.#inUse();
    const { watch, evidence, workspace, signedIn } = present;
    return {
      method: ground.identity.methodOf(signedIn),
      roles: workspace?.access.roles ?? [],
      evidence,
      expiresAt: watch.expiresAt,
      renewedAt: watch.renewedAt,
      broker: ground.identity.brokerStatus,
    };
  }

  /** Reads policy, opens the vault and goes on with the account that is remembered. Failures become the state. */
  start(): Promise<void> {
    return this.#steps.begin(async (signal) => {
      this.#enter({ kind: 'starting' });
      try {
        await this.#ground?.identity.close();
        const { ground, isFirst } = await this.#prepare();
        this.#ground = ground;
        this.#emit('app.infoChanged', this.info);
        const account = ground.identity.active ?? (await ground.identity.signInSilently(signal));
        signal.throwIfAborted();
        if (account !== undefined) await this.#use(account, ground, signal);
        else if (isFirst && ground.policy.autoSignIn) await this.#askToSignIn({}, ground, signal);
        else this.#show();
      } catch (thrown) {
        if (!signal.aborted) this.#block(thrown);
      }
    });
  }

  /** Leaves `blocked`, if what blocked is gone. */
  async retry(): Promise<void> {
    if (this.#state.kind === 'blocked') await this.start();
  }

  /** Asks the person to sign in. Single: a second call while one waits changes nothing. */
  async signIn(wish: SignInWish = {}): Promise<void> {
    const ground = this.#ground;
    const isWaiting = this.#signIn?.signal.aborted === false;
    if (ground === undefined || isWaiting || this.#state.kind === 'starting' || this.#state.kind === 'blocked') return;
    const cancel = new AbortController();
    this.#signIn = cancel;
    await this.#steps.begin((signal) => this.#askToSignIn(wish, ground, signal, cancel));
  }

  cancelSignIn(): void {
    this.#signIn?.abort(new AppError('sign-in-cancelled'));
  }

  copySignInLink(): void {
    if (this.#signInLink !== undefined) this.#ports.writeClipboard(this.#signInLink);
  }

  /** Goes on with another account that is signed in. @throws AppError `sign-in-required` */
  async switchAccount(accountId: string): Promise<void> {
    const ground = this.#ground;
    const account = ground?.identity.accounts.find(({ id }) => id === accountId);
    if (ground === undefined || account === undefined) throw new AppError('sign-in-required');
    await this.#steps.begin(async (signal) => {
      await ground.identity.activate(account);
      await this.#use(account, ground, signal);
    });
  }

  /** Asks the gate again, with new tokens where they can be had, and does what it says. */
  async checkAccess(): Promise<void> {
    const { ground, present } = this.#inUse();
    await this.#steps.begin(async (signal) => {
      await present.tokens.idToken({ renew: true }, signal).catch((thrown: unknown) => {
        this.#ports.log.warn('token-renew-fail', { code: toAppError(thrown).code });
      });
      await this.#use(present.signedIn, ground, signal);
    });
  }

  /** Ends the account's turns, closes its history and forgets its tokens. @throws AppError */
  async signOut(accountId: string, { browser, forget }: { browser: boolean; forget: boolean }): Promise<void> {
    const ground = this.#ground;
    const account = ground?.identity.accounts.find(({ id }) => id === accountId);
    if (ground === undefined || account === undefined) return;
    await this.#steps.begin(async (signal) => {
      const { identity } = ground;
      const page = identity.signOutPage(account);
      const gate = this.#present?.signedIn.id === accountId ? this.#present.gate : undefined;
      if (gate !== undefined) await this.#leave('stopped');
      try {
        await identity.signOut(account, { forget });
        await gate?.forget();
      } catch (thrown) {
        this.#show(toAppError(thrown));
        throw thrown;
      }
      if (browser) await this.#ports.openUrl(page).catch(() => this.#ports.log.warn('sign-out-page-fail'));
      const next = this.#present === undefined ? identity.active : undefined;
      if (next === undefined) this.#show();
      else await this.#use(next, ground, signal);
    });
  }

  /** Keeps the person's API key for a deployment, and lets the turns go on that waited for it. @throws AppError */
  async setKey(deploymentId: string, key: string): Promise<void> {
    await this.workspace.setKey(deploymentId, key);
    this.#show();
  }

  /** Ends what runs; what has arrived is kept. Nothing can be begun any more. */
  close(): Promise<void> {
    return this.#steps.end(async () => {
      await this.#leave('interrupted');
      await this.#ground?.identity.close();
    });
  }

  async #prepare(): Promise<{ ground: Ground; isFirst: boolean }> {
    const policy = await readPolicy(this.#ports.policySources);
    const vault = await this.#ports.secretBox.prepare(policy.allowPlainStorage);
    if (vault === 'unavailable') throw new AppError('vault-unavailable');
    const identity = new Identity(policy, this.#ports);
    const isFirst = !(await identity.load());
    return { ground: { policy, vault, identity }, isFirst };
  }

  async #askToSignIn(
    wish: SignInWish,
    ground: Ground,
    signal: AbortSignal,
    cancel = new AbortController(),
  ): Promise<void> {
    this.#signIn = cancel;
    const { clock } = this.#ports;
    const { policy, identity } = ground;
    const deadline = clock.now() + policy.signInTimeoutMilliseconds;
    const isFurther = wish.tenantId !== undefined;
    const tell = (progress: Partial<SignInProgress>) => {
      const before = this.#progress ?? { method: 'browser' as const, deadline, linkReady: false, deviceCode: null };
      this.#progress = { ...before, ...progress };
      this.#show();
    };
    tell({});
    try {
      const account = await withDeadline({
        run: (ending) =>
          identity.signIn(
            {
              account: isFurther ? undefined : this.#present?.signedIn,
              directoryKey: wish.tenantId,
              method: wish.method,
              // Nobody has been signed in for good yet: where Microsoft's page knows the person, it goes on by itself.
              chooseAccount: isFurther || (this.#present === undefined && !policy.autoSignIn),
              onMethod: (method) => tell({ method, linkReady: false, deviceCode: null }),
              events: {
                onLink: (link) => {
                  this.#signInLink = link;
                  tell({ linkReady: true });
                },
                onDeviceCode: (deviceCode) => tell({ deviceCode }),
              },
            },
            ending,
          ),
        cancel: AbortSignal.any([signal, cancel.signal]),
        clock,
        milliseconds: policy.signInTimeoutMilliseconds,
      });
      this.#endProgress(cancel);
      await this.#use(account, ground, signal);
      this.#present?.workspace?.chat.resume();
    } catch (thrown) {
      this.#endProgress(cancel);
      if (!signal.aborted) this.#refuseSignIn(toAppError(thrown));
    }
  }

  /** From here on there is nothing left to cancel. */
  #endProgress(cancel: AbortController): void {
    if (this.#signIn !== cancel) return;
    this.#signIn = undefined;
    this.#signInLink = undefined;
    this.#progress = null;
  }

  #refuseSignIn(error: AppError): void {
    this.#ports.log.warn('sign-in-fail', { code: error.code, correlationId: error.correlationId, ...error.fields });
    this.#show(error.code === 'sign-in-cancelled' ? undefined : error);
  }

  /** Goes on with an account as far as the gate lets it. Failures become the state. */
  async #use(signedIn: SignedInAccount, ground: Ground, signal: AbortSignal): Promise<void> {
    try {
      if (this.#present?.signedIn.id !== signedIn.id) await this.#leave('stopped');
      signal.throwIfAborted();
      this.#present ??= this.#arrive(signedIn, ground);
      await this.#present.check(signal);
      signal.throwIfAborted();
      this.#show();
    } catch (thrown) {
      if (!signal.aborted) this.#block(thrown);
    }
  }

  #arrive(signedIn: SignedInAccount, { policy, identity }: Ground): PresentAccount {
    const whileHere = (action: () => void) => {
      if (this.#present === present) action();
    };
    const present: PresentAccount = new PresentAccount({
      ports: this.#ports,
      policy,
      identity,
      signedIn,
      events: {
        onVerdict: (verdict) =>
          whileHere(() =>
            this.#own(this.#steps.begin((signal) => this.#change(present, verdict, signal), 'when-idle')),
          ),
        onEnded: (error) => whileHere(() => this.#own(this.#endBy(present, error))),
        onProfile: () => whileHere(() => this.#show(this.#failure)),
        onHistoryChange: () => void this.#tellHistory(),
      },
    });
    return present;
  }

  /** A verdict that comes by itself, while the account is in use. */
  async #change(present: PresentAccount, verdict: Verdict, signal: AbortSignal): Promise<void> {
    if (this.#present !== present) return;
    await present.obey(verdict, signal);
    this.#show(this.#failure);
  }

  /** The organisation has ended the sign-in: where a gate guards, nothing more is shown; otherwise the person is told. */
  async #endBy(present: PresentAccount, error: AppError): Promise<void> {
    if (present.isGuarded) await present.shut({ error: error.toData(), evidence: null });
    this.#show(error);
  }

  /** Tells the window where the person stands: everything it shows is a projection of what is known here. */
  #show(failure?: AppError): void {
    this.#failure = failure;
    const error = failure?.toData() ?? null;
    const present = this.#present;
    const ground = this.#ground;
    const progress = this.#progress;
    const workspace = present?.workspace;
    if (present !== undefined && workspace !== undefined && ground !== undefined) {
      this.#enter({
        kind: 'signed-in',
        account: present.account,
        accounts: accountsOf(ground, present.account),
        deployments: workspace.deployments,
        abilities: [...workspace.access.abilities],
        uncheckedUntil: present.uncheckedUntil,
        signIn: progress,
        error,
      });
    } else if (progress !== null) {
      this.#enter({ kind: 'signing-in', ...progress });
    } else if (present?.lock !== undefined) {
      const { account, lock } = present;
      this.#enter({ kind: 'locked', account, evidence: lock.evidence, error: error ?? lock.error });
    } else {
      this.#enter({ kind: 'signed-out', error });
    }
  }

  async #tellHistory(): Promise<void> {
    try {
      const conversations = await this.#present?.workspace?.conversations();
      if (conversations !== undefined) this.#emit('history.changed', conversations);
    } catch (thrown) {
      this.#ports.log.warn('history-list-fail', { code: toAppError(thrown).code });
    }
  }

  async #leave(reason: StopReason): Promise<void> {
    const present = this.#present;
    this.#present = undefined;
    await present?.leave(reason);
  }

  #own(task: Promise<void>): void {
    task.catch((thrown: unknown) => this.#block(thrown));
  }

  #inUse(): { readonly ground: Ground; readonly present: PresentAccount } {
    if (this.#ground === undefined || this.#present === undefined) throw new AppError('sign-in-required');
    return { ground: this.#ground, present: this.#present };
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

/** What a person may choose besides the usual way. */
function otherMethods({ allowDeviceCode, broker }: Policy): SignInMethod[] {
  return [...(broker === 'auto' ? (['browser'] as const) : []), ...(allowDeviceCode ? (['device-code'] as const) : [])];
}

function accountsOf({ identity, policy }: Ground, inUse: Account): Account[] {
  return identity.accounts.map((account) =>
    account.id === inUse.id ? inUse : toAccount(account, identity.directoryOf(account), policy),
  );
}
