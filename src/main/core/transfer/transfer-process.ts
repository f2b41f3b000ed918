import { AppError } from '../../../shared/errors.ts';
import type { ChildProcess, Clock, ProcessHost } from '../ports.ts';
import { untilAborted } from '../until-aborted.ts';
import { TransferReply, type TransferRequest } from './protocol.ts';

/** How long the process may be busy before it says something. */
const silenceMilliseconds = 60_000;

/** A process that reads one file or writes one page, from its start to its end; one question at a time. */
export class TransferProcess {
  readonly #process: ChildProcess;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #answer: { resolve: (reply: TransferReply) => void; reject: (error: unknown) => void } | undefined;
  #hasExited = false;

  constructor(host: ProcessHost, clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    this.#process = host.start();
    this.#process.onExit(() => {
      this.#hasExited = true;
      this.#answer?.reject(gaveUp());
    });
    this.#process.onMessage((message) => {
      const answer = this.#answer;
      this.#answer = undefined;
      const reply = TransferReply.safeParse(message);
      if (reply.success) answer?.resolve(reply.data);
      else answer?.reject(new AppError('import-damaged', { fields: { reason: 'reply' } }));
    });
  }

  /** Says something and waits for what comes back. @throws AppError `import-…`; the signal's reason */
  async ask(request: TransferRequest): Promise<TransferReply> {
    const done = new AbortController();
    try {
      return await untilAborted(Promise.race([this.#reply(request), this.#silence(done.signal)]), this.#signal);
    } finally {
      done.abort();
    }
  }

  end(): void {
    this.#process.kill();
  }

  #reply(request: TransferRequest): Promise<TransferReply> {
    return new Promise((resolve, reject) => {
      if (this.#hasExited) return reject(gaveUp());
      this.#answer = { resolve, reject };
      this.#process.post(request);
    });
  }

  /** Rejects when the time is over; never settles once the signal is aborted. */
  #silence(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      this.#clock.sleep(silenceMilliseconds, signal).then(
        () => reject(new AppError('import-too-complex', { fields: { reason: 'it took too long' } })),
        () => {},
      );
    });
  }
}

/** The limit of its memory, or a fault of a library that it uses. */
function gaveUp(): AppError {
  return new AppError('import-too-complex', { fields: { reason: 'its reader gave up' } });
}
