import path from 'node:path';

/**
 * The files of one history, all in the folder of its account. What begins with a number of milliseconds since the epoch was
 * made then; the number is its name, and all that the window ever says of it.
 */
export interface HistoryFiles {
  /** The database; SQLite keeps its write-ahead log beside it. */
  readonly database: string;
  /** The key, sealed by the vault. */
  readonly key: string;
  /** A database that is still being made; nothing is lost with it. */
  readonly making: string;
  /** A database that is whole and takes the place of `database` as soon as that is out of the way. */
  readonly next: string;
  /** An earlier state of the database, as it was at a time. */
  backup(time: number): string;
  /** A folder for what was put aside at a time. */
  kept(time: number): string;
}

/** The files of the history in a folder. */
export function historyFiles(folder: string): HistoryFiles {
  const inFolder = (name: string) => path.join(folder, name);
  return {
    database: inFolder('history.db'),
    key: inFolder('history.key'),
    making: inFolder('history.making'),
    next: inFolder('history.next'),
    backup: (time) => inFolder(`${time}.backup`),
    kept: (time) => inFolder(`${time}.kept`),
  };
}

/** The times in the names of backups, newest first. */
export function backupTimes(names: readonly string[]): number[] {
  return timesOf(names, /^(\d{1,15})\.backup$/);
}

/** The times in the names of folders of what was put aside, newest first. */
export function keptTimes(names: readonly string[]): number[] {
  return timesOf(names, /^(\d{1,15})\.kept$/);
}

/** The write-ahead log of a database. */
export function logOf(database: string): string {
  return `${database}-wal`;
}

function timesOf(names: readonly string[], pattern: RegExp): number[] {
  const times = names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
  return times.toSorted((first, second) => second - first);
}
