import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Result } from '../../src/shared/ipc/define.ts';
import type { VictimMessage, VictimRequest } from './victim.ts';

/** What a victim runs on. */
export interface VictimOptions {
  readonly profileFolder: string;
  readonly policyFile: string;
  readonly certificateAuthority: string;
  /** Called with what comes of answers. */
  readonly onMessage: (message: Extract<VictimMessage, { kind: 'shown' | 'turn-end' }>) => void;
}

/** What a call comes back with that the victim did not live to answer. */
export const notAnswered = {
  code: 'history-unavailable',
  retryable: true,
  correlationId: '',
  time: 0,
  fields: {},
} as const;

/** A running Parley that can be killed as a whole or in part. */
export class VictimProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #replies = new Map<number, (result: Result<unknown>) => void>();
  readonly #isReady = Promise.withResolvers<void>();
  /** The storage processes that have not ended: the history's, and one that backs it up. */
  readonly #storage = new Set<number>();
  #lastId = 0;
  #isSigningIn = false;

  constructor(options: VictimOptions) {
    const { profileFolder, policyFile, certificateAuthority } = options;
    this.#child = fork(path.join(import.meta.dirname, 'victim.ts'), [profileFolder, policyFile, certificateAuthority], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#exited = once(this.#child, 'exit');
    this.#isReady.promise.catch(() => {});
    this.#child.on('message', (message: VictimMessage) => this.#take(message, options));
    this.#child.on('exit', () => {
      this.#isReady.reject(new Error('The victim has ended while it started.'));
      for (const settle of this.#replies.values()) settle({ ok: false, error: notAnswered });
    });
  }

  /** Resolves when the person is signed in and the history is open. */
  get ready(): Promise<void> {
    return this.#isReady.promise;
  }

  /** A call of the contract; what was not answered before the end comes back as `history-unavailable`. */
  invoke(name: string, input: unknown): Promise<Result<unknown>> {
    return this.#ask({ name, input, isStream: false });
  }

  /** A stream of the contract, to its end. @returns its last item */
  stream(name: string, input: unknown): Promise<Result<unknown>> {
    return this.#ask({ name, input, isStream: true });
  }

  #ask(asked: Omit<VictimRequest, 'id'>): Promise<Result<unknown>> {
    // Nobody answers what is asked of one that is gone.
    if (!this.#child.connected) return Promise.resolve({ ok: false, error: notAnswered });
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      this.#replies.set(id, resolve);
      const request: VictimRequest = { id, ...asked };
      this.#child.send(request, () => {});
    });
  }

  /** Kills by SIGKILL; resolves when what was killed is gone. @returns when it was done */
  async kill(target: 'storage' | 'main' | 'app'): Promise<number> {
    const time = Date.now();
    // By now another program's process may have the number of one that is gone.
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return time;
    if (target !== 'main') for (const pid of this.#storage) killProcess(pid);
    if (target !== 'storage') {
      this.#child.kill('SIGKILL');
      await this.#exited;
      // Its storage processes may have an end of their own to come to; only then the files stand still.
      while ([...this.#storage].some(isAlive)) await sleep(5);
    }
    return time;
  }

  /** Ends it as a person does. */
  async quit(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited;
  }

  #take(message: VictimMessage, { onMessage }: VictimOptions): void {
    switch (message.kind) {
      case 'storage':
        if (message.hasEnded) this.#storage.delete(message.pid);
        else this.#storage.add(message.pid);
        return;
      case 'state':
        if (message.state === 'signed-in') this.#isReady.resolve();
        else if (message.state === 'blocked') this.#isReady.reject(new Error(`The victim is blocked: ${message.code}`));
        else if (message.state === 'signed-out' && !this.#isSigningIn) {
          this.#isSigningIn = true;
          void this.invoke('session.signIn', undefined);
        }
        return;
      case 'reply':
        this.#replies.get(message.id)?.(message.result);
        this.#replies.delete(message.id);
        return;
      case 'shown':
      case 'turn-end':
        onMessage(message);
        return;
    }
  }
}

/** A process that is gone already is no error. */
function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
}

/** A process that has ended counts as gone, also where nobody has asked yet what came of it. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
