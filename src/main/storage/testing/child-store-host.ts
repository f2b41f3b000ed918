import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { HistoryOptions } from '../../core/history/history-client.ts';

type ProcessHost = HistoryOptions['storeHost'];

const entry = path.join(import.meta.dirname, '..', 'index.ts');

/** Runs the real storage process from its source, and lets a test kill it. */
export class ChildStoreHost implements ProcessHost {
  readonly children: ChildProcess[] = [];

  start(): ReturnType<ProcessHost['start']> {
    const child = fork(entry, [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.children.push(child);
    return {
      post: (message) => {
        if (child.connected) child.send(message as Parameters<typeof child.send>[0], () => {});
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    };
  }

  /** The process of now. */
  get last(): ChildProcess {
    const child = this.children.at(-1);
    if (child === undefined) throw new Error('no process was started');
    return child;
  }
}
