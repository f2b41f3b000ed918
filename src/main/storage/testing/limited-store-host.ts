import { spawn } from 'node:child_process';
import path from 'node:path';
import type { HistoryOptions } from '../../core/history/history-client.ts';

type ProcessHost = HistoryOptions['storeHost'];

const entry = path.join(import.meta.dirname, '..', 'index.ts');
const blockBytes = 512;

/**
 * Runs the real storage process where no file can become larger than so much, as under a quota: the write that goes beyond it
 * fails, like that on a full disk.
 */
export function limitedStoreHost(fileBytes: number): ProcessHost {
  return {
    start() {
      const limited = [
        '-c',
        `ulimit -f ${Math.floor(fileBytes / blockBytes)}; exec "$0" "$@"`,
        process.execPath,
        entry,
      ];
      const child = spawn('sh', limited, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      return {
        post: (message) => {
          if (child.connected) child.send(message as Parameters<typeof child.send>[0], () => {});
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.once('exit', listener),
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}
