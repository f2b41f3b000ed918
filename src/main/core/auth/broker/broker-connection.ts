import type { ChildProcess, Clock, Log, ProcessHost } from '../../ports.ts';
import { BrokerError, BrokerUnavailableError } from './broker-error.ts';
import { type BrokerCommand, BrokerProbe, BrokerReply } from './protocol.ts';

/** For the process to start and to load the broker's library, on a computer that is just logging in. */
const probeMilliseconds = 10_000;
/** For everything that shows no window; the start of a process counts. */
const answerMilliseconds = 15_000;
const attempts = 2;

/** What a connection stands on. */
export interface BrokerConnectionOptions {
  readonly processHost: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
  /** The broker hung, crashed or spoke nonsense; who waited for it has been told. */
  readonly onBroken: (reason: string) => void;
}

/** A command that has not been answered. */
interface Pending {
  readonly command: BrokerCommand;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Ends the wait for the deadline. */
  readonly answered: AbortController;
  /** How many processes it was sent to. */
  sent: number;
}

type Life =
  | { readonly state: 'down' }
  /** For good. */
  | { readonly state: 'closed' }
  /** The library is being loaded; commands wait. */
  | { readonly state: 'loading'; readonly process: ChildProcess; readonly loaded: AbortController }
  | { readonly state: 'ready'; readonly process: ChildProcess; readonly probe: BrokerProbe };

/**
 * Commands to the broker's process, which is started when there is something to ask. A process that is late is killed; one
 * that dies is replaced once, unless it was loading or had its window open: then everybody who waits is told.
 */
export class BrokerConnection {
  readonly #options: BrokerConnectionOptions;
  readonly #pending = new Map<number, Pending>();
  #life: Life = { state: 'down' };
  /** 0 is the probe that every process begins with. */
  #lastId = 0;

  constructor(options: BrokerConnectionOptions) {
    this.#options = options;
  }

  /**
   * An answer's value, not yet parsed. What shows a window waits for the person, everything else has a deadline.
   * @throws BrokerError what the broker answered
   * @throws BrokerUnavailableError there was no answer
   */
  request(command: BrokerCommand): Promise<unknown> {
    if (this.#life.state === 'closed') return Promise.reject(new BrokerUnavailableError('closed'));
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const answered = new AbortController();
      this.#pending.set(id, { command, resolve, reject, answered, sent: 0 });
      if (command.method !== 'interactive') {
        this.#after(answerMilliseconds, answered.signal, () => this.breakOff(`${command.method}-deadline`));
      }
      switch (this.#life.state) {
        case 'down':
          return this.#start();
        case 'loading':
        case 'closed':
          return;
        case 'ready':
          return this.#handOn(id, this.#life);
      }
    });
  }

  /**
   * Ends what has a window open, whatever it is doing, by ending its process; the rest is asked again in another one.
   * @returns false where no window was open
   */
  cancelInteractive(reason: unknown): boolean {
    const open = [...this.#pending].filter(([, { command }]) => command.method === 'interactive');
    if (open.length === 0) return false;
    for (const [id] of open) this.#take(id)?.reject(reason);
    this.#end();
    if (this.#pending.size > 0) this.#start();
    return true;
  }

  /** Ends the process as one that can't be trusted any more, and tells everybody who waits. */
  breakOff(reason: string): void {
    this.#options.log.error('broker-break', { reason });
    this.stop(reason);
    this.#options.onBroken(reason);
  }

  /** Ends the process for now; who still waits learns that there is no answer. */
  stop(reason: string): void {
    this.#end();
    for (const id of this.#pending.keys()) this.#take(id)?.reject(new BrokerUnavailableError(reason));
  }

  /** Ends the process and starts none again. */
  close(): void {
    this.stop('closed');
    this.#life = { state: 'closed' };
  }

  #start(): void {
    const process = this.#options.processHost.start();
    const loaded = new AbortController();
    this.#life = { state: 'loading', process, loaded };
    process.onExit((code) => {
      if (!this.#isCurrent(process)) return;
      this.#options.log.warn('broker-exit', { code: code ?? undefined });
      this.#onDeath();
    });
    process.onMessage((message) => {
      // What a process says after it was given up is nobody's answer.
      if (this.#isCurrent(process)) this.#onMessage(message);
    });
    this.#after(probeMilliseconds, loaded.signal, () => this.breakOff('probe-deadline'));
    process.post({ id: 0, method: 'probe' });
  }

  #onMessage(message: unknown): void {
    // SECURITY: that process runs native code of others; nothing of what it says is taken unread.
    const parsed = BrokerReply.safeParse(message);
    if (!parsed.success) return this.breakOff('bad-message');
    const reply = parsed.data;
    const life = this.#life;
    if (life.state === 'loading') {
      const probe = reply.ok && reply.id === 0 ? BrokerProbe.safeParse(reply.value) : undefined;
      if (probe?.success !== true) return this.breakOff('probe-bad-answer');
      life.loaded.abort();
      const ready = { state: 'ready', process: life.process, probe: probe.data } as const;
      this.#life = ready;
      for (const id of this.#pending.keys()) this.#handOn(id, ready);
      return;
    }
    const pending = this.#take(reply.id);
    if (reply.ok) pending?.resolve(reply.value);
    else pending?.reject(new BrokerError(reply.error));
  }

  /** Gives a command to a process that is ready. Its probe is what it has said already. */
  #handOn(id: number, { process, probe }: Extract<Life, { state: 'ready' }>): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    if (pending.command.method === 'probe') return this.#take(id)?.resolve(probe);
    pending.sent += 1;
    process.post({ id, ...pending.command });
  }

  #onDeath(): void {
    const wasLoading = this.#life.state === 'loading';
    this.#end();
    const waiting = [...this.#pending.values()];
    // A window that has vanished is not shown a second time by itself; what has killed two processes would kill a third.
    const fatal = waiting.find(
      ({ command, sent }) => sent >= attempts || (sent > 0 && command.method === 'interactive'),
    );
    if (fatal !== undefined) this.breakOff(`${fatal.command.method}-crash`);
    else if (wasLoading) this.breakOff('probe-crash');
    else if (waiting.length > 0) this.#start();
  }

  #after(milliseconds: number, signal: AbortSignal, task: () => void): void {
    const { clock } = this.#options;
    const begin = clock.now();
    // A laptop that slept in between has used up the deadline, not the broker: it gets another one.
    const onEnd = () => (clock.now() - begin > 2 * milliseconds ? this.#after(milliseconds, signal, task) : task());
    clock.sleep(milliseconds, signal).then(onEnd, () => {});
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.answered.abort();
    return pending;
  }

  #isCurrent(process: ChildProcess): boolean {
    return 'process' in this.#life && this.#life.process === process;
  }

  #end(): void {
    const life = this.#life;
    if (!('process' in life)) return;
    if (life.state === 'loading') life.loaded.abort();
    this.#life = { state: 'down' };
    life.process.kill();
  }
}
