import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { HistoryBackup, HistoryRescue, HistoryWork } from '../../../shared/model/history.ts';
import type { SessionState } from '../../../shared/model/session.ts';
import { hasErrorCode, syncFolder } from '../atomic-file.ts';
import { backupTimes, historyFiles, logOf } from './history-files.ts';

const chunkBytes = 1024 * 1024;

/** Why a history cannot be opened where another one in its place would help. */
const rescuedReasons: ReadonlySet<string | number | undefined> = new Set([
  'wrong-key-or-corrupt',
  'database-missing',
  'not-a-history',
  'bad-message',
]);

/** What is told while a history is mended, and what calls that off. */
export interface MendEvents {
  readonly onWork: (work: HistoryWork) => void;
  readonly signal: AbortSignal;
}

/** What the person was offered; null for nothing. */
export function rescueIn(state: SessionState): HistoryRescue | null {
  if (state.kind === 'blocked') return state.rescue;
  return state.kind === 'signed-in' ? (state.damage?.rescue ?? null) : null;
}

/** What can be done about a history that cannot be opened; null where there is nothing but to try again. */
export async function rescueOf(fault: AppError, folder: string | undefined): Promise<HistoryRescue | null> {
  if (folder === undefined) return null;
  // A backup was sealed with the key that is gone.
  if (fault.code === 'vault-changed') return { backups: [] };
  if (!isDamage(fault)) return null;
  return { backups: await listBackups(folder).catch(() => []) };
}

/** Whether an error says that the file itself, or something in it, cannot be read. */
export function isDamage({ code, fields }: Pick<AppError, 'code' | 'fields'>): boolean {
  return code === 'history-unreadable' && rescuedReasons.has(fields['reason']);
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
export async function restoreBackup(
  folder: string,
  time: number,
  { onWork, signal }: MendEvents = { onWork: () => {}, signal: new AbortController().signal },
): Promise<void> {
  const files = historyFiles(folder);
  if (!backupTimes(await readdir(folder)).includes(time)) throw new AppError('not-found');
  try {
    const onDone = (done: number) => {
      signal.throwIfAborted();
      onWork({ kind: 'restoring', done });
    };
    await copyDurably(files.backup(time), files.making, onDone);
    signal.throwIfAborted();
    await renameDurably(files.making, files.next);
  } catch (thrown) {
    await rm(files.making, { force: true });
    throw toDiskError(thrown);
  }
  const kept = await newKeptFolder(folder);
  // The storage process finishes what is interrupted after this: it finds `next` without a database.
  await moveInto(kept, [files.database, logOf(files.database)]);
  await renameDurably(files.next, files.database);
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

async function moveInto(kept: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await rename(file, path.join(kept, path.basename(file))).catch((thrown: unknown) => {
      if (!hasErrorCode(thrown, 'ENOENT')) throw toDiskError(thrown);
    });
  }
  // Both names of what was moved, before anything takes its place: a power cut leaves it in one folder or the other.
  await syncFolder(kept);
  await syncFolder(path.dirname(kept));
}

/** Copies in pieces, so that it can be told how far it is. */
async function copyDurably(from: string, to: string, onDone: (done: number) => void): Promise<void> {
  const source = await open(from, 'r');
  try {
    const { size } = await source.stat();
    await rm(to, { force: true });
    // SECURITY: only the person's own account may read it.
    const target = await open(to, 'wx', 0o600);
    try {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      for (let at = 0; ;) {
        const { bytesRead } = await source.read(buffer, 0, chunkBytes, at);
        if (bytesRead === 0) break;
        await target.writeFile(buffer.subarray(0, bytesRead));
        at += bytesRead;
        onDone(Math.min(at / size, 1));
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(path.dirname(to));
}

function toDiskError(thrown: unknown): unknown {
  if (hasErrorCode(thrown, 'ENOSPC', 'EDQUOT', 'EFBIG')) return new AppError('disk-full', { cause: thrown });
  if (hasErrorCode(thrown, 'EACCES', 'EPERM', 'EROFS')) {
    return new AppError('history-unreadable', { fields: { reason: 'permission' }, cause: thrown });
  }
  if (hasErrorCode(thrown, 'EBUSY')) return new AppError('history-locked', { cause: thrown });
  return thrown;
}
