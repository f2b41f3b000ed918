import { readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { backupTimes, historyFiles } from '../../src/main/core/history/history-files.ts';

/** The database of the one account in a profile. */
export function historyFile(profileFolder: string): string {
  const accounts = path.join(profileFolder, 'accounts');
  const folders = readdirSync(accounts, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const [folder, ...others] = folders;
  if (folder === undefined || others.length > 0) throw new Error(`${folders.length} accounts are in the profile`);
  return path.join(accounts, folder.name, 'history.db');
}

/** Makes backups two days older, so that another one is due. */
export function ageBackups(profileFolder: string): void {
  const folder = path.dirname(historyFile(profileFolder));
  const files = historyFiles(folder);
  // The oldest first: nothing is overwritten.
  for (const time of backupTimes(readdirSync(folder)).toReversed()) {
    renameSync(files.backup(time), files.backup(time - 2 * 24 * 3600 * 1000));
  }
}
