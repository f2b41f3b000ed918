import { assertNever } from '../../../../shared/errors.ts';
import type { BusyReason, Refusal } from './refusal.ts';

/** Whether a deployment is worth asking. */
export type CircuitBreaker =
  | { readonly state: 'closed'; readonly failures: number }
  /** Not before `until`, milliseconds since the epoch; `trips` counts how often in a row. */
  | { readonly state: 'open'; readonly until: number; readonly trips: number; readonly reason: BusyReason }
  /** One request is under way that will tell. */
  | { readonly state: 'half-open'; readonly since: number; readonly trips: number; readonly reason: BusyReason };

/** A deployment of which nothing bad is known. */
export const closedBreaker: CircuitBreaker = { state: 'closed', failures: 0 };

const failuresThatOpen = 2;
const firstOpenMilliseconds = 15_000;
/** A quota may be raised meanwhile, and a service mended: no verdict holds longer without a look. */
const longestOpenMilliseconds = 10 * 60_000;
/** A trial of which nothing was heard for so long has been lost. */
const trialMilliseconds = 2 * 60_000;

/** What a request may do. */
export type Passage = 'ask' | 'try' | 'pass';

/** Whether a deployment is to be asked, tried with one request, or passed over. */
export function passageOf(breaker: CircuitBreaker, now: number): Passage {
  switch (breaker.state) {
    case 'closed':
      return 'ask';
    case 'open':
      return now >= breaker.until ? 'try' : 'pass';
    case 'half-open':
      return now >= breaker.since + trialMilliseconds ? 'try' : 'pass';
    default:
      return assertNever(breaker);
  }
}

/** The breaker while its one trial is under way. */
export function tryBreaker(breaker: CircuitBreaker, now: number): CircuitBreaker {
  if (breaker.state === 'closed') return breaker;
  return { state: 'half-open', since: now, trips: breaker.trips, reason: breaker.reason };
}

/** The breaker after a request that came to no verdict: the person stopped it. */
export function releaseBreaker(breaker: CircuitBreaker, now: number): CircuitBreaker {
  if (breaker.state !== 'half-open') return breaker;
  return { state: 'open', until: now, trips: breaker.trips, reason: breaker.reason };
}

/**
 * The breaker after a refusal: a limit opens it at once, for as long as the service asked; failures when they repeat.
 * @param random in [0, 1): clients that saw it open together do not all try together
 */
export function refuseBreaker(
  breaker: CircuitBreaker,
  refusal: Refusal,
  { now, random }: { readonly now: number; readonly random: () => number },
): CircuitBreaker {
  // It has answered, and at once: nobody loses time by asking again.
  if (refusal.kind === 'final' || (refusal.kind === 'not-here' && refusal.because !== 'no-answer'))
    return closedBreaker;
  const reason = refusal.kind === 'not-here' ? 'unavailable' : refusal.kind;
  const failures = breaker.state === 'closed' ? breaker.failures + 1 : failuresThatOpen;
  if (reason === 'unavailable' && failures < failuresThatOpen) return { state: 'closed', failures };
  const trips = breaker.state === 'closed' ? 1 : breaker.trips + 1;
  const wait =
    refusal.wait ?? (refusal.kind === 'quota' ? longestOpenMilliseconds : firstOpenMilliseconds * 2 ** (trips - 1));
  const open = Math.min(wait * (1 + random() / 2), longestOpenMilliseconds);
  return { state: 'open', until: now + Math.round(open), trips, reason };
}
