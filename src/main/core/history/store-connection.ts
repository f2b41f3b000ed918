import { AppError, type AppErrorData, assertNever } from '../../../shared/errors.ts';
import type { ChildProcess, Clock, Log, ProcessHost } from '../ports.ts';
import type { HistoryWork } from '../../../shared/model/history.ts';
import { isDamage } from './rescue.ts';
import type { OpenDatabase, Opened, StoreCommand, StoreMessage, StoreReply } from './store.ts';

const minute = 60_000;
const restartsPerMinute = 3;
const attempts = 2;
/** Generous: a disk that wakes up, a profile on a network drive. */
const deadlineMilliseconds = 30_000;
/** A migration reads and writes the whole file, of gigabytes, several times. */
const migrationDeadlineMilliseconds = 60 * minute;
const closeDeadlineMilliseconds = 5_000;

/** What a connection stands on. */
export interface StoreConnectionOptions {
  readonly storeHost: ProcessHost;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly log: Log;
  /** Told how far work is that everybody waits for. */
  readonly onWork?: ((work: HistoryWork) => void) | undefined;
  /** Told that a part of the open file cannot be read. */
  readonly onDamage?: ((error: AppError) => void) | undefined;
}

/** A request that has not been answered. */
interface Pending {
  readonly command: StoreCommand;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
  /** How long it may take. */
  readonly milliseconds: number;
  deadline: AbortController;
  /** How many processes it was sent to. */
  sent: number;
}

type Life =
  | { readonly state: 'down' }
  /** The file is being opened; requests wait. */
  | { readonly state: 'opening'; readonly process: ChildProcess }
  /** The file is brought to the newest version, which takes its time. */
  | { readonly state: 'migrating'; readonly process: ChildProcess }
  | { readonly state: 'ready'; readonly process: ChildProcess };

/**
 * Requests to a storage process, which is started when there is something to ask and again when it dies: what was under way
 * is then asked once more, in the same order. So every command must be safe to repeat.
 */
export class StoreConnection {
  readonly #options: StoreConnectionOptions;
  /** By id, in the order in which they were made. */
  readonly #pending = new Map<number, Pending>();
  #life: Life = { state: 'down' };
  /** Resolves when the last process is gone. */
  #exited: Promise<void> = Promise.resolve();
  #lastId = 0;
  /** When processes died by themselves. */
  #deaths: readonly number[] = [];
  #closed: Promise<void> | undefined;

  constructor(options: StoreConnectionOptions) {
    this.#options = options;
  }

  /** What resolves has been done. @throws AppError the store's, and `history-unavailable` where no process answers */
  request(command: StoreCommand): Promise<unknown> {
    return this.#closed === undefined
      ? this.#enqueue(command, deadlineMilliseconds)
      : Promise.reject(unavailable('closed'));
  }

