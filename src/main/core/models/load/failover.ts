import type { RefusalReason } from '../../../../shared/model/message.ts';
import {
  type CircuitBreaker,
  closedBreaker,
  passageOf,
  refuseBreaker,
  releaseBreaker,
  tryBreaker,
} from './circuit-breaker.ts';
import { reasonOf, type Refusal } from './refusal.ts';
import { defaultRetryRules, planRetry, type RetryRules, type RetryState, type RetryStep } from './retry-plan.ts';

/** A deployment that was passed over, and why; what an answer's details announce. */
export interface PassedOver {
  readonly deploymentId: string;
  readonly because: RefusalReason;
}

/** A wait for a deployment; what is shown meanwhile may be cancelled. */
export type WaitStep = Extract<RetryStep, { kind: 'wait' }> & PassedOver;

/** Which deployment to ask first. */
export type FirstStep =
  | { readonly kind: 'ask'; readonly deploymentId: string; readonly insteadOf: PassedOver | undefined }
  | WaitStep;

/** What to do after a refusal. */
export type NextStep =
  | { readonly kind: 'switch'; readonly deploymentId: string; readonly insteadOf: PassedOver }
  | WaitStep
  | Extract<RetryStep, { kind: 'give-up' }>
  /** A part of an answer is on the screen: going on from it is for the person to ask for. */
  | { readonly kind: 'keep-partial' };

/** A refusal within a turn. */
export interface TurnRefusal extends RetryState {
  /** Deployments in the order in which they are wished for; the person's choice first. */
  readonly priority: readonly string[];
  readonly deploymentId: string;
  readonly refusal: Refusal;
  /** Deployments that have refused this turn since it last waited, this one too. */
  readonly refusedBy: readonly string[];
  /** Whether a first piece of the answer has been shown. */
  readonly hasShownText: boolean;
}

/** What the choice stands on. */
export interface FailoverOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly rules?: RetryRules;
}

/** Chooses between deployments, and remembers for all turns which of them are not worth asking now. */
export class Failover {
  readonly #options: Required<FailoverOptions>;
  readonly #breakers = new Map<string, CircuitBreaker>();

  constructor(options: FailoverOptions) {
    this.#options = { rules: defaultRetryRules, ...options };
  }

  /**
   * The first deployment that is worth asking, or the wait for one; to be called at the start and after each wait.
   * @param waitedMilliseconds of this turn so far
   */
  begin(priority: readonly [string, ...string[]], waitedMilliseconds = 0): FirstStep {
    const [wished, ...others] = priority;
    const open = this.#firstOpen(priority);
    const soonest = open === undefined && others.length > 0 ? this.#soonest(priority) : undefined;
    if (soonest !== undefined && this.#isBearable(soonest, { attempt: 0, waitedMilliseconds })) {
      return this.#wait(soonest);
    }
    // With nothing to turn to, the service itself has the word: it may have recovered.
    const deploymentId = this.#take(open ?? wished);
    return { kind: 'ask', deploymentId, insteadOf: deploymentId === wished ? undefined : this.#passedOver(wished) };
  }

  /** What a refused turn does next: never two deployments at a time, and no other one once text was shown. */
  refuse(turn: TurnRefusal): NextStep {
    const { priority, deploymentId, refusal, refusedBy } = turn;
    const { now, random, rules } = this.#options;
    const breaker = refuseBreaker(this.#breaker(deploymentId), refusal, { now: now(), random });
    this.#breakers.set(deploymentId, breaker);
    if (turn.hasShownText) return { kind: 'keep-partial' };

    if (refusal.kind === 'final') return { kind: 'give-up', reason: 'final', retryInMilliseconds: undefined };

    const own = planRetry(refusal, turn, { random, rules });
    const others = priority.filter((candidate) => candidate !== deploymentId);
    const open = this.#firstOpen(others.filter((candidate) => !refusedBy.includes(candidate)));
    if (open !== undefined) {
      return {
        kind: 'switch',
        deploymentId: this.#take(open),
        insteadOf: { deploymentId, because: reasonOf(refusal) },
      };
    }

    const other = this.#soonest(others);
    if (own.kind === 'give-up') return other !== undefined && this.#isBearable(other, turn) ? this.#wait(other) : own;
    if (other !== undefined && other.milliseconds < own.milliseconds) return this.#wait(other);
    // With others in the list the wait must outlast the breaker, or `begin` would only say to wait again.
    const rest = others.length > 0 ? this.#rest(deploymentId) : 0;
    return this.#wait({ deploymentId, milliseconds: Math.max(own.milliseconds, rest) });
  }

  /** To be called when a deployment begins to answer. */
  answer(deploymentId: string): void {
    this.#breakers.set(deploymentId, closedBreaker);
  }

  /** To be called when a request ends without a verdict: the person stopped it, or has to sign in first. */
  release(deploymentId: string): void {
    this.#breakers.set(deploymentId, releaseBreaker(this.#breaker(deploymentId), this.#options.now()));
  }

  #breaker(deploymentId: string): CircuitBreaker {
    return this.#breakers.get(deploymentId) ?? closedBreaker;
  }

  #firstOpen(priority: readonly string[]): string | undefined {
    return priority.find((candidate) => passageOf(this.#breaker(candidate), this.#options.now()) !== 'pass');
  }

  #take(deploymentId: string): string {
    this.#breakers.set(deploymentId, tryBreaker(this.#breaker(deploymentId), this.#options.now()));
    return deploymentId;
  }

  #passedOver(deploymentId: string): PassedOver | undefined {
    const breaker = this.#breaker(deploymentId);
    return breaker.state === 'closed' ? undefined : { deploymentId, because: breaker.reason };
  }

  /** Milliseconds until a deployment may be tried again. */
  #rest(deploymentId: string): number {
    const breaker = this.#breaker(deploymentId);
    return breaker.state === 'open' ? Math.max(0, breaker.until - this.#options.now()) : 0;
  }

  #soonest(candidates: readonly string[]): Rest | undefined {
    return candidates
      .filter((candidate) => this.#breaker(candidate).state === 'open')
      .map((deploymentId) => ({ deploymentId, milliseconds: this.#rest(deploymentId) }))
      .sort((a, b) => a.milliseconds - b.milliseconds)[0];
  }

  #isBearable({ milliseconds }: Rest, { attempt, waitedMilliseconds }: RetryState): boolean {
    const { rules } = this.#options;
    return (
      attempt < rules.attempts &&
      milliseconds <= rules.longestWaitMilliseconds &&
      waitedMilliseconds + milliseconds <= rules.patienceMilliseconds
    );
  }

  #wait({ deploymentId, milliseconds }: Rest): WaitStep {
    const { rules } = this.#options;
    const breaker = this.#breaker(deploymentId);
    const because = breaker.state === 'closed' ? 'unavailable' : breaker.reason;
    const shown = milliseconds <= rules.silentMilliseconds ? 'silently' : 'countdown';
    return { kind: 'wait', deploymentId, milliseconds, shown, because };
  }
}

/** A deployment and how long it has to be left alone. */
interface Rest {
  readonly deploymentId: string;
  readonly milliseconds: number;
}
