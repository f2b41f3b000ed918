import { mkdirSync } from 'node:fs';
import { createStream } from 'rotating-file-stream';
import type { Log, LogFields } from '../core/ports.ts';

/** A log that can be ended. */
export interface FileLog extends Log {
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

/** One JSON object a line in `parley.log`; at most five files of 2 MB are kept. */
export function createFileLog(folder: string): FileLog {
  mkdirSync(folder, { recursive: true });
  const stream = createStream('parley.log', { path: folder, size: '2M', maxFiles: 4, mode: 0o600 });
  // A full disk costs the log, not the conversation.
  stream.on('error', () => {});
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) =>
      void stream.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  return {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    close: () => new Promise((resolve) => void stream.end(resolve)),
  };
}