  /** Waits for what is under way, closes the file and ends the process; one that hangs is ended after five seconds. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // A migration that is called off leaves the file as it was.
    if (this.#life.state !== 'down' && this.#life.state !== 'migrating') {
      await this.#enqueue({ method: 'close', input: undefined }, closeDeadlineMilliseconds).catch(() => {
        // The file needs no close to be whole.
        this.#options.log.warn('storage-close-fail');
      });
    }
    this.#end();
    this.#failAll(() => unavailable('closed'));
    await this.#exited;
  }

  #enqueue(command: StoreCommand, milliseconds: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const pending = { command, resolve, reject, milliseconds, deadline: new AbortController(), sent: 0 };
      this.#pending.set(id, pending);
      const isMigrating = this.#life.state === 'migrating';
      this.#setDeadline(id, pending, isMigrating ? migrationDeadlineMilliseconds : milliseconds);
      if (this.#life.state === 'down') this.#start();
      else if (this.#life.state === 'ready') this.#post(id, this.#life.process);
    });
  }

  #setDeadline(id: number, pending: Pending, milliseconds: number): void {
    pending.deadline.abort();
    pending.deadline = new AbortController();
    this.#options.clock.sleep(milliseconds, pending.deadline.signal).then(
      () => this.#expire(id),
      () => {},
    );
  }

  #start(): void {
    const { storeHost, clock, log } = this.#options;
    this.#deaths = this.#deaths.filter((time) => clock.now() - time < minute);
    if (this.#deaths.length > restartsPerMinute) return this.#failAll(() => unavailable('process-ended'));
    const process = storeHost.start();
    this.#exited = new Promise((resolve) => {
      process.onExit((code) => {
        resolve();
        if (!this.#isCurrent(process)) return;
        log.warn('storage-exit', { code: code ?? undefined });
        this.#onDeath();
      });
    });
    process.onMessage((message) => {
      if (!this.#isCurrent(process)) return;
      const told = message as StoreMessage;
      if ('work' in told) this.#options.onWork?.(told.work);
      else this.#onReply(told);
    });
    this.#open(process);
  }

  #open(process: ChildProcess): void {
    this.#life = { state: 'opening', process };
    process.post({ id: 0, method: 'openDatabase', input: this.#options.database });
  }

  #migrate(process: ChildProcess): void {
    this.#life = { state: 'migrating', process };
    this.#options.log.info('history-migrate');
    for (const [id, pending] of this.#pending) this.#setDeadline(id, pending, migrationDeadlineMilliseconds);
    process.post({ id: 0, method: 'migrateDatabase', input: this.#options.database });
  }

  #begin(process: ChildProcess): void {
    this.#life = { state: 'ready', process };
    for (const [id, pending] of this.#pending) {
      this.#setDeadline(id, pending, pending.milliseconds);
      this.#post(id, process);
    }
  }

  #giveUp(error: AppErrorData): void {
    this.#failAll(() => fromData(error));
    this.#end();
  }

  #onReply(reply: StoreReply): void {
    const life = this.#life;
    switch (life.state) {
      case 'down':
        return;
      case 'opening':
        if (!reply.ok) this.#giveUp(reply.error);
        else if ((reply.value as Opened) === 'outdated') this.#migrate(life.process);
        else this.#begin(life.process);
        return;
      case 'migrating':
        if (reply.ok) this.#open(life.process);
        else this.#giveUp(reply.error);
        return;
      case 'ready': {
        const pending = this.#take(reply.id);
        if (reply.ok) pending?.resolve(reply.value);
        else this.#refuse(pending, fromData(reply.error));
        return;
      }
      default:
        return assertNever(life);
    }
  }

  #refuse(pending: Pending | undefined, error: AppError): void {
    pending?.reject(error);
    if (isDamage(error)) this.#options.onDamage?.(error);
  }

  #onDeath(): void {
    this.#life = { state: 'down' };
    this.#deaths = [...this.#deaths, this.#options.clock.now()];
    for (const [id, { sent }] of this.#pending) {
      // It may be what the process died of.
      if (sent >= attempts) this.#take(id)?.reject(unavailable('process-ended'));
    }
    if (this.#pending.size > 0) this.#start();
  }

  /** A process that is late with one answer gives none to the others either. */
  #expire(id: number): void {
    const pending = this.#take(id);
    if (pending === undefined) return;
    this.#options.log.error('storage-deadline', { method: pending.command.method });
    pending.reject(unavailable('deadline'));
    if (this.#life.state !== 'down') this.#life.process.kill();
  }

  #post(id: number, process: ChildProcess): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    pending.sent += 1;
    process.post({ id, ...pending.command });
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.deadline.abort();
    return pending;
  }

  #failAll(error: () => AppError): void {
    for (const id of this.#pending.keys()) this.#take(id)?.reject(error());
  }

  #isCurrent(process: ChildProcess): boolean {
    return this.#life.state !== 'down' && this.#life.process === process;
  }

  #end(): void {
    if (this.#life.state === 'down') return;
    const { process } = this.#life;
    this.#life = { state: 'down' };
    process.kill();
  }
}

function unavailable(reason: string): AppError {
  return new AppError('history-unavailable', { fields: { reason } });
}

function fromData({ code, fields, correlationId }: AppErrorData): AppError {
  return new AppError(code, { fields, correlationId });
}
