import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { AccountHealth } from '../../../shared/model/account.ts';
import type { Attachment } from '../../../shared/model/attachment.ts';
import type { HistoryDamage, HistoryWork } from '../../../shared/model/history.ts';
import type { AppInfo, SessionState } from '../../../shared/model/session.ts';
import type { SignedInAccount } from '../auth/token-source.ts';
import type { StopReason } from '../chat/turn.ts';
import type { Verdict } from '../gate/verdict.ts';
import { type MendEvents, rescueIn, rescueOf } from '../history/rescue.ts';
import type { Ports } from '../ports.ts';
import { Sequence } from '../sequence.ts';
import { isGone } from './account-watch.ts';
import { lockOf } from './admission.ts';
import { forgetAccount, type Ground, prepareGround } from './ground.ts';
import { PresentAccount } from './present-account.ts';
import { nextStarting, stateOf } from './session-state.ts';
import { toAppInfo } from './views.ts';
import { SignInAttempt, type SignInWish } from './sign-in-attempt.ts';
import type { ReadableHistory } from './history-reader.ts';
import type { Workspace } from './workspace.ts';

/**
 * Where the person stands with Parley, and the steps between: the one owner of policy, account and workspace. One step is
 * under way at a time; a new one calls it off and begins when it has ended.
 */
export class Session {
  readonly #ports: Ports;
  readonly #emit: ParleyEmit;
  readonly #steps = new Sequence();
  #state: SessionState = { kind: 'starting', work: null };
  #ground: Ground | undefined;
  #present: PresentAccount | undefined;
  /** By account: the window keeps a draft while another account is in use, so its files have to stay as well. */
  readonly #draftFiles = new Map<string, Map<string, Attachment>>();
  /** Set while a person can cancel. */
  #attempt: SignInAttempt | undefined;
  /** Why the last sign-in failed. */
  #failure: AppError | undefined;
  /** What of the open history cannot be read. */
  #damage: HistoryDamage | null = null;

  constructor(ports: Ports, emit: ParleyEmit) {
    this.#ports = ports;
    this.#emit = emit;
  }

  get state(): SessionState {
    return this.#state;
  }

