import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The path of a database in a new folder of its own. */
export async function newDatabaseFile(): Promise<string> {
  return path.join(await mkdtemp(path.join(tmpdir(), 'parley-history-')), 'history.db');
}

/** Every file beside the database, itself included, byte for byte. */
export async function filesOf(file: string): Promise<Record<string, Buffer>> {
  const folder = path.dirname(file);
  const files: Record<string, Buffer> = {};
  for (const name of (await readdir(folder)).toSorted()) files[name] = await readFile(path.join(folder, name));
  return files;
}
