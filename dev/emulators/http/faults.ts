import type { NodeContext } from './raw-reply.ts';
import { pause } from './raw-reply.ts';
import { createScriptQueue } from './script-queue.ts';

/** A request that a test keeps waiting, in place of a sleep. */
export interface HeldRequest<Request> {
  /** Resolves with the request once it has come. */
  readonly arrived: Promise<Request>;
  /** Lets it go on to its usual answer; before it has come, it will not wait at all. */
  release(): void;
}

/** What can be made to go wrong at the places of one server. */
export interface Faults<Place extends string, Failure, Request> {
  /** Answers the next `times` requests to a place, or to any, with a failure. */
  fail(place: Place | 'any', failure: Failure, times?: number): void;
  /** Keeps the next request to a place, or to any, waiting. */
  hold(place: Place | 'any'): HeldRequest<Request>;
  /** Milliseconds before every answer of a place, or of all of them; 0 ends it. */
  setDelay(milliseconds: number, place?: Place): void;
  /** Waits as told, and then says which failure to answer with, if any. */
  meet(context: NodeContext, place: Place, request: Request): Promise<Failure | undefined>;
}

/** Makes a server's faults, of which there are none yet. */
export function createFaults<Place extends string, Failure, Request>(): Faults<Place, Failure, Request> {
  const failures = createScriptQueue<{ place: Place | 'any'; failure: Failure }>();
  const holds = createScriptQueue<{ place: Place | 'any'; arrive(request: Request): void; released: Promise<void> }>();
  const delays = new Map<Place | 'any', number>();
  return {
    fail: (place, failure, times) => failures.add({ place, failure }, times),
    hold: (place) => {
      const arrived = Promise.withResolvers<Request>();
      const released = Promise.withResolvers<void>();
      holds.add({ place, arrive: arrived.resolve, released: released.promise });
      return { arrived: arrived.promise, release: () => released.resolve() };
    },
    setDelay: (milliseconds, place) => void delays.set(place ?? 'any', milliseconds),
    meet: async (context, place, request) => {
      const isHere = (entry: { place: Place | 'any' }): boolean => entry.place === place || entry.place === 'any';
      // Taken before any waiting: a failure belongs to the request that came first, not to the one that waited least.
      const failure = failures.take(isHere)?.failure;
      const held = holds.take(isHere);
      const delay = delays.get(place) ?? delays.get('any') ?? 0;
      if (delay > 0) await pause(context, delay);
      held?.arrive(request);
      await held?.released;
      return failure;
    },
  };
}
