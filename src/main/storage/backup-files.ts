import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { backupTimes, type HistoryFiles, historyFiles, logOf } from '../core/history/history-files.ts';
import { renameDurably, sizeOf } from './durable-files.ts';

/**
 * Puts a finished database in the place of the one that is used, which becomes a backup. At every moment either is there: a
 * crash in between leaves `next`, and `finishSwap` goes on.
 * @param keep how many backups stay
 */
export function swapIn(files: HistoryFiles, keep: number): void {
  // SQLite would take the log for the new database's.
  if (sizeOf(logOf(files.database)) > 0) throw new AppError('internal');
  renameDurably(files.making, files.next);
  renameDurably(files.database, files.backup(nextTime(files)));
  renameDurably(files.next, files.database);
  dropOldBackups(files, keep);
}

/** Ends what a crash has interrupted, in one way or the other; to be called before the database is opened. */
export function finishSwap(files: HistoryFiles): void {
  removeDatabase(files.making);
  // Of a backup that was killed: as large as the history, and of no use to anybody.
  removeDatabase(backupInTheMaking(files));
  if (!existsSync(files.next)) return;
  if (existsSync(files.database)) return removeDatabase(files.next);
  const log = logOf(files.database);
  // It belongs to a database that was put aside.
  if (existsSync(log)) renameDurably(log, `${files.kept(Date.now())}-wal`);
  renameDurably(files.next, files.database);
}

/** Removes all but the newest backups. */
export function dropOldBackups(files: HistoryFiles, keep: number): void {
  for (const time of backupTimes(namesBeside(files)).slice(keep)) rmSync(files.backup(time), { force: true });
}

/** The time for the name of a new backup: later than every other one's, also where the clock was set back. */
export function nextTime(files: HistoryFiles): number {
  const [newest = 0] = backupTimes(namesBeside(files));
  return Math.max(Date.now(), newest + 1);
}

/** Whether there is an earlier state of the database. */
export function hasBackups(files: HistoryFiles): boolean {
  return backupTimes(namesBeside(files)).length > 0;
}

/** Removes a database with what SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-journal', '-shm']) rmSync(file + suffix, { force: true });
}

/** Where a backup is until it is found whole. */
export function backupInTheMaking({ making }: HistoryFiles): string {
  return `${making}-copy`;
}

/** The files that belong to a database. */
export function filesOfDatabase(database: string): HistoryFiles {
  return historyFiles(path.dirname(database));
}

function namesBeside(files: HistoryFiles): string[] {
  return readdirSync(path.dirname(files.database));
}
