import { AppError, toAppError } from '../../../shared/errors.ts';
import { attachmentLimit } from '../../../shared/model/attachment.ts';
import type { ChildProcess, Clock, Log, ProcessHost } from '../ports.ts';
import { untilAborted } from '../until-aborted.ts';
import { type FileContent, ReadReply, type ReadRequest } from './protocol.ts';

/** For the largest file that is taken, on a slow computer. */
const deadlineMilliseconds = 60_000;
/** The other files wait: each process may take as much memory as it is allowed to. */
const processesAtOnce = 2;

/** What reading stands on. */
export interface AttachmentReaderOptions {
  readonly processHost: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Reads files, each in a process of its own that ends with it.
 * SECURITY: what a hostile file does to its reader ends with the file: the next one finds nothing of it.
 */
export class AttachmentReader {
  readonly #options: AttachmentReaderOptions;
  #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: AttachmentReaderOptions) {
    this.#options = options;
  }

  /** Takes out what is in a file. @throws AppError of `attachment-…`; the signal's reason */
  async read(request: ReadRequest, signal: AbortSignal): Promise<FileContent> {
    if (request.bytes.length > attachmentLimit) {
      throw new AppError('attachment-too-large', { fields: { megabytes: attachmentLimit / 1024 / 1024 } });
    }
    await this.#turn(signal);
    const { clock, log } = this.#options;
    const started = clock.now();
    try {
      const content = await this.#run(request, signal);
      log.info('attachment-read', { kind: content.kind, milliseconds: clock.now() - started });
      return content;
    } catch (thrown) {
      // SECURITY: the code alone; a name or a text of the file is nobody's but the person's.
      if (!signal.aborted) log.warn('attachment-fail', { code: toAppError(thrown).code });
      throw thrown;
    } finally {
      this.#running -= 1;
      // All of them look again: a file that was removed meanwhile would keep the word to itself.
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const look of waiting) look();
    }
  }

  /** Waits until there is room for another process, and takes it. */
  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#running >= processesAtOnce) {
      await untilAborted(new Promise<void>((resolve) => this.#waiting.push(resolve)), signal);
    }
    signal.throwIfAborted();
    this.#running += 1;
  }

  async #run(request: ReadRequest, signal: AbortSignal): Promise<FileContent> {
    const process = this.#options.processHost.start();
    const done = new AbortController();
    try {
      return await untilAborted(Promise.race([replyOf(process, request), this.#deadline(done.signal)]), signal);
    } finally {
      done.abort();
      process.kill();
    }
  }

  /** Rejects when the time is over; never settles once the signal is aborted. */
  #deadline(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      this.#options.clock.sleep(deadlineMilliseconds, signal).then(
        () => reject(new AppError('attachment-timed-out')),
        () => {},
      );
    });
  }
}

function replyOf(process: ChildProcess, request: ReadRequest): Promise<FileContent> {
  return new Promise((resolve, reject) => {
    // The limit of its memory, or a fault of the library that read it.
    process.onExit(() => reject(new AppError('attachment-too-complex', { fields: { reason: 'its reader gave up' } })));
    process.onMessage((message) => {
      const reply = ReadReply.safeParse(message).data;
      if (reply?.ok === true) resolve(reply.content);
      // SECURITY: no card of another matter, say to sign in, comes out of a file; a fault of a reader is the file's too.
      else if (reply?.error.code.startsWith('attachment-') === true) {
        reject(new AppError(reply.error.code, { fields: reply.error.fields }));
      } else reject(new AppError('attachment-unreadable', { fields: { reason: reply?.error.code ?? 'reply' } }));
    });
    process.post(request);
  });
}
