import type { Database } from 'better-sqlite3-multiple-ciphers';
import { type LocalHistoryStore, type StoreCall, storeMethods } from '../core/history/store.ts';
import { BranchDatabase } from './branch-database.ts';
import { BranchTree } from './branch-tree.ts';
import { ConversationDatabase } from './conversation-database.ts';
import { DraftDatabase } from './draft-database.ts';
import { FileDatabase } from './file-database.ts';
import { LibraryDatabase } from './library-database.ts';
import { UsageDatabase } from './usage-database.ts';
import { SearchDatabase } from './search/search-database.ts';
import { OrderDatabase } from './order-database.ts';
import { OutboxDatabase } from './outbox-database.ts';
import { TransferDatabase } from './transfer-database.ts';
import { UpkeepDatabase } from './upkeep-database.ts';

/** The history store in an open database: every part of it, and its methods by name. */
export type HistoryDatabase = LocalHistoryStore & {
  /** Marks the answers that nobody ended, because Parley itself was; an empty one gives way to the one before it. */
  markInterrupted(): void;
  /** Moves the write-ahead log into the database and lets go of the file. */
  close(): void;
};

/** Puts the parts together; each is made once for an open file. */
export function historyDatabase(database: Database): HistoryDatabase {
  const tree = new BranchTree(database);
  const conversations = new ConversationDatabase(database, tree);
  const parts = {
    conversations,
    branches: new BranchDatabase(database, tree),
    drafts: new DraftDatabase(database),
    files: new FileDatabase(database),
    library: new LibraryDatabase(database),
    order: new OrderDatabase(database),
    outbox: new OutboxDatabase(database),
    search: new SearchDatabase(database),
    transfer: new TransferDatabase(database, () => tree.pages.forget()),
    upkeep: new UpkeepDatabase(database),
    usage: new UsageDatabase(database),
  };
  const methods = Object.entries(storeMethods).map(([method, part]) => {
    // That a part has its methods is what the type of the list says; the compiler can't see it through the entries.
    const owner = parts[part] as unknown as Readonly<Record<string, (input: unknown) => unknown>>;
    return [method, (input: unknown) => owner[method]?.(input)];
  });
  return Object.assign(Object.fromEntries(methods) as LocalHistoryStore, {
    markInterrupted: () => conversations.markInterrupted(),
    close: () => void database.close(),
  });
}

/** Does what a message asks for. @throws what the method throws */
export function callStore(history: LocalHistoryStore, { method, input }: StoreCall): unknown {
  return (history[method] as (input: StoreCall['input']) => unknown)(input);
}
