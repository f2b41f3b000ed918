import { randomUUID } from 'node:crypto';
import { toAppError } from '../../../shared/errors.ts';
import { costOf, type TokenUsage, type UsagePurpose } from '../../../shared/model/usage.ts';
import type { UsageRecord, UsageStore } from '../history/usage-store.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Clock, Log } from '../ports.ts';
import { localDay } from './usage-days.ts';

/** A request that a service has accepted. */
export interface UsedModel {
  readonly conversationId: string | null;
  readonly deployment: Pick<DeploymentSettings, 'id' | 'price'>;
  readonly purpose: UsagePurpose;
  /** Undefined where the request ended before the service had told. */
  readonly usage: TokenUsage | undefined;
}

/** Writes down what every request has used; an answer does not wait for it, and does not fail with it. */
export class UsageRecorder {
  readonly #store: Pick<UsageStore, 'addUsage'>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #writing = new Set<Promise<void>>();

  constructor({ store, clock, log }: { store: Pick<UsageStore, 'addUsage'>; clock: Clock; log: Log }) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  record({ conversationId, deployment, purpose, usage }: UsedModel): void {
    const counted = countedUsage(usage);
    const cost = usage === undefined || deployment.price === undefined ? undefined : costOf(counted, deployment.price);
    const writing = this.#store
      .addUsage({
        id: randomUUID(),
        day: localDay(this.#clock.now()),
        conversationId,
        deploymentId: deployment.id,
        purpose,
        isTold: usage !== undefined,
        ...counted,
        currency: cost?.currency ?? null,
        costMillionths: cost?.millionths ?? null,
      })
      .catch((thrown: unknown) => this.#log.warn('usage-fail', { code: toAppError(thrown).code }))
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Resolves when everything is written. */
  async close(): Promise<void> {
    await Promise.all(this.#writing);
  }
}

function countedUsage(
  usage: TokenUsage | undefined,
): Pick<UsageRecord, 'inputTokens' | 'cachedInputTokens' | 'outputTokens' | 'reasoningTokens'> {
  return {
    inputTokens: count(usage?.inputTokens),
    cachedInputTokens: count(usage?.cachedInputTokens),
    outputTokens: count(usage?.outputTokens),
    reasoningTokens: count(usage?.reasoningTokens),
  };
}

/** A service may tell what it likes; the table takes whole numbers that can be added up. */
function count(tokens = 0): number {
  return Number.isFinite(tokens) ? Math.min(Math.max(Math.round(tokens), 0), 1e9) : 0;
}
