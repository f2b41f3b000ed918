import type { Clock } from '../ports.ts';

/** Notices that nothing has come for too long. */
export interface StallWatch {
  /** Aborted when it has. */
  readonly signal: AbortSignal;
  /** Something has come. */
  touch(): void;
  /** Ends the watch. */
  end(): void;
}

/**
 * Starts to watch. The AI SDK's own time-outs begin with the reply's headers, so they would wait for ever for a service
 * that takes the request and says nothing (seen in ai 7.0.173).
 */
export function watchForStall(clock: Clock, milliseconds: number): StallWatch {
  const stalled = new AbortController();
  const ended = new AbortController();
  let last = clock.now();
  const watch = async () => {
    for (let rest = milliseconds; rest > 0; rest = last + milliseconds - clock.now()) {
      await clock.sleep(rest, ended.signal);
    }
    stalled.abort();
  };
  watch().catch(() => {});
  return {
    signal: stalled.signal,
    touch: () => {
      last = clock.now();
    },
    end: () => ended.abort(),
  };
}
