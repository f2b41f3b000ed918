import { setTimeout as wait } from 'node:timers/promises';
import type { FilterCategory } from './content-filter.ts';
import type { Citation, ToolCall } from './reply-format.ts';

/** One step of an answer. The first is `open`, unless nothing at all should be sent; the last is an ending. */
export type PlayEvent =
  /** Headers and the events that come before any text. */
  | { readonly kind: 'open' }
  /** What the model thought, in the parts of its summary. */
  | { readonly kind: 'reasoning'; readonly parts: readonly string[] }
  | { readonly kind: 'delta'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly call: ToolCall }
  | { readonly kind: 'citation'; readonly citation: Citation }
  | { readonly kind: 'image'; readonly base64: string }
  /** Events of kinds that no client can know yet. */
  | { readonly kind: 'unknown' }
  /** Bytes that are no event. */
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'complete' }
  /** As many tokens as the request allows. */
  | { readonly kind: 'length' }
  | { readonly kind: 'content-filter'; readonly category: FilterCategory }
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
  /** Milliseconds before the first one, besides. */
  readonly firstDelay?: number | undefined;
  /** UTF-16 units a delta; undefined for a few words each. */
  readonly chunkSize?: number | undefined;
  /** So many deltas in each second, in bursts where timers are coarser than that; counts instead of `delay`. */
  readonly deltasPerSecond?: number | undefined;
}

/** What an answer consists of. */
export interface Answer {
  readonly text: string;
  readonly reasoning?: readonly string[] | undefined;
  readonly calls?: readonly ToolCall[] | undefined;
  readonly citations?: readonly Citation[] | undefined;
  /** As base64; before the text. */
  readonly images?: readonly string[] | undefined;
  /** Whether events that nobody knows come between the others. */
  readonly hasUnknownEvents?: boolean | undefined;
}

/** How a play ends, and after how many deltas; undefined is after the last. */
export interface Ending {
  readonly event: Exclude<
    PlayEvent,
    { kind: 'open' | 'delta' | 'reasoning' | 'raw' | 'tool-call' | 'citation' | 'image' | 'unknown' }
  >;
  readonly afterDeltas?: number;
}

const pauseBeforeCut = 50;

/** Plays an answer at the given pace. */
export function playAnswer(answer: Answer, pace: Pace, ending: Ending): Play {
  const deltas = splitText(answer.text, pace.chunkSize).slice(0, ending.afterDeltas);
  const hasUnknownEvents = answer.hasUnknownEvents === true;
  return async function* play(signal) {
    yield { kind: 'open' };
    if (hasUnknownEvents) yield { kind: 'unknown' };
    if (answer.reasoning !== undefined) yield { kind: 'reasoning', parts: answer.reasoning };
    for (const base64 of answer.images ?? []) yield { kind: 'image', base64 };
    if ((pace.firstDelay ?? 0) > 0) await wait(pace.firstDelay, undefined, { signal });
    const began = performance.now();
    for (const [index, text] of deltas.entries()) {
      // Real models take their time between words; without this nobody could press Stop.
      const pause = pauseBefore(index, pace, performance.now() - began);
      if (pause > 0) await wait(pause, undefined, { signal });
      yield { kind: 'delta', text };
    }
    for (const citation of answer.citations ?? []) yield { kind: 'citation', citation };
    for (const call of answer.calls ?? []) yield { kind: 'tool-call', call };
    if (hasUnknownEvents) yield { kind: 'unknown' };
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
  const whole = Math.max(1, Math.min(size, text.length));
  return Array.from({ length: Math.ceil(text.length / whole) }, (_, index) =>
    text.slice(index * whole, (index + 1) * whole),
  );
}

/** Milliseconds to wait before a delta. */
function pauseBefore(index: number, { delay, deltasPerSecond }: Pace, elapsed: number): number {
  if (deltasPerSecond === undefined) return delay;
  const early = (index * 1000) / deltasPerSecond - elapsed;
  // A timer is never finer than a millisecond: what is due within it goes out now.
  return early < 1 ? 0 : early;
}
