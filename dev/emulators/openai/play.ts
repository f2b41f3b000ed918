import { setTimeout as wait } from 'node:timers/promises';

/** One step of an answer. The first is `open`, unless nothing at all should be sent; the last is an ending. */
export type PlayEvent =
  /** Headers and the events that come before any text. */
  | { readonly kind: 'open' }
  /** A summary of the model's reasoning; the responses API only. */
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'delta'; readonly text: string }
  /** Bytes that are no event. */
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'complete' }
  | { readonly kind: 'content-filter' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  /** An error event after which the body ends, without the failed response that `failed` sends. */
  | { readonly kind: 'broken-off'; readonly code: string; readonly message: string }
  /** Ends the body properly, but in the middle of the format. */
  | { readonly kind: 'over' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'stall' };

/** An answer in time; it ends early when `signal` says that the client went away. */
export type Play = (signal: AbortSignal) => AsyncIterable<PlayEvent>;

/** How an answer's text is spread over time. */
export interface Pace {
  /** Milliseconds before each delta. */
  readonly delay: number;
  /** UTF-16 units a delta; undefined for a few words each. */
  readonly chunkSize?: number | undefined;
}

/** How a play ends, and after how many deltas; undefined is after the last. */
export interface Ending {
  readonly event: Exclude<PlayEvent, { kind: 'open' | 'delta' | 'reasoning' | 'raw' }>;
  readonly afterDeltas?: number;
}

const pauseBeforeCut = 50;

/** Plays `text` at the given pace. */
export function playText(text: string, pace: Pace, ending: Ending, reasoning?: string): Play {
  const deltas = splitText(text, pace.chunkSize).slice(0, ending.afterDeltas);
  return async function* play(signal) {
    yield { kind: 'open' };
    if (reasoning !== undefined) yield { kind: 'reasoning', text: reasoning };
    for (const delta of deltas) {
      // Real models take their time between words; without this nobody could press Stop.
      if (pace.delay > 0) await wait(pace.delay, undefined, { signal });
      yield { kind: 'delta', text: delta };
    }
    // A reader drops what it has buffered when its connection breaks; without a pause the deltas would never be seen.
    if (ending.event.kind === 'cut') await wait(pauseBeforeCut, undefined, { signal });
    yield ending.event;
  };
}

/** Plays another play, and calls `then` right before its ending. */
export function beforeEnding(play: Play, ending: Ending['event'], then: () => void): Play {
  return async function* playOn(signal) {
    for await (const event of play(signal)) {
      if (event === ending) then();
      yield event;
    }
  };
}

/** Plays a fixed list of events at once. */
export function playEvents(events: readonly PlayEvent[]): Play {
  return async function* play() {
    yield* events;
  };
}

/** Cuts a text into pieces of a few words, or of `size` units; joined, they are the text again. */
export function splitText(text: string, size?: number): string[] {
  if (size === undefined) return text.match(/\s*(?:\S+\s+){1,3}|\s*\S+$|\s+$/g) ?? [];
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
