import { AppError } from '../../shared/errors.ts';

/** Steps that exclude each other: one is under way at a time; a new one calls the others off and begins when they have ended. */
export class Sequence {
  readonly #pending = new Set<AbortController>();
  #done: Promise<void> = Promise.resolve();
  #isEnded = false;

  /**
   * Begins a step; its signal is aborted when another one takes over.
   * @param manner `when-idle` waits for what is under way instead of calling it off
   */
  begin(work: (signal: AbortSignal) => Promise<void>, manner: 'at-once' | 'when-idle' = 'at-once'): Promise<void> {
    if (this.#isEnded) return Promise.resolve();
    if (manner === 'at-once') for (const before of this.#pending) before.abort(new AppError('sign-in-cancelled'));
    const cancel = new AbortController();
    this.#pending.add(cancel);
    const run = this.#done.then(() => work(cancel.signal)).finally(() => this.#pending.delete(cancel));
    this.#done = run.catch(() => {});
    return run;
  }

  /** Begins the last step. */
  end(work: () => Promise<void>): Promise<void> {
    const ended = this.begin(work);
    this.#isEnded = true;
    return ended;
  }
}
