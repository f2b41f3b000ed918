import type { Clock } from '../ports.ts';

/** Notices that nothing has come for too long. */
export interface StallWatch {
  /** Aborted when it has. */
  readonly signal: AbortSignal;
  /** Something has come; the next may take so many milliseconds. */
  touch(milliseconds: number): void;
  /** Ends the watch. */
  end(): void;
}

/**
 * Starts to watch. The AI SDK's own time-outs begin with the reply's headers, so they would wait for ever for a service
 * that takes the request and says nothing (seen in ai 7.0.173).
 * @param firstMilliseconds what the first may take
 */
export function watchForStall(clock: Clock, firstMilliseconds: number): StallWatch {
  const stalled = new AbortController();
  let watching = new AbortController();
  let limit = firstMilliseconds;
  let last = clock.now();
  const watch = async ({ signal }: AbortController) => {
    for (let rest = last + limit - clock.now(); rest > 0; rest = last + limit - clock.now()) {
      await clock.sleep(rest, signal);
    }
    stalled.abort();
  };
  watch(watching).catch(() => {});
  return {
    signal: stalled.signal,
    touch: (milliseconds) => {
      last = clock.now();
      if (milliseconds === limit) return;
      limit = milliseconds;
      watching.abort();
      watching = new AbortController();
      watch(watching).catch(() => {});
    },
    end: () => watching.abort(),
  };
}
