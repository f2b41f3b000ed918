import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
// oxlint-disable-next-line import/default -- it is CommonJS, whose exports are its default
import Database from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import type { OpenDatabase } from '../core/history/store.ts';
import { migrate } from './migrate.ts';
import { addSearchFunctions } from './search/search-functions.ts';

/** Long enough for the storage process of a Parley that was just ended to let go of the file. */
const lockWaitMilliseconds = 2_000;

/**
 * Opens the encrypted file, makes it where there is none, and brings it to the newest version.
 * @throws AppError `history-unreadable`, `history-newer`, or SQLite's own error; the file is then as it was
 */
export function openDatabase({ file, key }: OpenDatabase): Database.Database {
  // SECURITY: the key goes into SQL text; anything but a raw key would also be taken for a passphrase.
  if (!/^[0-9a-f]{64}$/.test(key)) throw new AppError('invalid-request');
  checkFiles(file);
  const database = new Database(file, { timeout: lockWaitMilliseconds });
  try {
    unlock(database, key);
    addSearchFunctions(database);
    migrate(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function unlock(database: Database.Database, key: string): void {
  database.pragma(`cipher = 'sqlcipher'`);
  database.pragma(`key = "x'${key}'"`);
  // One process alone uses the file: a second Parley is told so instead of the two changing it under each other. The lock
  // is taken by the first read below, is held until the process ends however it ends, and keeps the write-ahead log's index
  // in memory: there is no -shm file, and no mapped memory that a full disk could crash the process with.
  database.pragma('locking_mode = EXCLUSIVE');
  // The first read: here a wrong key, a damaged file and a locked one show.
  database.prepare('SELECT count(*) FROM sqlite_master').get();
  database.pragma('journal_mode = WAL');
  // A write is on the disk when it is answered, a power failure included; on macOS only a full fsync does that.
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.pragma('foreign_keys = ON');
  // SECURITY: what a person deletes is overwritten, and no temporary file leaves the encryption.
  database.pragma('secure_delete = ON');
  database.pragma('temp_store = MEMORY');
}

/** Refuses what SQLite would not, or would not tell apart. */
function checkFiles(file: string): void {
  // A profile that is not mounted must not look like a new one.
  if (!existsSync(path.dirname(file)))
    throw new AppError('history-unreadable', { fields: { reason: 'folder-missing' } });
  // SQLite would open a read-only file and then tell no more than that it can't lock it.
  if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  // SQLite drops a write-ahead log beside a missing or empty database, and with it the newest conversations.
  if (sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0) {
    throw new AppError('history-unreadable', { fields: { reason: 'database-missing' } });
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
