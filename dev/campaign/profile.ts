import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The database of the one account in a profile. */
export function historyFile(profileFolder: string): string {
  const accounts = path.join(profileFolder, 'accounts');
  const folders = readdirSync(accounts, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const [folder, ...others] = folders;
  if (folder === undefined || others.length > 0) throw new Error(`${folders.length} accounts are in the profile`);
  return path.join(accounts, folder.name, 'history.db');
}
