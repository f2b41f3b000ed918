import { type AppError, toAppError } from '../../../shared/errors.ts';
import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { Attachment } from '../../../shared/model/attachment.ts';
import type { AccessEvidence, Account } from '../../../shared/model/account.ts';
import type { HistoryWork } from '../../../shared/model/history.ts';
import type { HistoryChange } from '../../../shared/model/conversation-order.ts';
import type { Identity } from '../auth/identity.ts';
import type { AccountTokens, SignedInAccount } from '../auth/token-source.ts';
import type { StopReason } from '../chat/turn.ts';
import type { Gate } from '../gate/gate.ts';
import type { Access, Verdict } from '../gate/verdict.ts';
import type { LibraryEvents } from '../library/library.ts';
import type { Policy } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import { AccountWatch } from './account-watch.ts';
import { createGate, isGuarded, type Lock, lockOf } from './admission.ts';
import type { SignedOutReading } from './signed-out-reading.ts';
import { toAccount } from './views.ts';
import { Workspace } from './workspace.ts';

/** What an account in use tells by itself. */
export interface PresentAccountEvents extends LibraryEvents {
  /** What is not sent yet has changed. */
  readonly emit: ParleyEmit;
  /** The gate has looked again. */
  readonly onVerdict: (verdict: Verdict) => void;
  /** The organisation has ended the sign-in. */
  readonly onEnded: (error: AppError) => void;
  /** The directory has said more of the person. */
  readonly onProfile: () => void;
  readonly onHistoryChange: (change: HistoryChange) => void;
  /** How far the opening of the history is, where it takes long. */
  readonly onWork: (work: HistoryWork) => void;
  /** A part of the history cannot be read. */
  readonly onDamage: (error: AppError) => void;
  /** Other models are offered, or the search for them stands otherwise. */
  readonly onModels: () => void;
}

/** What an account in use stands on. */
export interface PresentAccountOptions {
  readonly ports: Ports;
  readonly policy: Policy;
  readonly identity: Identity;
  readonly reading: SignedOutReading;
  readonly signedIn: SignedInAccount;
  readonly draftFiles: Map<string, Attachment>;
  /** The time as a service has told it; undefined where none has yet. */
  readonly serviceTime: () => number | undefined;
  readonly events: PresentAccountEvents;
}

/** The account in use: what the gate says of it, its workspace while that is open, and what renews its tokens. */
export class PresentAccount {
  readonly signedIn: SignedInAccount;
  readonly gate: Gate;
  readonly tokens: AccountTokens;
  readonly watch: AccountWatch;
  readonly #options: PresentAccountOptions;
  readonly #left = new AbortController();
  readonly #tasks: Promise<void>[] = [];
  #account: Account;
  #evidence: AccessEvidence | null = null;
  #uncheckedUntil: number | null = null;
  #workspace: Workspace | undefined;
  #lock: Lock | undefined;
  /** The workspace that is being closed: its history has one owner at a time. */
  #closing: Promise<void> = Promise.resolve();

  constructor(options: PresentAccountOptions) {
    const { ports, policy, identity, signedIn, events } = options;
    const { clock, log } = ports;
    const directory = identity.directoryOf(signedIn);
    this.#options = options;
    this.signedIn = signedIn;
    this.tokens = identity.tokens(signedIn);
    this.gate = createGate({ ports, policy, directory, account: signedIn, tokens: this.tokens });
    const { onVerdict, onEnded } = events;
    this.watch = new AccountWatch({ tokens: this.tokens, gate: this.gate, clock, log, onVerdict, onEnded });
    this.#account = toAccount(signedIn, directory, policy);
  }

  get account(): Account {
    return this.#account;
  }

  get evidence(): AccessEvidence | null {
    return this.#evidence;
  }

  get uncheckedUntil(): number | null {
    return this.#uncheckedUntil;
  }

  /** Undefined while the account is locked. */
  get workspace(): Workspace | undefined {
    return this.#workspace;
  }

  get lock(): Lock | undefined {
    return this.#lock;
  }

