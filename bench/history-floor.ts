import process from 'node:process';
// oxlint-disable-next-line import/default -- it is CommonJS, whose exports are its default
import Database from 'better-sqlite3-multiple-ciphers';
import type { StoreReply, StoreRequest } from '../src/main/core/history/store.ts';
import { connectParent } from '../src/main/core/parent.ts';
import { callStore, type HistoryDatabase, historyDatabase } from '../src/main/storage/history-database.ts';
import { migrate } from '../src/main/storage/migrate.ts';
import { addSearchFunctions } from '../src/main/storage/search/search-functions.ts';

// The floor of the benchmark: a storage process like Parley's, and as careful with what it writes, but without encryption.
const parent = connectParent<StoreRequest, StoreReply>(process);
const histories: HistoryDatabase[] = [];

parent.onRequest((request) => parent.post({ id: request.id, ok: true, value: answer(request) }));
parent.onGone(() => process.exit());

function answer(request: StoreRequest): unknown {
  const [history] = histories;
  switch (request.method) {
    case 'openDatabase':
      histories.push(open(request.input.file));
      return undefined;
    case 'close':
      return history?.close();
    case 'migrateDatabase':
    case 'backUp':
      return undefined;
    default:
      return history === undefined ? undefined : callStore(history, request);
  }
}

function open(file: string): HistoryDatabase {
  const database = new Database(file);
  for (const pragma of [
    'locking_mode = EXCLUSIVE',
    'journal_mode = WAL',
    'synchronous = FULL',
    'fullfsync = ON',
    'foreign_keys = ON',
    'secure_delete = ON',
    'temp_store = MEMORY',
  ]) {
    database.pragma(pragma);
  }
  addSearchFunctions(database);
  migrate(database);
  const history = historyDatabase(database);
  history.markInterrupted();
  return history;
}
