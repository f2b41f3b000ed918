import type { UIMessageChunk } from 'ai';
import type { Clock } from '../ports.ts';

/** Measures how long a model has thought for an answer: from the beginning to the end of each part of its reasoning. */
export class ThinkingTime {
  readonly #clock: Clock;
  #open = 0;
  #since = 0;
  #milliseconds: number | undefined;

  /** @param before how long it has thought for the part of the answer that is there already */
  constructor(clock: Clock, before?: number) {
    this.#clock = clock;
    this.#milliseconds = before;
  }

  /** For the answer's metadata; empty where the model has not told of any thinking. */
  get metadata(): { readonly thoughtMilliseconds?: number } {
    return this.#milliseconds === undefined ? {} : { thoughtMilliseconds: this.#milliseconds };
  }

  /** Looks at a chunk of the answer. @returns whether the model has come to an end of thinking with it */
  see({ type }: UIMessageChunk): boolean {
    if (type === 'reasoning-start') {
      if (this.#open === 0) this.#since = this.#clock.now();
      this.#open += 1;
      return false;
    }
    if (type !== 'reasoning-end' || this.#open === 0) return false;
    this.#open -= 1;
    if (this.#open > 0) return false;
    this.#milliseconds = (this.#milliseconds ?? 0) + this.#clock.now() - this.#since;
    return true;
  }
}
