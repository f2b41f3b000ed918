import type { LanguageModelUsage } from 'ai';
import type { Price } from '../../../shared/model/deployment.ts';
import { type Cost, costOf, type TokenUsage } from '../../../shared/model/usage.ts';

/** What the service has told of a request; undefined where it has not. */
export function usageOf(told: LanguageModelUsage): TokenUsage | undefined {
  const { inputTokens, outputTokens, inputTokenDetails, outputTokenDetails } = told;
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const { cacheReadTokens } = inputTokenDetails;
  const { reasoningTokens } = outputTokenDetails;
  return {
    inputTokens,
    outputTokens,
    ...(cacheReadTokens === undefined ? {} : { cachedInputTokens: cacheReadTokens }),
    ...(reasoningTokens === undefined || reasoningTokens === 0 ? {} : { reasoningTokens }),
  };
}

/** What an answer has used and cost. */
export interface AnswerUsage {
  readonly usage?: TokenUsage;
  readonly cost?: Cost;
}

/** Adds a request to what an answer has used; its cost is known only where that of every request is, in one currency. */
export function withRequest(before: AnswerUsage, usage: TokenUsage | undefined, price: Price | undefined): AnswerUsage {
  if (usage === undefined) return before;
  const cost = price === undefined ? undefined : costOf(usage, price);
  if (before.usage === undefined) return { usage, ...(cost === undefined ? {} : { cost }) };
  const sum = addedUsage(before.usage, usage);
  if (cost === undefined || before.cost?.currency !== cost.currency) return { usage: sum };
  return { usage: sum, cost: { ...cost, millionths: before.cost.millionths + cost.millionths } };
}

function addedUsage(first: TokenUsage, second: TokenUsage): TokenUsage {
  const cachedInputTokens = (first.cachedInputTokens ?? 0) + (second.cachedInputTokens ?? 0);
  const reasoningTokens = (first.reasoningTokens ?? 0) + (second.reasoningTokens ?? 0);
  return {
    inputTokens: first.inputTokens + second.inputTokens,
    outputTokens: first.outputTokens + second.outputTokens,
    ...(cachedInputTokens === 0 ? {} : { cachedInputTokens }),
    ...(reasoningTokens === 0 ? {} : { reasoningTokens }),
  };
}
