import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { HistoryWork } from '../../shared/model/history.ts';

const chunkBytes = 1024 * 1024;
/** Where SQLite takes its locks in a file of more than 1 GiB: never written to, and on Windows unreadable while locked. */
const lockPage = { start: 0x4000_0000, end: 0x4000_0000 + 4096 };

/** Told how far work is that everybody waits for. */
export type OnWork = (work: HistoryWork) => void;

/**
 * Copies a file so that it is on the disk when this returns. What is at the target is replaced.
 * @param onDone told from 0 to 1 how much of it has been copied
 */
export function copyDurably(from: string, to: string, onDone: (done: number) => void = () => {}): void {
  rmSync(to, { force: true });
  const source = openSync(from, 'r');
  try {
    // SECURITY: only the person's own account may read it.
    const target = openSync(to, 'wx', 0o600);
    try {
      copyBytes(source, target, onDone);
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

/** Renames so that a power cut leaves the old name or the new one. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(path.dirname(to));
}

/** In bytes; 0 where there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function copyBytes(source: number, target: number, onDone: (done: number) => void): void {
  const { size } = fstatSync(source);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let at = 0;
  for (;;) {
    if (at === lockPage.start) at = lockPage.end;
    const room = at < lockPage.start ? Math.min(chunkBytes, lockPage.start - at) : chunkBytes;
    const read = readSync(source, buffer, 0, room, at);
    if (read === 0) return;
    let written = 0;
    while (written < read) written += writeSync(target, buffer, written, read - written, at + written);
    at += read;
    onDone(Math.min(at / size, 1));
  }
}

/** Windows does that by itself and can't open a folder. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
