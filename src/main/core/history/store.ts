import type { AppErrorData } from '../../../shared/errors.ts';
import type { HistoryWork } from '../../../shared/model/history.ts';
import type { BranchStore } from './branch-store.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { DraftStore } from './draft-store.ts';
import type { FileStore } from './file-store.ts';
import type { LibraryStore } from './library-store.ts';
import type { UsageStore } from './usage-store.ts';
import type { SearchStore } from './search-store.ts';
import type { OrderStore } from './order-store.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { TransferStore } from './transfer-store.ts';
import type { UpkeepStore } from './upkeep-store.ts';

/** The parts of the store, each with its own tables. */
export interface StoreParts {
  readonly conversations: ConversationStore;
  readonly branches: BranchStore;
  readonly drafts: DraftStore;
  readonly files: FileStore;
  readonly library: LibraryStore;
  readonly usage: UsageStore;
  readonly search: SearchStore;
  readonly order: OrderStore;
  readonly outbox: OutboxStore;
  readonly transfer: TransferStore;
  readonly upkeep: UpkeepStore;
}

/**
 * What the storage process does, one method a request. Every write is durable when its promise resolves, and may be asked
 * again with the same input to the same effect: that is what happens when the process dies before it answers.
 * All methods throw AppError: `history-locked`, `history-unreadable`, `history-newer`, `history-unavailable`, `disk-full`.
 */
export interface HistoryStore
  extends
    ConversationStore,
    BranchStore,
    DraftStore,
    FileStore,
    LibraryStore,
    OrderStore,
    OutboxStore,
    SearchStore,
    TransferStore,
    UpkeepStore,
    UsageStore {}

/** The first message to a storage process. */
export interface OpenDatabase {
  /** Absolute path of the database file. */
  readonly file: string;
  /** 32 bytes as 64 hexadecimal digits. */
  readonly key: string;
  /** How many earlier states of the file are kept beside it; one where left out. */
  readonly backups?: number;
}

/** A database in memory, which nothing is written of. */
export const memoryDatabase: OpenDatabase = { file: ':memory:', key: '' };

/** The methods that can be called by message, each with the part of the store that has it: THE list of both ends. */
export const storeMethods = {
  list: 'conversations',
  open: 'conversations',
  beginTurn: 'conversations',
  beginAnswer: 'conversations',
  saveAnswer: 'conversations',
  rename: 'conversations',
  configure: 'conversations',
  branchPage: 'branches',
  findInBranch: 'branches',
  show: 'branches',
  view: 'branches',
  deleteVersion: 'branches',
  fork: 'branches',
  drafts: 'drafts',
  saveDraft: 'drafts',
  forgetSent: 'drafts',
  saveEdit: 'drafts',
  deleteDrafts: 'drafts',
  waiting: 'outbox',
  saveWaiting: 'outbox',
  deleteWaiting: 'outbox',
  addFile: 'files',
  fileText: 'files',
  fileData: 'files',
  deleteDraftFile: 'files',
  deleteDraftFiles: 'files',
  prompts: 'library',
  savePrompt: 'library',
  deletePrompt: 'library',
  assistants: 'library',
  saveAssistant: 'library',
  deleteAssistant: 'library',
  addUsage: 'usage',
  usage: 'usage',
  search: 'search',
  mentioned: 'search',
  indexOlder: 'search',
  page: 'order',
  find: 'order',
  arrange: 'order',
  folders: 'order',
  saveFolder: 'order',
  deleteFolder: 'order',
  inBin: 'order',
  delete: 'order',
  exportList: 'transfer',
  exportConversation: 'transfer',
  exportMessages: 'transfer',
  importConversation: 'transfer',
  importFile: 'transfer',
  freeze: 'upkeep',
  thaw: 'upkeep',
  vacuum: 'upkeep',
  forgetWords: 'upkeep',
  deleteUsage: 'upkeep',
  deleteUnused: 'upkeep',
} as const satisfies { readonly [Method in keyof HistoryStore]: PartOf<Method> };

type PartOf<Method extends keyof HistoryStore> = {
  [Part in keyof StoreParts]: Method extends keyof StoreParts[Part] ? Part : never;
}[keyof StoreParts];

/** The name of such a method. */
export type StoreMethod = keyof HistoryStore;

/** What a method is called with. */
export type StoreInput<Method extends StoreMethod> = Parameters<HistoryStore[Method]>[0];

/** What a method resolves to. */
export type StoreValue<Method extends StoreMethod> = Awaited<ReturnType<HistoryStore[Method]>>;

/** One of the methods with its input. */
export type StoreCall = {
  [Method in StoreMethod]: { readonly method: Method; readonly input: StoreInput<Method> };
}[StoreMethod];

/** A database that another storage process has frozen, to be copied. */
export type BackUp = Required<OpenDatabase>;

/** What opening a database comes to: `outdated` is closed again, and `migrateDatabase` has to come first. */
export type Opened = 'open' | 'outdated';

/**
 * What a storage process can be asked; `openDatabase` comes first, after `close` only `openDatabase`. `migrateDatabase` and
 * `backUp` take as long as the file is large, and are not asked of a process that others wait for.
 */
export type StoreCommand =
  | { readonly method: 'openDatabase'; readonly input: OpenDatabase }
  | { readonly method: 'migrateDatabase'; readonly input: OpenDatabase }
  | { readonly method: 'backUp'; readonly input: BackUp }
  | { readonly method: 'close'; readonly input: undefined }
  | StoreCall;

/** Main to storage. Requests are answered in order. */
export type StoreRequest = StoreCommand & { readonly id: number };

/** How far a migration is, which no other request comes in between. */
export interface StoreWork {
  readonly work: HistoryWork;
}

/** Storage to main. */
export type StoreMessage = StoreReply | StoreWork;

/** The answer to a request. */
export type StoreReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: AppErrorData };

/** A part of the store where its tables are: the same methods, answering at once. */
export type LocalPart<Part extends keyof StoreParts> = {
  [Method in keyof StoreParts[Part] & StoreMethod]: (...input: Parameters<HistoryStore[Method]>) => StoreValue<Method>;
};

/** The whole store where its tables are. */
export type LocalHistoryStore = LocalPart<'conversations'> &
  LocalPart<'branches'> &
  LocalPart<'drafts'> &
  LocalPart<'files'> &
  LocalPart<'library'> &
  LocalPart<'order'> &
  LocalPart<'outbox'> &
  LocalPart<'search'> &
  LocalPart<'transfer'> &
  LocalPart<'upkeep'> &
  LocalPart<'usage'>;
