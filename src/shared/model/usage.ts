import { z } from 'zod';
import type { Price } from './deployment.ts';

/** Tokens that the service counted for one answer. */
export const TokenUsage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Of the input, what the service still had in its cache. */
  cachedInputTokens: z.number().optional(),
  /** Of the output, what the model has thought. */
  reasoningTokens: z.number().optional(),
});
export type TokenUsage = z.infer<typeof TokenUsage>;

/** An amount of money by list price. */
export const Cost = z.object({
  /** ISO 4217. */
  currency: z.string(),
  /** Of the currency's unit. */
  millionths: z.number(),
});
export type Cost = z.infer<typeof Cost>;

/** What tokens cost. */
export function costOf(usage: TokenUsage, price: Price): Cost {
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = usage;
  const { currency, inputPerMillion, cachedInputPerMillion = inputPerMillion, outputPerMillion } = price;
  const millionths =
    Math.max(inputTokens - cachedInputTokens, 0) * inputPerMillion +
    cachedInputTokens * cachedInputPerMillion +
    outputTokens * outputPerMillion;
  return { currency, millionths: Math.round(millionths) };
}

/** A cost as people read it, `about €0.0032`: it is by list price. */
export function costText({ currency, millionths }: Cost): string {
  const amount = millionths / 1e6;
  const digits = amount < 1 ? { maximumSignificantDigits: 2 } : {};
  return `about ${new Intl.NumberFormat('en', { style: 'currency', currency, ...digits }).format(amount)}`;
}

/** What a model was asked for: an answer, or by Parley itself. */
export const UsagePurpose = z.enum(['answer', 'title', 'summary', 'trial']);
export type UsagePurpose = z.infer<typeof UsagePurpose>;

/** The days that usage is told of. */
export const UsageRange = z.enum(['today', 'week', 'month', 'all']);
export type UsageRange = z.infer<typeof UsageRange>;

/** What was used of one deployment, on one day, at prices of one currency. */
export const UsageRow = z.object({
  /** In the person's time zone of then, `2026-12-31`. */
  day: z.string(),
  deploymentId: z.string(),
  requests: z.number(),
  /** Of the requests, those that ended before the service had told their tokens. */
  untold: z.number(),
  inputTokens: z.number(),
  cachedInputTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  /** Null where policy had no price. */
  cost: Cost.nullable(),
});
export type UsageRow = z.infer<typeof UsageRow>;

/** What was used in a range of days. */
export const UsageSummary = z.object({
  /** The first day; null for the beginning. */
  from: z.string().nullable(),
  /** The last day. */
  to: z.string(),
  rows: z.array(UsageRow),
});
export type UsageSummary = z.infer<typeof UsageSummary>;
