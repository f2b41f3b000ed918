import type { UsagePurpose, UsageRow } from '../../../shared/model/usage.ts';

/** One request to a model; numbers and ids alone. */
export interface UsageRecord {
  /** A random one, so that what is written again is not counted again. */
  readonly id: string;
  /** In the person's time zone, `2026-12-31`. */
  readonly day: string;
  /** Let go of when the conversation is deleted: the numbers of its day stay true. */
  readonly conversationId: string | null;
  readonly deploymentId: string;
  readonly purpose: UsagePurpose;
  /** Whether the service has told of tokens; they are 0 otherwise. */
  readonly isTold: boolean;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** Of the price that policy has at the time; null where it has none. */
  readonly currency: string | null;
  readonly costMillionths: number | null;
}

/** What models were asked, and what it cost. */
export interface UsageStore {
  addUsage(input: UsageRecord): Promise<void>;
  /** By day, deployment and currency, the newest day first; of all days and conversations where nothing else is said. */
  usage(input: { from?: string; conversationId?: string }): Promise<UsageRow[]>;
}
