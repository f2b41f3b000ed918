import type { UIMessageChunk } from 'ai';
import type { Clock } from '../ports.ts';

/** One frame at 60 Hz: nobody sees more often than that. */
const frameMilliseconds = 16;

type Delta = Extract<UIMessageChunk, { type: 'text-delta' | 'reasoning-delta' }>;

/**
 * Joins the deltas of one frame, so that a fast model costs the window one update a frame. The first delta after a pause
 * passes at once; order is kept.
 */
export class DeltaJoiner {
  readonly #clock: Clock;
  readonly #emit: (chunk: UIMessageChunk) => void;
  #waiting: Delta | undefined;
  #lastEmit = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, emit: (chunk: UIMessageChunk) => void) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** @param signal ends the wait for the frame's end; what waits is then left for `flush` */
  write(chunk: UIMessageChunk, signal: AbortSignal): void {
    if (chunk.type !== 'text-delta' && chunk.type !== 'reasoning-delta') {
      this.flush();
      this.#emit(chunk);
      return;
    }
    if (this.#waiting !== undefined && canJoin(this.#waiting, chunk)) {
      this.#waiting = { ...this.#waiting, delta: this.#waiting.delta + chunk.delta };
      return;
    }
    this.flush();
    this.#waiting = chunk;
    const wait = this.#lastEmit + frameMilliseconds - this.#clock.now();
    if (wait <= 0) this.flush();
    else
      void this.#clock.sleep(wait, signal).then(
        () => this.flush(),
        () => {},
      );
  }

  /** Emits what waits. */
  flush(): void {
    const chunk = this.#waiting;
    if (chunk === undefined) return;
    this.#waiting = undefined;
    this.#lastEmit = this.#clock.now();
    this.#emit(chunk);
  }
}

/** Whether two deltas belong to the same part. */
export function canJoin(first: UIMessageChunk, second: UIMessageChunk): boolean {
  return (
    first.type === second.type &&
    (first.type === 'text-delta' || first.type === 'reasoning-delta') &&
    'id' in second &&
    first.id === second.id
  );
}
