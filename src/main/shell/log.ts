import { mkdirSync } from 'node:fs';
import { createStream } from 'rotating-file-stream';
import type { Log, LogFields } from '../core/ports.ts';

/** A log that can be ended. */
export interface FileLog extends Log {
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/**
 * One JSON object a line in `parley.log`; at most five files of 2 MB are kept. Where the folder or the disk fails, the log
 * is lost, and nothing else.
 */
export function createFileLog(folder: string): FileLog {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return silentLog;
  }
  const stream = createStream('parley.log', { path: folder, size: '2M', maxFiles: 4, mode: 0o600 });
  stream.on('error', () => {});
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) =>
      void stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  return {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    // A stream that has failed never calls back.
    close: () =>
      new Promise(
        (resolve) => void (stream.destroyed ? resolve() : stream.once('error', () => resolve()).end(resolve)),
      ),
  };
}

const silentLog: FileLog = { info: () => {}, warn: () => {}, error: () => {}, close: async () => {} };