  /** Whether policy lets in only some. */
  get isGuarded(): boolean {
    return isGuarded(this.#options.policy);
  }

  /** Asks the gate and does what it says. @throws AppError of the vault, the history or the disk; the signal's reason */
  async check(signal: AbortSignal): Promise<void> {
    await this.obey(await this.gate.check(signal), signal);
  }

  /** Opens, keeps or closes the workspace, as a verdict says. @throws AppError like `check` */
  async obey(verdict: Verdict, signal: AbortSignal): Promise<void> {
    const lock = lockOf(verdict);
    const access = accessOf(verdict);
    this.#uncheckedUntil = verdict.kind === 'could-not-check' ? (verdict.remembered?.allowedUntil ?? null) : null;
    if (verdict.kind !== 'could-not-check') this.#evidence = verdict.evidence;
    if (lock !== undefined || access === undefined) return this.shut(lock);
    this.#lock = undefined;
    await this.#closing;
    if (this.#workspace === undefined) await this.#open(access, signal);
    else this.#workspace.access = access;
  }

  /** Closes the workspace at once: nothing of it is shown or answered any more, and nothing is lost. */
  async shut(lock: Lock | undefined): Promise<void> {
    this.#lock = lock;
    // A check that could not be made says nothing of the person; everything else that locks does.
    const isRefused = lock !== undefined && lock.error.code !== 'access-unchecked';
    if (isRefused) await this.#options.reading.forbid(this.signedIn.id);
    await this.#closeWorkspace('interrupted');
  }

  /** Forgets drafts, and leaves what waits to the person; what cannot be done now is no reason to stay signed in. */
  async forgetUnsent(): Promise<void> {
    await this.#workspace?.outbox.hold().catch((thrown: unknown) => {
      this.#options.ports.log.warn('outbox-hold-fail', { code: toAppError(thrown).code });
    });
    await this.#workspace?.drafts.forgetAll().catch((thrown: unknown) => {
      this.#options.ports.log.warn('drafts-forget-fail', { code: toAppError(thrown).code });
    });
  }

  /** Ends everything that runs for this account. */
  async leave(reason: StopReason): Promise<void> {
    this.#left.abort();
    await this.#closeWorkspace(reason);
    await Promise.all(this.#tasks);
  }

  async #open(access: Access, signal: AbortSignal): Promise<void> {
    const { ports, policy, identity, signedIn, draftFiles, serviceTime, events } = this.#options;
    const workspace = await Workspace.open(
      {
        ports,
        policy,
        directory: identity.directoryOf(signedIn),
        tokens: this.tokens,
        account: signedIn,
        access,
        folder: identity.folderOf(signedIn),
        draftFiles,
        serviceTime,
        onHistoryChange: events.onHistoryChange,
        onWork: events.onWork,
        onDamage: events.onDamage,
        emit: events.emit,
        mayUse: (until) => this.#mayUse(until),
        onModelsChange: events.onModels,
        libraryEvents: events,
      },
      signal,
    );
    // Locked or left while the history was opening: it is closed again, and nobody has seen it.
    if (this.#lock !== undefined || this.#left.signal.aborted) return workspace.close('interrupted');
    this.#workspace = workspace;
    await this.#options.reading.allow(signedIn, identity.keyOf(signedIn));
    this.#tasks.push(this.#readProfile(workspace));
    if (this.#tasks.length === 1) this.#tasks.push(this.watch.run(this.#uncheckedUntil, this.#left.signal));
  }

  /** Asks the gate anew; what it says is obeyed whoever asked. */
  async #mayUse(signal: AbortSignal): Promise<boolean> {
    const verdict = await this.gate.check(signal);
    this.#options.events.onVerdict(verdict);
    return accessOf(verdict) !== undefined;
  }

  /** The directory knows the given name; what it fails to say is no reason to stop anybody. */
  async #readProfile({ graph, closed }: Workspace): Promise<void> {
    try {
      const profile = await graph.profile(closed);
      const { name, givenName } = this.#account;
      this.#account = {
        ...this.#account,
        name: profile.displayName ?? name,
        givenName: profile.givenName ?? givenName,
      };
      this.#options.events.onProfile();
    } catch (thrown) {
      this.#options.ports.log.warn('profile-fail', { code: toAppError(thrown).code });
    }
  }

  async #closeWorkspace(reason: StopReason): Promise<void> {
    const workspace = this.#workspace;
    this.#workspace = undefined;
    if (workspace !== undefined) this.#closing = this.#closing.then(() => workspace.close(reason));
    await this.#closing;
  }
}

function accessOf(verdict: Verdict): Access | undefined {
  switch (verdict.kind) {
    case 'allowed':
      return verdict.access;
    case 'denied':
      return undefined;
    case 'could-not-check':
      return verdict.remembered?.access;
  }
}
