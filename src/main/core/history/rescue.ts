import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { HistoryBackup, HistoryRescue } from '../../../shared/model/history.ts';
import { hasErrorCode } from '../atomic-file.ts';
import { backupTimes, historyFiles, logOf } from './history-files.ts';

/** Why a history cannot be opened where another one in its place would help. */
const rescuedReasons: ReadonlySet<string | number | undefined> = new Set([
  'wrong-key-or-corrupt',
  'database-missing',
  'not-a-history',
  'bad-message',
]);

/** What can be done about a history that cannot be opened; null where there is nothing but to try again. */
export async function rescueOf({ code, fields }: AppError, folder: string | undefined): Promise<HistoryRescue | null> {
  if (folder === undefined) return null;
  // A backup was sealed with the key that is gone.
  if (code === 'vault-changed') return { backups: [] };
  if (code !== 'history-unreadable' || !rescuedReasons.has(fields['reason'])) return null;
  return { backups: await listBackups(folder).catch(() => []) };
}

/** The earlier states of the history in a folder, newest first. */
export async function listBackups(folder: string): Promise<HistoryBackup[]> {
  const files = historyFiles(folder);
  const times = backupTimes(await readdir(folder));
  const sizes = await Promise.all(times.map((time) => stat(files.backup(time)).then(({ size }) => size)));
  return times.map((time, index) => ({ time, bytes: sizes[index] ?? 0 }));
}

/**
 * Puts a backup in the place of a history that nobody has open. What was there is put aside, and nothing is deleted; the
 * backup stays as well. Ended anywhere, the history is there in one state or the other.
 * @throws AppError `not-found`, `disk-full`
 */
export async function restoreBackup(folder: string, time: number): Promise<void> {
  const files = historyFiles(folder);
  if (!backupTimes(await readdir(folder)).includes(time)) throw new AppError('not-found');
  try {
    await copyDurably(files.backup(time), files.making);
    await rename(files.making, files.next);
  } catch (thrown) {
    await rm(files.making, { force: true });
    throw toDiskError(thrown);
  }
  const kept = await newKeptFolder(folder);
  // The storage process finishes what is interrupted after this: it finds `next` without a database.
  await moveInto(kept, [files.database, logOf(files.database)]);
  await rename(files.next, files.database);
}

/** Puts aside everything that belongs to the history of a folder, its key and backups too; the next start makes a new one. */
export async function putAside(folder: string): Promise<void> {
  const files = historyFiles(folder);
  const backups = backupTimes(await readdir(folder)).map((time) => files.backup(time));
  const kept = await newKeptFolder(folder);
  // The key last: while it is there, a database of another key is told from a new one.
  await moveInto(kept, [files.next, files.database, logOf(files.database), ...backups, files.key]);
}

/** Deletes backups and what was put aside. */
export async function deleteEarlierStates(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^\d+\.(backup|kept|kept-wal)$/.test(name));
  for (const name of names) await rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 3 });
}

async function newKeptFolder(folder: string): Promise<string> {
  const kept = historyFiles(folder).kept(Date.now());
  try {
    // SECURITY: nobody else on this computer may look into it.
    await mkdir(kept, { mode: 0o700 });
    return kept;
  } catch (thrown) {
    throw toDiskError(thrown);
  }
}

async function moveInto(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await rename(file, path.join(folder, path.basename(file))).catch((thrown: unknown) => {
      if (!hasErrorCode(thrown, 'ENOENT')) throw toDiskError(thrown);
    });
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function toDiskError(thrown: unknown): unknown {
  if (hasErrorCode(thrown, 'ENOSPC', 'EDQUOT')) return new AppError('disk-full', { cause: thrown });
  if (hasErrorCode(thrown, 'EACCES', 'EPERM', 'EROFS')) {
    return new AppError('history-unreadable', { fields: { reason: 'permission' }, cause: thrown });
  }
  return thrown;
}
