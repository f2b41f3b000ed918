import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
// oxlint-disable-next-line import/default -- it is CommonJS, whose exports are its default
import Database from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import { memoryDatabase, type OpenDatabase } from '../core/history/store.ts';
import { isOutdated, migrate } from './migrate.ts';
import { addSearchFunctions } from './search/search-functions.ts';
import { filesOfDatabase, finishSwap, hasBackups, removeDatabase, swapIn } from './backup-files.ts';
import { copyDurably, type OnWork, sizeOf } from './durable-files.ts';

/** Long enough for the storage process of a Parley that was just ended to let go of the file. */
const lockWaitMilliseconds = 2_000;

/**
 * Opens the encrypted file, makes it where there is none, and brings it to the newest version.
 * @throws AppError `history-unreadable`, `history-newer`, or SQLite's own error; the file is then as it was
 */
export function openDatabase(input: OpenDatabase): Database.Database {
  const opened = openCurrentDatabase(input);
  if (opened !== undefined) return opened;
  migrateFile(input);
  return openDatabase(input);
}

/** Opens the file where it has the newest version, or none yet; undefined where `migrateFile` has to come first. */
export function openCurrentDatabase({ file, key }: OpenDatabase): Database.Database | undefined {
  if (file === memoryDatabase.file) return openMemory();
  finishSwap(filesOfDatabase(file));
  checkFiles(file);
  const database = connect(file, key);
  try {
    if (isOutdated(database)) {
      // All of it has to be in the one file that is copied.
      database.pragma('wal_checkpoint(TRUNCATE)');
      database.close();
      return undefined;
    }
    migrate(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function openMemory(): Database.Database {
  const database = new Database(memoryDatabase.file);
  database.pragma('foreign_keys = ON');
  database.pragma('temp_store = MEMORY');
  addSearchFunctions(database);
  migrate(database);
  return database;
}

/**
 * Migrates a copy of the file and puts it in the file's place when it has been found good; the file becomes a backup.
 * @throws what `openDatabase` does; the file is then as it was
 */
export function migrateFile({ file, key, backups = 1 }: OpenDatabase, onWork: OnWork = () => {}): void {
  const files = filesOfDatabase(file);
  try {
    copyDurably(files.database, files.making, (done) => onWork({ kind: 'copying', done }));
    onWork({ kind: 'updating', done: null });
    const copy = connect(files.making, key);
    try {
      migrate(copy);
      onWork({ kind: 'checking', done: null });
      checkDatabase(copy);
    } finally {
      copy.close();
    }
    swapIn(files, backups);
  } catch (thrown) {
    removeDatabase(files.making);
    throw thrown;
  }
}

/** Reads every page. @throws AppError `history-unreadable`, or SQLite's own error */
export function checkDatabase(database: Database.Database): void {
  const isWhole = database.pragma('quick_check', { simple: true }) === 'ok';
  const hasOrphans = (database.pragma('foreign_key_check') as unknown[]).length > 0;
  if (!isWhole || hasOrphans) {
    throw new AppError('history-unreadable', { fields: { reason: 'wrong-key-or-corrupt' } });
  }
}

/** Opens a file as it is. @throws AppError `invalid-request`, or SQLite's own error */
export function connect(file: string, key: string): Database.Database {
  // SECURITY: the key goes into SQL text; anything but a raw key would also be taken for a passphrase.
  if (!/^[0-9a-f]{64}$/.test(key)) throw new AppError('invalid-request');
  const database = new Database(file, { timeout: lockWaitMilliseconds });
  try {
    unlock(database, key);
    addSearchFunctions(database);
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
  // Only a new file can be made so that the room of what is deleted is given back bit by bit.
  if (database.pragma('page_count', { simple: true }) === 0) database.pragma('auto_vacuum = INCREMENTAL');
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
  // Not a new history, then: somebody has taken the old one away.
  if (!existsSync(file) && hasBackups(filesOfDatabase(file))) {
    throw new AppError('history-unreadable', { fields: { reason: 'database-missing' } });
  }
  // SQLite drops a write-ahead log beside a missing or empty database, and with it the newest conversations.
  if (sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0) {
    throw new AppError('history-unreadable', { fields: { reason: 'database-missing' } });
  }
}
