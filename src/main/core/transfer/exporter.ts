import { AppError } from '../../../shared/errors.ts';
import type { ExportFormat, ExportProgress } from '../../../shared/model/transfer.ts';
import path from 'node:path';
import type { HistoryStore } from '../history/store.ts';
import type { ConversationListPage, ListCursor, ListedConversation } from '../history/transfer-store.ts';
import type { Clock, FileDialogs, PrintPdf, ProcessHost } from '../ports.ts';
import { type ExportSource, htmlDocument, jsonDocument, markdownDocument } from './export-document.ts';
import { exportName, extensions } from './file-name.ts';
import { FileWriter } from '../file-writer.ts';
import type { ReadingMessage } from './reading.ts';
import { TransferProcess } from './transfer-process.ts';
import { untilAborted } from '../until-aborted.ts';

/** Longest page in characters that is printed: a printed page lies in memory as a whole. */
export const printLimit = 20_000_000;

/** What an export stands on. */
export interface ExporterOptions {
  readonly store: HistoryStore;
  readonly dialogs: FileDialogs;
  readonly printPdf: PrintPdf | undefined;
  readonly processHost: ProcessHost;
  readonly clock: Clock;
  readonly appVersion: string;
  /** Whether the person may export. */
  readonly isAllowed: () => boolean;
  /** Display name of a deployment; its id where it is not there any more. */
  readonly deploymentName: (deploymentId: string) => string;
}

/** What is to be exported. */
export interface ExportWish {
  /** Null for every conversation. */
  readonly conversationId: string | null;
  readonly format: ExportFormat;
  /** Files with JSON, pictures with HTML and PDF. */
  readonly includeFiles: boolean;
}

/** Writes conversations where the person says. */
export class Exporter {
  readonly #options: ExporterOptions;

  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  /** The formats that can be had here. */
  get formats(): ExportFormat[] {
    return this.#options.printPdf === undefined ? ['markdown', 'html', 'json'] : ['markdown', 'html', 'pdf', 'json'];
  }

  /**
   * Asks where to, and writes; a file that is not finished does not stay.
   * @throws AppError `export-not-allowed`, `export-too-large`, `file-unwritable`, `disk-full` and the store's; the signal's reason
   */
  async run(
    { conversationId, format, includeFiles }: ExportWish,
    onProgress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportProgress> {
    const { store, dialogs, clock, appVersion, deploymentName, processHost, isAllowed } = this.#options;
    // SECURITY: here, not only in the window: what an organisation has forbidden stays so whatever the window does.
    if (!isAllowed()) throw new AppError('export-not-allowed');
    const all = conversationId === null ? await this.#all() : [await this.#one(conversationId)];
    const title = conversationId === null ? 'Conversations' : (all[0]?.title ?? '');
    onProgress({ kind: 'choosing' });
    const file = await untilAborted(
      dialogs.save({ name: exportName(title, format), extension: extensions[format] }),
      signal,
    );
    if (file === undefined) return { kind: 'cancelled' };

    let conversations = 0;
    let messages = 0;
    const tell = () => onProgress({ kind: 'writing', conversations, total: all.length });
    const renderer = new LazyRenderer(() => new TransferProcess(processHost, clock, signal));
    const source: ExportSource = {
      store,
      conversations: all,
      includeFiles,
      now: clock.now(),
      appVersion,
      deploymentName,
      render: (page) => renderer.render(page),
      onConversation: (count) => {
        conversations += 1;
        messages += count;
        tell();
      },
    };
    tell();
    try {
      await this.#write(file, this.#document(format, title, { source, signal }), signal);
    } finally {
      renderer.end();
    }
    return { kind: 'done', name: path.basename(file), conversations, messages };
  }

  async #all(): Promise<readonly ListedConversation[]> {
    const pages: (readonly ListedConversation[])[] = [];
    let after: ListCursor | null = null;
    do {
      const page: ConversationListPage = await this.#options.store.exportList({ after });
      pages.push(page.conversations);
      after = page.next;
    } while (after !== null);
    return pages.flat();
  }

  async #one(conversationId: string): Promise<ListedConversation> {
    const { conversation } = await this.#options.store.exportConversation({ conversationId });
    return { id: conversationId, title: conversation.title };
  }

  #document(
    format: ExportFormat,
    title: string,
    { source, signal }: { readonly source: ExportSource; readonly signal: AbortSignal },
  ): AsyncIterable<string | Uint8Array> {
    switch (format) {
      case 'json':
        return jsonDocument(source);
      case 'markdown':
        return markdownDocument(source);
      case 'html':
        return htmlDocument(source, title);
      case 'pdf':
        return this.#printed(htmlDocument(source, title), signal);
    }
  }

  async *#printed(page: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
    const { printPdf } = this.#options;
    if (printPdf === undefined) throw new AppError('invalid-request');
    const pieces: string[] = [];
    let characters = 0;
    for await (const piece of page) {
      signal.throwIfAborted();
      characters += piece.length;
      if (characters > printLimit) throw new AppError('export-too-large');
      pieces.push(piece);
    }
    yield await printPdf(pieces.join(''), signal);
  }

  async #write(file: string, document: AsyncIterable<string | Uint8Array>, signal: AbortSignal): Promise<void> {
    const writer = await FileWriter.open(file);
    try {
      for await (const piece of document) {
        signal.throwIfAborted();
        await writer.write(piece);
      }
      signal.throwIfAborted();
      await writer.finish();
    } catch (thrown) {
      await writer.discard();
      throw thrown;
    }
  }
}

/** Starts its process with the first page. */
class LazyRenderer {
  readonly #start: () => TransferProcess;
  #process: TransferProcess | undefined;

  constructor(start: () => TransferProcess) {
    this.#start = start;
  }

  async render(messages: readonly ReadingMessage[]): Promise<string> {
    this.#process ??= this.#start();
    const reply = await this.#process.ask({ kind: 'render', messages });
    if (reply.kind !== 'html') throw new AppError('internal');
    return reply.text;
  }

  end(): void {
    this.#process?.end();
  }
}
