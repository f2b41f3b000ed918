import type { Refusal } from '../src/main/core/models/load/refusal.ts';
import { planRetry } from '../src/main/core/models/load/retry-plan.ts';

/** A morning at an organisation: everybody asks at nine. */
export interface Simulation {
  readonly clients: number;
  /** Prompts of each client, one after the other. */
  readonly prompts: number;
  /** Over how many milliseconds the first prompts are spread. */
  readonly arrivalMilliseconds: number;
  /** Mean between an answer (or a failure) and the next prompt. */
  readonly thinkMilliseconds: number;
  /** Mean of a prompt with its answer, as Azure estimates it on arrival. */
  readonly tokensPerPrompt: number;
  readonly tokensPerMinute: number;
  readonly requestsPerMinute: number;
  /** Whether refusals say when to come back; Azure's responses API often does not. */
  readonly tellsWait: boolean;
  /** Whether refused requests count against the requests per minute. */
  readonly countsRefusals: boolean;
  readonly seed: number;
}

/** Ten thousand people ask at nine, half as much again as the deployment can do. */
export const morning: Simulation = {
  clients: 10_000,
  prompts: 3,
  arrivalMilliseconds: 60_000,
  thinkMilliseconds: 60_000,
  tokensPerPrompt: 1500,
  tokensPerMinute: 6_000_000,
  requestsPerMinute: 36_000,
  tellsWait: true,
  countsRefusals: false,
  seed: 1,
};

/** When to ask again after a refusal, in milliseconds; undefined to give up. */
export type ClientPlan = (refusal: Refusal, state: ClientState, random: () => number) => number | undefined;

/** Where a client's prompt stands. */
export interface ClientState {
  /** Calls that were made, the refused one too. */
  readonly attempt: number;
  readonly waitedMilliseconds: number;
}

/** What came of it. */
export interface SimulationOutcome {
  readonly asked: number;
  readonly answered: number;
  /** Answered prompts of those that were asked. */
  readonly goodput: number;
  /** Jain's index over the clients' share of answered prompts: 1 where all fare alike, 1/clients where one has it all. */
  readonly fairness: number;
  /** Requests that were sent for each answer. */
  readonly requestsPerAnswer: number;
  /** From asking to the answer's start, of answered prompts. */
  readonly waitMilliseconds: { readonly median: number; readonly p95: number };
}

/** Parley's: the plan of a turn. */
export const parleyPlan: ClientPlan = (refusal, state, random) => {
  const step = planRetry(refusal, state, { random });
  return step.kind === 'wait' ? step.milliseconds : undefined;
};

/**
 * The AI SDK's own: after the time that the service names if that is under a minute, else after 2, 4, 8 … seconds.
 * @param maxRetries the SDK's default is 2
 * Source: ai 7.0.173, src/util/retry-with-exponential-backoff.ts
 */
export function plainPlan(maxRetries = 2): ClientPlan {
  return (refusal, { attempt }) => {
    if (attempt > maxRetries) return undefined;
    const backoff = 2_000 * 2 ** (attempt - 1);
    const hint = refusal.kind === 'final' ? undefined : refusal.wait;
    return hint !== undefined && (hint < 60_000 || hint < backoff) ? hint : backoff;
  };
}

interface Prompt {
  readonly client: number;
  readonly tokens: number;
  /** Milliseconds since the start. */
  readonly askedAt: number;
  readonly attempt: number;
  /** How many of the client's prompts are still to come. */
  readonly left: number;
}

const tickMilliseconds = 100;

