import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';
import type { ExportFormat, ExportProgress } from '../../../shared/model/transfer.ts';
import { MessageFiles } from '../attachments/message-files.ts';
import { ConversationBranches } from '../chat/conversation-branches.ts';
import type { Access } from '../gate/verdict.ts';
import { ConversationOrder } from '../history/conversation-order.ts';
import { type HistoryClient, type HistoryOptions, openHistory } from '../history/history-client.ts';
import { historyFiles } from '../history/history-files.ts';
import { loadHistoryKey } from '../history/history-key.ts';
import { HistorySearch } from '../history/history-search.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Directory, Policy } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import type { ExportWish } from '../transfer/exporter.ts';
import { TransferService } from '../transfer/transfer-service.ts';

/** What can be read of an account's history, whoever is signed in: nothing here writes, sends or asks a service. */
export interface ReadableHistory {
  readonly history: Pick<HistoryStore, 'page' | 'folders' | 'mentioned' | 'findInBranch' | 'usage'>;
  readonly order: Pick<ConversationOrder, 'conversation'>;
  readonly branches: Pick<ConversationBranches, 'open' | 'page' | 'show'>;
  readonly search: Pick<HistorySearch, 'search'>;
  readonly transfer: {
    readonly formats: ExportFormat[];
    export(wish: ExportWish, listener: StreamListener<ExportProgress>): Unsubscribe;
    stop(): void;
  };
  readonly files: MessageFiles;
}

/** What a reader stands on. */
export interface HistoryReaderOptions {
  readonly ports: Ports;
  readonly policy: Policy;
  readonly directory: Directory;
  /** What the gate has allowed last. */
  readonly access: Access;
  /** Absolute path of the account's folder. */
  readonly folder: string;
  readonly onWork: HistoryOptions['onWork'];
}

/** The history of an account that is not signed in, for reading only. */
export class HistoryReader implements ReadableHistory {
  readonly history: ReadableHistory['history'];
  readonly order: ReadableHistory['order'];
  readonly branches: ReadableHistory['branches'];
  readonly search: ReadableHistory['search'];
  readonly transfer: TransferService;
  readonly files: MessageFiles;
  readonly #file: HistoryClient;
  readonly #closed = new AbortController();

  private constructor({ ports, directory, access, policy }: HistoryReaderOptions, file: HistoryClient) {
    const { clock, log, fileDialogs, printPdf, transferHost, app } = ports;
    this.#file = file;
    this.files = new MessageFiles(file, fileDialogs);
    const nothingRuns = { runningTurns: () => [], isBusy: () => false, stopConversation: async () => {} };
    const { isHeld } = policy.keeping;
    this.history = file;
    this.order = new ConversationOrder({
      store: file,
      clock,
      log,
      serviceTime: () => undefined,
      isHeld,
      stopTurn: nothingRuns.stopConversation,
      onDelete: () => {},
      onChange: () => {},
    });
    this.branches = new ConversationBranches({
      chat: nothingRuns,
      // SECURITY: which version is shown is looked at, not kept: nothing that a window can ask for here writes.
      store: { ...file, show: (input) => file.view(input) },
      isTemporary: () => false,
      isHeld,
      clock,
      onHistoryChange: () => {},
    });
    this.search = new HistorySearch({ store: file, clock, log, signal: this.#closed.signal });
    this.transfer = new TransferService({
      store: file,
      dialogs: fileDialogs,
      printPdf,
      processHost: transferHost,
      clock,
      log,
      appVersion: app.version,
      isAllowed: () => access.abilities.includes('export'),
      deploymentName: (id) => directory.deployments.find((each) => each.id === id)?.displayName ?? id,
      deploymentIds: () => [],
      onHistoryChange: () => {},
    });
  }

  /** Opens the history of a folder. @throws AppError of the vault, the history or the disk; the signal's reason */
  static async open(options: HistoryReaderOptions, signal: AbortSignal): Promise<HistoryReader> {
    const { ports, policy, folder, onWork } = options;
    const { clock, log, secretBox, storeHost } = ports;
    const key = await loadHistoryKey({ secretBox, folder });
    const { backups } = policy.keeping;
    const file = historyFiles(folder).database;
    return new HistoryReader(options, await openHistory({ storeHost, file, key, backups, log, clock, signal, onWork }));
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.transfer.close();
    await this.#file.close();
  }
}
