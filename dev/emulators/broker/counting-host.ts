import type { ChildProcess, ProcessHost } from '../../../src/main/core/ports.ts';
import { nodeProcessHost } from '../../../src/main/shell/process-host.ts';

/** Runs the broker's process in a Node of its own, and lets a test count processes and wait for their end. */
export class CountingHost implements ProcessHost {
  /** Resolves for each process when it has ended, oldest first. */
  readonly exits: Promise<void>[] = [];
  /** False plays a process that nothing can end. */
  mortal = true;
  readonly #host: ProcessHost;
  readonly #kills: (() => void)[] = [];

  constructor(entry: string) {
    this.#host = nodeProcessHost(process.execPath, entry);
  }

  start(): ChildProcess {
    const child = this.#host.start();
    this.exits.push(new Promise((resolve) => child.onExit(() => resolve())));
    this.#kills.push(() => child.kill());
    return {
      ...child,
      kill: () => {
        if (this.mortal) child.kill();
      },
    };
  }

  /** Ends the newest process from outside. */
  killLast(): void {
    this.#kills.at(-1)?.();
  }

  /** Ends all of them. */
  async end(): Promise<void> {
    for (const kill of this.#kills) kill();
    await Promise.all(this.exits);
  }
}