/** Runs a morning to its end; the same seed gives the same outcome. */
export function simulate(simulation: Simulation, plan: ClientPlan): SimulationOutcome {
  const random = randomNumbers(simulation.seed);
  const agenda = new Agenda<Prompt>();
  const deployment = new ThrottledDeployment(simulation);
  const answers = Array.from({ length: simulation.clients }, () => 0);
  const waits: number[] = [];
  let requests = 0;

  const ask = (client: number, askedAt: number, left: number) => {
    const tokens = Math.ceil(simulation.tokensPerPrompt * (0.25 + 1.5 * random()));
    agenda.add(askedAt, { client, tokens, askedAt, attempt: 1, left });
  };
  for (let client = 0; client < simulation.clients; client++) {
    ask(client, random() * simulation.arrivalMilliseconds, simulation.prompts - 1);
  }

  for (let due = agenda.take(); due !== undefined; due = agenda.take()) {
    const { time: now, item: prompt } = due;
    requests += 1;
    const refusal = deployment.ask(prompt.tokens, now);
    const waitedMilliseconds = now - prompt.askedAt;
    if (refusal !== undefined) {
      const wait = plan(refusal, { attempt: prompt.attempt, waitedMilliseconds }, random);
      if (wait !== undefined) {
        agenda.add(now + wait, { ...prompt, attempt: prompt.attempt + 1 });
        continue;
      }
    } else {
      answers[prompt.client] = (answers[prompt.client] ?? 0) + 1;
      waits.push(waitedMilliseconds);
    }
    const think = -Math.log(1 - random()) * simulation.thinkMilliseconds;
    if (prompt.left > 0) ask(prompt.client, now + think, prompt.left - 1);
  }

  const asked = simulation.clients * simulation.prompts;
  waits.sort((a, b) => a - b);
  return {
    asked,
    answered: waits.length,
    goodput: waits.length / asked,
    fairness: jainIndex(answers.map((count) => count / simulation.prompts)),
    requestsPerAnswer: requests / waits.length,
    waitMilliseconds: { median: quantile(waits, 0.5), p95: quantile(waits, 0.95) },
  };
}

/** (Σx)² / (n·Σx²). Source: Jain, Chiu, Hawe: A Quantitative Measure of Fairness, 1984 */
export function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

/**
 * A deployment with Azure's two limits: tokens a minute, estimated on arrival, and requests a minute, looked at in windows of
 * ten seconds. Source: https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
 */
class ThrottledDeployment {
  readonly #simulation: Simulation;
  readonly #tokens: TokenBucket;
  readonly #requests: TokenBucket;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#tokens = new TokenBucket(simulation.tokensPerMinute, simulation.tokensPerMinute / 60_000);
    this.#requests = new TokenBucket(simulation.requestsPerMinute / 6, simulation.requestsPerMinute / 60_000);
  }

  ask(tokens: number, now: number): Refusal | undefined {
    const { tellsWait, countsRefusals } = this.#simulation;
    const forRequest = this.#requests.lacks(1, now);
    const forTokens = this.#tokens.lacks(tokens, now);
    const milliseconds = Math.max(forRequest, forTokens);
    if (milliseconds === 0) {
      this.#requests.take(1);
      this.#tokens.take(tokens);
      return undefined;
    }
    if (countsRefusals && forRequest === 0) this.#requests.take(1);
    // Whole seconds, as in the header.
    const wait = tellsWait ? Math.ceil(milliseconds / 1000) * 1000 : undefined;
    return { kind: 'rate-limit', limit: forTokens > forRequest ? 'tokens' : 'requests', wait };
  }
}

class TokenBucket {
  readonly #size: number;
  readonly #perMillisecond: number;
  #level: number;
  #time = 0;

  constructor(size: number, perMillisecond: number) {
    this.#size = size;
    this.#perMillisecond = perMillisecond;
    this.#level = size;
  }

  /** Milliseconds until there is so much; 0 where there is. */
  lacks(count: number, now: number): number {
    this.#level = Math.min(this.#size, this.#level + (now - this.#time) * this.#perMillisecond);
    this.#time = now;
    return Math.max(0, (count - this.#level) / this.#perMillisecond);
  }

  take(count: number): void {
    this.#level -= count;
  }
}

/** What happens when, in slices of a tenth of a second; within one, in the order in which it was added. */
class Agenda<Item> {
  readonly #slices: Item[][] = [];
  #slice = 0;
  #next = 0;

  add(time: number, item: Item): void {
    // Never into the slice that is being taken: an answer to a request comes after it.
    const slice = Math.max(Math.ceil(time / tickMilliseconds), this.#slice + 1);
    while (this.#slices.length <= slice) this.#slices.push([]);
    this.#slices[slice]?.push(item);
  }

  take(): { readonly time: number; readonly item: Item } | undefined {
    for (; this.#slice < this.#slices.length; this.#slice += 1, this.#next = 0) {
      const item = this.#slices[this.#slice]?.[this.#next];
      if (item === undefined) continue;
      this.#next += 1;
      return { time: this.#slice * tickMilliseconds, item };
    }
    return undefined;
  }
}

/** Numbers in [0, 1) by mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
