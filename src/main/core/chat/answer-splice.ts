import type { UIMessageChunk } from 'ai';

/**
 * Makes one answer of several streams: what a stream broke off in the middle of, the next one goes on with, as if the
 * service had never stopped.
 */
export class AnswerSplice {
  readonly #emit: (chunk: UIMessageChunk) => void;
  /** The text part that has begun and not ended. */
  #open: string | undefined;
  /** The id by which the stream of now calls the part that an earlier one has left open. */
  #alias: string | undefined;
  #isContinued = false;
  #stream = 0;

  constructor(emit: (chunk: UIMessageChunk) => void) {
    this.#emit = emit;
  }

  /** Whether any text has come that the next stream is to go on from. */
  get hasText(): boolean {
    return this.#open !== undefined;
  }

  /** What comes from here on is another stream's. */
  next(): void {
    this.#stream += 1;
    this.#isContinued = this.#open !== undefined;
    this.#alias = undefined;
  }

  write(chunk: UIMessageChunk): void {
    switch (chunk.type) {
      case 'start-step':
        if (!this.#isContinued) this.#emit(chunk);
        return;
      case 'text-start':
        if (this.#isContinued && this.#alias === undefined) {
          this.#alias = chunk.id;
          return;
        }
        this.#open = this.#own(chunk.id);
        return this.#emit({ ...chunk, id: this.#open });
      case 'text-delta':
        return this.#emit({ ...chunk, id: this.#own(chunk.id) });
      case 'text-end': {
        const id = this.#own(chunk.id);
        if (id === this.#open) this.#open = undefined;
        if (chunk.id === this.#alias) this.#isContinued = false;
        return this.#emit({ ...chunk, id });
      }
      case 'reasoning-start':
      case 'reasoning-delta':
      case 'reasoning-end':
        return this.#emit({ ...chunk, id: this.#named(chunk.id) });
      default:
        return this.#emit(chunk);
    }
  }

  #own(id: string): string {
    return id === this.#alias && this.#open !== undefined ? this.#open : this.#named(id);
  }

  /** Two streams may give their parts the same names. */
  #named(id: string): string {
    return this.#stream === 0 ? id : `${this.#stream}-${id}`;
  }
}
