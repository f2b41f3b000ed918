import { assertNever } from '../../../../shared/errors.ts';
import type { BusyReason, Refusal } from './refusal.ts';

/** How patient a turn is. */
export interface RetryRules {
  /** Calls in all, the first one too. */
  readonly attempts: number;
  /** The same where the service is down: nobody looks at a countdown for what may not come back. */
  readonly attemptsWhenUnavailable: number;
  /** Waits that are no longer pass unseen; others are shown with a countdown and Cancel. */
  readonly silentMilliseconds: number;
  /** A longer wait is not begun: the person is told when it makes sense to come back. */
  readonly longestWaitMilliseconds: number;
  /** All waits of one turn together. */
  readonly patienceMilliseconds: number;
}

/** What suits a person who looks on and can cancel; measured by `simulation.ts`. */
export const defaultRetryRules: RetryRules = {
  attempts: 12,
  attemptsWhenUnavailable: 4,
  silentMilliseconds: 3_000,
  longestWaitMilliseconds: 5 * 60_000,
  patienceMilliseconds: 10 * 60_000,
};

/** Where a turn stands. */
export interface RetryState {
  /** Calls that were made, the refused one too. */
  readonly attempt: number;
  readonly waitedMilliseconds: number;
}

/** What to do after a refusal. */
export type RetryStep =
  | { readonly kind: 'wait'; readonly milliseconds: number; readonly shown: 'silently' | 'countdown' }
  | {
      readonly kind: 'give-up';
      readonly reason: 'final' | 'quota' | 'attempts' | 'too-long';
      /** What the service asked for, so that the card can name a time; undefined where it did not say. */
      readonly retryInMilliseconds: number | undefined;
    };

type BusyRefusal = Extract<Refusal, { kind: BusyReason }>;

const longestSpreadMilliseconds = 90_000;

/**
 * Decides whether to ask again, and when. Everybody who was refused at the same moment is told to come back at the same
 * moment, so the wait is spread, and the more, the oftener it was in vain.
 * @param random in [0, 1)
 */
export function planRetry(
  refusal: Refusal,
  { attempt, waitedMilliseconds }: RetryState,
  { random, rules = defaultRetryRules }: { readonly random: () => number; readonly rules?: RetryRules },
): RetryStep {
  if (refusal.kind === 'final' || refusal.kind === 'not-here') {
    return { kind: 'give-up', reason: 'final', retryInMilliseconds: undefined };
  }
  const giveUp = (reason: 'quota' | 'attempts' | 'too-long') =>
    ({ kind: 'give-up', reason, retryInMilliseconds: refusal.wait }) as const;

  const asked = refusal.wait ?? 0;
  if (refusal.kind === 'quota' && (refusal.wait === undefined || asked > rules.longestWaitMilliseconds)) {
    return giveUp('quota');
  }
  const attempts = refusal.kind === 'unavailable' ? rules.attemptsWhenUnavailable : rules.attempts;
  if (attempt >= attempts) return giveUp('attempts');
  const milliseconds = Math.round(asked + spread(refusal, attempt) * random());
  if (asked > rules.longestWaitMilliseconds || waitedMilliseconds + milliseconds > rules.patienceMilliseconds) {
    return giveUp('too-long');
  }
  return { kind: 'wait', milliseconds, shown: milliseconds <= rules.silentMilliseconds ? 'silently' : 'countdown' };
}

/** Over how many milliseconds those who were refused together come back. */
function spread(refusal: BusyRefusal, attempt: number): number {
  return Math.min(firstSpread(refusal) * 3 ** (attempt - 1), longestSpreadMilliseconds);
}

function firstSpread({ kind, wait }: BusyRefusal): number {
  switch (kind) {
    case 'rate-limit':
    case 'quota':
      // Without a hint the first minute of a window has to be sat out somehow.
      return wait === undefined ? 8_000 : Math.max(2_000, wait / 2);
    case 'unavailable':
      return 1_000;
    default:
      return assertNever(kind);
  }
}
