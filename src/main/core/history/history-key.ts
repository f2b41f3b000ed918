import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { hasErrorCode, writeFileAtomically } from '../atomic-file.ts';
import type { SecretBox } from '../ports.ts';
import { backupTimes, historyFiles } from './history-files.ts';

const keyBytes = 32;

/** Where a history and its key are. */
export interface HistoryKeyOptions {
  readonly secretBox: SecretBox;
  /** Absolute path; made where it is missing. */
  readonly folder: string;
}

/**
 * The key of the history in a folder; makes and seals one where there is no history yet.
 * @throws AppError `vault-changed` where the key doesn't belong to this vault or is missing, `vault-unavailable`,
 * `history-unreadable`, `disk-full`
 */
export async function loadHistoryKey({ secretBox, folder }: HistoryKeyOptions): Promise<Buffer> {
  const file = historyFiles(folder).key;
  try {
    const sealed = await readFile(file).catch(undefinedWhereMissing);
    if (sealed !== undefined) return await unseal(secretBox, sealed, file);
    // A new key would make what is there unreadable for ever, and hide that it was lost.
    if (await hasHistory(folder)) {
      throw new AppError('vault-changed', { fields: { reason: 'key-missing' } });
    }
    const key = randomBytes(keyBytes);
    await writeFileAtomically(file, await secretBox.seal(key));
    return key;
  } catch (thrown) {
    if (!hasErrorCode(thrown, 'EACCES', 'EPERM', 'EROFS')) throw thrown;
    throw new AppError('history-unreadable', { fields: { reason: 'permission' }, cause: thrown });
  }
}

async function unseal(secretBox: SecretBox, sealed: Buffer, file: string): Promise<Buffer> {
  let isOutdated = false;
  const key = await secretBox.open(sealed, () => (isOutdated = true));
  if (key.length !== keyBytes) throw new AppError('vault-changed', { fields: { reason: 'key-damaged' } });
  if (isOutdated) {
    // The old seal still opens; what cannot be written now is tried again with the next start.
    await secretBox
      .seal(key)
      .then((again) => writeFileAtomically(file, again))
      .catch(() => {});
  }
  return key;
}

async function hasHistory(folder: string): Promise<boolean> {
  const names = (await readdir(folder).catch(undefinedWhereMissing)) ?? [];
  const { database, next } = historyFiles(folder);
  const isThere = [database, next].some((file) => names.includes(path.basename(file)));
  return isThere || backupTimes(names).length > 0;
}

function undefinedWhereMissing(thrown: unknown): undefined {
  if (hasErrorCode(thrown, 'ENOENT')) return undefined;
  throw thrown;
}
