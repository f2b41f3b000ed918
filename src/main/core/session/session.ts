import { rm } from 'node:fs/promises';
import { AppError, type AppErrorData, toAppError } from '../../../shared/errors.ts';
import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { AccountHealth } from '../../../shared/model/account.ts';
import type { Attachment } from '../../../shared/model/attachment.ts';
import type { AppInfo, SessionState } from '../../../shared/model/session.ts';
import { ClockCheck } from '../auth/clock-check.ts';
import { Identity } from '../auth/identity.ts';
import type { SignedInAccount } from '../auth/token-source.ts';
import type { StopReason } from '../chat/turn.ts';
import type { Verdict } from '../gate/verdict.ts';
import { rescueOf } from '../history/rescue.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Ports } from '../ports.ts';
import { Sequence } from '../sequence.ts';
import { lockOf } from './admission.ts';
import { accountsOf, forgetSecrets, type Ground } from './ground.ts';
import { PresentAccount } from './present-account.ts';
import { SignInAttempt, type SignInWish } from './sign-in-attempt.ts';
import { otherMethods, toTenants } from './views.ts';
import type { Workspace } from './workspace.ts';

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
  /** By account: the window keeps a draft while another account is in use, so its files have to stay as well. */
  readonly #draftFiles = new Map<string, Map<string, Attachment>>();
  /** Set while a person can cancel. */
  #attempt: SignInAttempt | undefined;
  /** Why the last sign-in failed. */
  #failure: AppError | undefined;

  constructor(ports: Ports, emit: ParleyEmit) {
    this.#ports = ports;
    this.#emit = emit;
  }

  get state(): SessionState {
    return this.#state;
  }

  get info(): AppInfo {
    const { version, platform } = this.#ports.app;
    const { policy, vault, identity } = this.#ground ?? {};
    return {
      version,
      platform,
      organisationName: policy?.organisationName ?? '',
      notice: policy?.notice ?? '',
      unprotectedStorage: vault === 'plain',
      temporaryChats: policy?.temporaryChats ?? 'off',
      tenants: policy === undefined ? [] : toTenants(policy),
      otherMethods: policy === undefined || identity === undefined ? [] : otherMethods(policy, identity.brokerStatus),
      supportEmail: policy?.supportEmail ?? '',
      supportUrl: policy?.supportUrl ?? '',
      policySource: policy?.source ?? '',
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
        await this.#leave('interrupted');
        await this.#ground?.identity.close();
        const { ground, isFirst } = await this.#prepare();
        this.#ground = ground;
        this.#ports.preferences.obey(ground.policy.preferences);
        this.#emit('app.infoChanged', this.info);
        // Who has signed out is not signed in again behind their back.
        const account = ground.identity.active ?? (isFirst ? await ground.identity.signInSilently(signal) : undefined);
        this.#emit('app.infoChanged', this.info);
        signal.throwIfAborted();
        if (account !== undefined) await this.#use(account, ground, signal);
        else if (isFirst && ground.policy.autoSignIn)
          await this.#askToSignIn(this.#newAttempt({ automatic: true }, ground), ground, signal);
        else this.#show();
      } catch (thrown) {
        if (!signal.aborted) await this.#block(thrown);
      }
    });
  }

  /** Leaves `blocked`, if what blocked is gone. */
  async retry(): Promise<void> {
    if (this.#state.kind === 'blocked') await this.start();
  }

  /** Goes on when something was done about a history that cannot be opened. @throws AppError */
  async mendHistory(mend: (folder: string) => Promise<void>): Promise<void> {
    const folder = this.#folder;
    if (this.#state.kind !== 'blocked' || this.#state.rescue === null || folder === undefined) return;
    await this.#steps.begin(() => mend(folder));
    await this.start();
  }

  /** Asks the person to sign in. Single: a second call while one waits changes nothing. */
  async signIn(wish: SignInWish = {}): Promise<void> {
    const ground = this.#ground;
    const isWaiting = this.#attempt?.isCancelled === false;
    if (ground === undefined || isWaiting || this.#state.kind === 'starting' || this.#state.kind === 'blocked') return;
    const attempt = this.#newAttempt(wish, ground);
    await this.#steps.begin((signal) => this.#askToSignIn(attempt, ground, signal));
  }

  cancelSignIn(): void {
    this.#attempt?.cancel();
  }

  copySignInLink(): void {
    const link = this.#attempt?.link;
    if (link !== undefined) this.#ports.writeClipboard(link);
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
    if (forget && ground.policy.keeping.isHeld) throw new AppError('history-held');
    await this.#steps.begin(async (signal) => {
      const { identity } = ground;
      const page = identity.signOutPage(account);
      if (this.#present?.signedIn.id === accountId) await this.#leave('stopped');
      try {
        await identity.forgetTokens(account);
        await forgetSecrets(account, ground);
        if (forget) {
          await rm(identity.folderOf(account), { recursive: true, force: true, maxRetries: 3 });
          this.#draftFiles.delete(accountId);
        }
        await identity.remove(account);
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
    this.#ports.desktop?.setDictionaries(policy.dictionaries);
    const vault = await this.#ports.secretBox.prepare(policy.allowPlainStorage);
    if (vault === 'unavailable') throw new AppError('vault-unavailable');
    const origins = policy.directories.map(({ cloud }) => cloud.loginOrigin);
    const clockCheck = new ClockCheck({ ...this.#ports, origins });
    const ports = { ...this.#ports, fetch: clockCheck.fetch };
    const identity = new Identity(policy, ports);
    const isFirst = !(await identity.load());
    return { ground: { policy, vault, identity, clockCheck, ports }, isFirst };
  }

  /** Where everything of the account in use is kept. */
  get #folder(): string | undefined {
    return this.#present === undefined ? undefined : this.#ground?.identity.folderOf(this.#present.signedIn);
  }

  #newAttempt(wish: SignInWish, { policy, identity }: Ground): SignInAttempt {
    const attempt: SignInAttempt = new SignInAttempt({
      wish,
      policy,
      identity,
      clock: this.#ports.clock,
      inUse: this.#present?.signedIn,
      onProgress: () => {
        if (this.#attempt === attempt) this.#show();
      },
    });
    this.#attempt = attempt;
    return attempt;
  }

  async #askToSignIn(attempt: SignInAttempt, ground: Ground, signal: AbortSignal): Promise<void> {
    // From its end on there is nothing left to cancel.
    const end = () => {
      if (this.#attempt === attempt) this.#attempt = undefined;
    };
    this.#show();
    try {
      const account = await attempt.run(signal);
      end();
      await this.#use(account, ground, signal);
      this.#present?.workspace?.resume();
    } catch (thrown) {
      end();
      if (signal.aborted) return;
      this.#refuseSignIn(toAppError(thrown));
      // The account of before may have been on its way in when this sign-in called that off.
      const present = this.#present;
      if (present !== undefined && present.workspace === undefined && present.lock === undefined) {
        await this.#use(present.signedIn, ground, signal);
      }
    }
  }

  #refuseSignIn(error: AppError): void {
    this.#ports.log.warn('sign-in-fail', { code: error.code, correlationId: error.correlationId, ...error.fields });
    this.#show(error.code === 'sign-in-cancelled' ? undefined : error);
  }

  /** Goes on with an account as far as the gate lets it. Failures become the state. */
  async #use(signedIn: SignedInAccount, ground: Ground, signal: AbortSignal): Promise<void> {
    try {
      if (this.#present !== undefined && this.#present.signedIn.id !== signedIn.id) {
        await this.#leave('stopped');
        this.#enter({ kind: 'starting' });
      }
      signal.throwIfAborted();
      this.#present ??= this.#arrive(signedIn, ground);
      await this.#present.check(signal);
      signal.throwIfAborted();
      this.#show();
    } catch (thrown) {
      if (!signal.aborted) await this.#block(thrown);
    }
  }

  #arrive(signedIn: SignedInAccount, { policy, identity, ports, clockCheck }: Ground): PresentAccount {
    const whileHere = (action: () => void) => {
      if (this.#present === present) action();
    };
    const draftFiles = this.#draftFiles.get(signedIn.id) ?? new Map<string, Attachment>();
    this.#draftFiles.set(signedIn.id, draftFiles);
    const present: PresentAccount = new PresentAccount({
      ports,
      policy,
      identity,
      signedIn,
      draftFiles,
      serviceTime: () => clockCheck.time,
      events: {
        onVerdict: (verdict) => whileHere(() => this.#own(this.#change(present, verdict))),
        onEnded: (error) => whileHere(() => this.#own(this.#endBy(present, error))),
        onProfile: () => whileHere(() => this.#show(this.#failure)),
        onHistoryChange: (change) => whileHere(() => this.#emit('history.changed', change)),
        onModels: () => whileHere(() => this.#tellModels()),
        onPrompts: (prompts) => whileHere(() => this.#emit('prompts.changed', prompts)),
        onAssistants: (assistants) => whileHere(() => this.#emit('assistants.changed', assistants)),
      },
    });
    return present;
  }

  /** A verdict that comes by itself, while the account is in use: what locks waits for nothing. */
  async #change(present: PresentAccount, verdict: Verdict): Promise<void> {
    const lock = lockOf(verdict);
    if (lock !== undefined) {
      await present.shut(lock);
      this.#show();
      return;
    }
    await this.#steps.begin(async (signal) => {
      if (this.#present !== present) return;
      await present.obey(verdict, signal);
      this.#show(this.#failure);
    }, 'when-idle');
  }

  /** The organisation has ended the sign-in: where a gate guards, nothing more is shown. Elsewhere the next turn says so. */
  async #endBy(present: PresentAccount, error: AppError): Promise<void> {
    if (!present.isGuarded) return;
    await present.shut({ error: error.toData(), evidence: null });
    this.#show(error);
  }

  /** Tells the window where the person stands: everything it shows is a projection of what is known here. */
  #show(failure?: AppError): void {
    this.#failure = failure;
    const explain = (data: AppErrorData) => this.#ground?.clockCheck.explain(data) ?? data;
    const error = failure === undefined ? null : explain(failure.toData());
    const present = this.#present;
    const ground = this.#ground;
    const progress = this.#attempt?.progress ?? null;
    const workspace = present?.workspace;
    if (present !== undefined && workspace !== undefined && ground !== undefined) {
      this.#enter({
        kind: 'signed-in',
        account: present.account,
        accounts: accountsOf(ground, present.account),
        deployments: workspace.deployments,
        discovery: workspace.discovery,
        abilities: [...workspace.access.abilities],
        uncheckedUntil: present.uncheckedUntil,
        signIn: progress,
        error,
      });
    } else if (progress !== null) {
      this.#enter({ kind: 'signing-in', ...progress });
    } else if (present?.lock !== undefined && ground !== undefined) {
      const { account, lock } = present;
      const accounts = accountsOf(ground, account);
      this.#enter({ kind: 'locked', account, accounts, evidence: lock.evidence, error: error ?? explain(lock.error) });
    } else {
      this.#enter({ kind: 'signed-out', error });
    }
  }

  /** What is found before the window shows the account is told with the rest of it. */
  #tellModels(): void {
    if (this.#state.kind === 'signed-in') this.#show(this.#failure);
  }

  async #leave(reason: StopReason): Promise<void> {
    const present = this.#present;
    this.#present = undefined;
    await present?.leave(reason);
  }

  /** What nobody waits for. A step that another one has called off is no fault. */
  #own(task: Promise<void>): void {
    task.catch(async (thrown: unknown) => {
      if (toAppError(thrown).code !== 'sign-in-cancelled') await this.#block(thrown);
    });
  }

  #inUse(): { readonly ground: Ground; readonly present: PresentAccount } {
    if (this.#ground === undefined || this.#present === undefined) throw new AppError('sign-in-required');
    return { ground: this.#ground, present: this.#present };
  }

  async #block(thrown: unknown): Promise<void> {
    const error = toAppError(thrown);
    this.#ports.log.error('session-block', { code: error.code, correlationId: error.correlationId, ...error.fields });
    this.#enter({ kind: 'blocked', error: error.toData(), rescue: await rescueOf(error, this.#folder) });
  }

  #enter(state: SessionState): void {
    this.#state = state;
    this.#emit('session.changed', state);
  }
}
