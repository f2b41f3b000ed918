import { fork } from 'node:child_process';
import type { UtilityProcess } from 'electron';
import type { ChildProcess, ProcessHost } from '../core/ports.ts';

/** The part of Electron's utilityProcess that is used. */
export interface UtilityProcesses {
  fork(
    entry: string,
    args: string[],
    options: { serviceName: string; stdio: 'ignore'; execArgv: string[] },
  ): UtilityProcess;
}

/** A script that runs as a process of its own, and the name that the operating system shows for it. */
export interface ProcessScript {
  /** Absolute path. */
  readonly entry: string;
  readonly serviceName: string;
  /** Most memory that its objects may take; without a limit of its own where left out. */
  readonly memoryMegabytes?: number;
}

/** Runs a script as a utility process of Electron. */
export function utilityProcessHost(processes: UtilityProcesses, script: ProcessScript): ProcessHost {
  const { entry, serviceName, memoryMegabytes } = script;
  return {
    start(): ChildProcess {
      // Node's own switch has no effect in Electron.
      const execArgv = memoryMegabytes === undefined ? [] : [`--js-flags=${heapSwitch(memoryMegabytes)}`];
      const child = processes.fork(entry, [], { serviceName, stdio: 'ignore', execArgv });
      // A fatal error of V8, told before `exit`, which is what counts; unheard, it would end main as well.
      child.on('error', () => {});
      return {
        post: (message) => child.postMessage(message),
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.once('exit', listener),
        kill: () => void child.kill(),
      };
    },
  };
}

/** Runs a script in a Node of its own: for the browser host, and for an Electron too old for the SQLite addon. */
export function nodeProcessHost(node: string, entry: string, memoryMegabytes?: number): ProcessHost {
  return {
    start(): ChildProcess {
      const child = fork(entry, [], {
        execPath: node,
        execArgv: memoryMegabytes === undefined ? [] : [heapSwitch(memoryMegabytes)],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      return {
        post: (message) => {
          // A process that has just died is told of by `exit`; a late message to it is nobody's error.
          if (child.connected) child.send(message as Parameters<typeof child.send>[0], () => {});
        },
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => {
          child.once('exit', listener);
          child.once('error', () => listener(null));
        },
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}

function heapSwitch(megabytes: number): string {
  return `--max-old-space-size=${megabytes}`;
}