  get info(): AppInfo {
    return toAppInfo(this.#ports.app, this.#ground);
  }

  /** @throws AppError `sign-in-required` */
  get workspace(): Workspace {
    const workspace = this.#present?.workspace;
    if (workspace === undefined) throw new AppError('sign-in-required');
    return workspace;
  }

  /** What can be read now, also by who is not signed in. @throws AppError `sign-in-required` */
  get readable(): ReadableHistory {
    return this.#ground?.reading.open?.reader ?? this.workspace;
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
      this.#enter({ kind: 'starting', work: null });
      try {
        await this.#leaveAll();
        const { ground, isFirst } = await prepareGround(this.#ports);
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

  /** Goes on when something was done about a history that cannot be opened, or read. @throws AppError */
  async mendHistory(mend: (folder: string, events: MendEvents) => Promise<void>): Promise<void> {
    const [folder, rescue] = [this.#folder, rescueIn(this.#state)];
    if (rescue === null || folder === undefined) return;
    await this.#steps.begin(async (signal) => {
      try {
        await this.#present?.shut(undefined);
        await mend(folder, { onWork: (work) => this.#tellWork(work), signal });
      } catch (thrown) {
        const error = toAppError(thrown).toData();
        if (!signal.aborted) this.#enter({ kind: 'blocked', error, rescue });
        throw thrown;
      }
    });
    await this.start();
  }

  /** Opens the history of who has signed out, to be read. Failures become the state. */
  async readHistory(accountId: string): Promise<void> {
    const ground = this.#ground;
    if (ground === undefined || this.#present !== undefined) return;
    await this.#steps.begin(async (signal) => {
      try {
        const onWork = (work: HistoryWork) => this.#tellWork(work);
        await ground.reading.begin(accountId, { onWork, onEnded: () => this.#show() }, signal);
        this.#show();
      } catch (thrown) {
        if (!signal.aborted) this.#show(toAppError(thrown));
      }
    });
  }

  /** Closes what is read by who has signed out. */
  async closeHistory(): Promise<void> {
    const reading = this.#ground?.reading;
    if (reading?.open === undefined) return;
    await this.#steps.begin(() => reading.end());
    this.#show();
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
      if (this.#present?.signedIn.id === accountId) {
        await this.#present.forgetUnsent();
        await this.#leave('stopped');
      }
      this.#draftFiles.delete(accountId);
      try {
        await forgetAccount(account, ground, { isHistoryDeleted: forget });
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

  /** Ends what runs; what has arrived is kept. Nothing can be begun any more. */
  close(): Promise<void> {
    return this.#steps.end(() => this.#leaveAll());
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
      await ground.reading.end();
      if (this.#present !== undefined && this.#present.signedIn.id !== signedIn.id) {
        await this.#leave('stopped');
        this.#enter({ kind: 'starting', work: null });
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

  #arrive(signedIn: SignedInAccount, ground: Ground): PresentAccount {
    const whileHere = (action: () => void) => {
      if (this.#present === present) action();
    };
    const draftFiles = this.#draftFiles.get(signedIn.id) ?? new Map<string, Attachment>();
    this.#draftFiles.set(signedIn.id, draftFiles);
    const present: PresentAccount = new PresentAccount({
      ...ground,
      signedIn,
      draftFiles,
      serviceTime: () => ground.clockCheck.time,
      events: {
        onVerdict: (verdict) => whileHere(() => this.#own(this.#change(present, verdict))),
        onEnded: (error) => whileHere(() => this.#own(this.#endBy(present, error))),
        onProfile: () => whileHere(() => this.#show(this.#failure)),
        onHistoryChange: (change) => whileHere(() => this.#emit('history.changed', change)),
        onWork: (work) => whileHere(() => this.#tellWork(work)),
        onDamage: (error) => whileHere(() => this.#own(this.#tellDamage(error))),
        emit: (name, payload) => whileHere(() => this.#emit(name, payload)),
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
    if (isGone(error)) await this.#ground?.reading.forbid(present.signedIn.id);
    if (!present.isGuarded) return;
    await present.shut({ error: error.toData(), evidence: null });
    this.#show(error);
  }

  /** Tells the window where the person stands: everything it shows is a projection of what is known here. */
  #show(failure?: AppError): void {
    this.#failure = failure;
    const progress = this.#attempt?.progress ?? null;
    this.#enter(stateOf({ ground: this.#ground, present: this.#present, damage: this.#damage, failure, progress }));
  }

  /** What is found before the window shows the account is told with the rest of it. */
  #tellModels(): void {
    if (this.#state.kind === 'signed-in') this.#show(this.#failure);
  }

  #tellWork(work: HistoryWork): void {
    const starting = this.#present?.workspace === undefined ? nextStarting(this.#state, work) : undefined;
    if (starting !== undefined) this.#enter(starting);
  }

  /** Told once: what else cannot be read has the same ways out. */
  async #tellDamage(error: AppError): Promise<void> {
    const rescue = await rescueOf(error, this.#folder);
    if (this.#damage !== null || rescue === null || this.#state.kind !== 'signed-in') return;
    this.#ports.log.error('history-damage', { code: error.code, correlationId: error.correlationId, ...error.fields });
    this.#damage = { error: error.toData(), rescue };
    this.#show(this.#failure);
  }

  async #leaveAll(): Promise<void> {
    await this.#leave('interrupted');
    await this.#ground?.reading.end();
    await this.#ground?.identity.close();
  }

  async #leave(reason: StopReason): Promise<void> {
    const present = this.#present;
    this.#present = undefined;
    this.#damage = null;
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
