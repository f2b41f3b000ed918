import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

/**
 * Replaces a file so that a crash leaves the old content or the new one; makes its folder where it is missing. Until then
 * the new content is in `<file>.tmp`, so a file has one writer at a time.
 * @throws AppError `disk-full`
 */
export async function writeFileAtomically(file: string, data: Buffer): Promise<void> {
  const temporary = `${file}.tmp`;
  const folder = path.dirname(file);
  try {
    await makeFolder(folder);
    await writeDurably(temporary, data);
    await rename(temporary, file);
    await syncFolder(folder);
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => {});
    if (hasErrorCode(thrown, 'ENOSPC', 'EDQUOT')) throw new AppError('disk-full', { cause: thrown });
    throw thrown;
  }
}

/** Removes a file, and what a crash while it was replaced may have left of it. */
export async function removeFile(file: string): Promise<void> {
  await Promise.all([rm(file, { force: true }), rm(`${file}.tmp`, { force: true })]);
}

/** Whether an error is one of Node's with one of these codes, `ENOENT`. */
export function hasErrorCode(thrown: unknown, ...codes: readonly string[]): boolean {
  return thrown instanceof Error && 'code' in thrown && codes.includes(String(thrown.code));
}

/** Durable up to the folder that was there: a history must not outlive the folder that has its key, nor the other way round. */
async function makeFolder(folder: string): Promise<void> {
  // SECURITY: on a shared computer nobody else may read or replace what Parley keeps.
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolder(path.dirname(made));
}

async function writeDurably(file: string, data: Buffer): Promise<void> {
  // SECURITY: only the person's own account may read it. A leftover of a crash is replaced with its mode.
  await rm(file, { force: true });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes what was renamed or made in a folder durable; Windows does that by itself and can't open a folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().catch(() => {});
  await handle.close();
}
