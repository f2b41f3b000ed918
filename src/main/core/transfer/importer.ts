import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { messageAttachmentIds } from '../../../shared/model/message.ts';
import { emptyReport, type ImportProgress, type ImportReport } from '../../../shared/model/transfer.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Clock, FileDialogs, Log, ProcessHost } from '../ports.ts';
import { withLeftOut, withTaken } from './import-report.ts';
import { type FoundConversation, importLimit, type TransferReply, type TransferRequest } from './protocol.ts';
import { TransferProcess } from './transfer-process.ts';
import { untilAborted } from '../until-aborted.ts';

/** What an import stands on. */
export interface ImporterOptions {
  readonly store: HistoryStore;
  readonly dialogs: FileDialogs;
  readonly processHost: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
  /** Ids of the deployments that the person may use, the default one first. */
  readonly deploymentIds: () => readonly string[];
  /** There are other conversations now. */
  readonly onHistoryChange: () => void;
}

/** Takes conversations out of a file that the person chooses. */
export class Importer {
  readonly #options: ImporterOptions;

  constructor(options: ImporterOptions) {
    this.#options = options;
  }

  /**
   * Asks for a file, and takes what is in it, a conversation at a time; what was taken stays when it is stopped or the file
   * breaks off. @throws AppError `file-unreadable`, `import-too-large`
   */
  async run(onProgress: (progress: ImportProgress) => void, signal: AbortSignal): Promise<ImportProgress> {
    onProgress({ kind: 'choosing' });
    const file = await untilAborted(this.#options.dialogs.open({ extensions: ['json', 'zip'] }), signal);
    if (file === undefined) return { kind: 'cancelled' };
    const handle = await open(file, 'r').catch((cause: unknown) => {
      throw new AppError('file-unreadable', { cause });
    });
    try {
      const name = path.basename(file);
      const { size } = await handle.stat();
      if (size > importLimit) {
        throw new AppError('import-too-large', { fields: { gigabytes: importLimit / 1024 / 1024 / 1024 } });
      }
      const reading = new Reading(this.#options, { handle, size, onProgress }, signal);
      const ended = await reading.run();
      return { kind: 'done', name, ...ended };
    } finally {
      await handle.close();
    }
  }
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** One file, from its beginning to its end. */
class Reading {
  readonly #options: ImporterOptions;
  readonly #file: OpenFile;
  readonly #signal: AbortSignal;
  /** Files that conversations taken from this file speak of, by id, each with its conversation. */
  readonly #awaited = new Map<string, string>();
  #report: ImportReport = emptyReport;
  #part = 0;

  constructor(options: ImporterOptions, file: OpenFile, signal: AbortSignal) {
    this.#options = options;
    this.#file = file;
    this.#signal = signal;
  }

  async run(): Promise<Pick<Extract<ImportProgress, { kind: 'done' }>, 'isStopped' | 'error' | 'report'>> {
    const { processHost, clock, log, onHistoryChange } = this.#options;
    const process = new TransferProcess(processHost, clock, this.#signal);
    let error: AppError | null = null;
    try {
      let request: TransferRequest | undefined = { kind: 'read', size: this.#file.size, now: clock.now() };
      while (request !== undefined) request = await this.#deal(await process.ask(request));
    } catch (thrown) {
      if (!this.#signal.aborted) error = toAppError(thrown);
    } finally {
      process.end();
    }
    if (this.#report.taken > 0) onHistoryChange();
    const isStopped = this.#signal.aborted;
    const { source, taken } = this.#report;
    log.info('import-end', { source: source ?? undefined, taken, isStopped, code: error?.code });
    return { isStopped, error: error === null ? null : error.toData(), report: this.#report };
  }

  /** @returns what is said to the process next; undefined at the end */
  async #deal(reply: TransferReply): Promise<TransferRequest | undefined> {
    switch (reply.kind) {
      case 'piece': {
        const bytes = await this.#piece(reply.offset, reply.length);
        this.#part = Math.max(this.#part, Math.min(1, (reply.offset + bytes.length) / Math.max(1, this.#file.size)));
        this.#tell();
        return { kind: 'piece', bytes };
      }
      case 'conversation':
        await this.#take(reply);
        this.#tell();
        return { kind: 'next' };
      case 'file':
        await this.#takeFile(reply);
        return { kind: 'next' };
      case 'left-out':
        this.#report = withLeftOut({ ...this.#report, source: reply.source }, reply);
        this.#tell();
        return { kind: 'next' };
      case 'end':
        this.#report = { ...this.#report, filesLeftOut: this.#report.filesLeftOut + this.#awaited.size };
        return undefined;
      case 'fail':
        // SECURITY: no card of another matter, say to sign in, comes out of a file.
        throw new AppError(reply.error.code.startsWith('import-') ? reply.error.code : 'import-damaged', {
          fields: reply.error.code.startsWith('import-') ? reply.error.fields : { reason: reply.error.code },
        });
      case 'html':
        throw new AppError('import-damaged', { fields: { reason: 'reply' } });
    }
  }

  async #take({ source, found, filesLeftOut }: Extract<TransferReply, { kind: 'conversation' }>): Promise<void> {
    const { store } = this.#options;
    const { conversation, messages } = found;
    const { title } = conversation;
    // Asked before: where storage dies once it has taken a conversation, the same request made again finds it there.
    const wasHere = (await store.find({ conversationIds: [conversation.id] })).length > 0;
    const deploymentId = this.#usable(conversation.deploymentId);
    const outcome = await store.importConversation({ ...found, conversation: { ...conversation, deploymentId } });
    const report = { ...this.#report, source };
    switch (outcome === 'present' && !wasHere ? 'taken' : outcome) {
      case 'taken':
        for (const id of filesOf(found)) this.#awaited.set(id, conversation.id);
        this.#report = withTaken(report, { messages: messages.length, filesLeftOut });
        return;
      case 'present':
        this.#report = { ...report, alreadyHere: report.alreadyHere + 1 };
        return;
      case 'conflict':
        this.#report = withLeftOut(report, { reason: 'conflict', title });
    }
  }

  async #takeFile(file: Extract<TransferReply, { kind: 'file' }>): Promise<void> {
    const { conversationId, attachmentId, text, data } = file;
    // SECURITY: a file comes in only with a message that was just taken and speaks of it.
    if (this.#awaited.get(attachmentId) !== conversationId) return;
    this.#awaited.delete(attachmentId);
    await this.#options.store.importFile({ conversationId, attachmentId, text, data });
    this.#report = { ...this.#report, files: this.#report.files + 1 };
  }

  async #piece(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    try {
      const { bytesRead } = await this.#file.handle.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    } catch (thrown) {
      throw new AppError('file-unreadable', { cause: thrown });
    }
  }

  /** The deployment that a conversation goes on with: its own where the person has it, else their default. */
  #usable(deploymentId: string): string {
    const ids = this.#options.deploymentIds();
    return ids.includes(deploymentId) ? deploymentId : (ids[0] ?? deploymentId);
  }

  #tell(): void {
    this.#file.onProgress({ kind: 'reading', part: this.#part, report: this.#report });
  }
}

function filesOf({ messages, assistant }: FoundConversation): string[] {
  const ofAssistant = (assistant?.files ?? []).map(({ attachmentId }) => attachmentId);
  return [...ofAssistant, ...messages.flatMap(({ message }) => messageAttachmentIds(message))];
}
