import type { Deployment } from '../../../shared/model/deployment.ts';
import type { MessageMetadata } from '../../../shared/model/message.ts';
import { costText, type TokenUsage, type UsageRow } from '../../../shared/model/usage.ts';
import type { Fact } from '../../ui/facts.tsx';
import { deploymentName } from './chat.logic.ts';

/** Everything that is known of how an answer came to be. */
export function answerFacts(metadata: MessageMetadata, deployments: readonly Deployment[]): readonly Fact[] {
  const { deploymentId, modelVersion, usage, cost, times, createdAt } = metadata;
  const facts: readonly (Fact | undefined)[] = [
    deploymentId === undefined ? undefined : { name: 'Model', value: deploymentName(deploymentId, deployments) },
    modelVersion === undefined ? undefined : { name: 'Version', value: modelVersion },
    {
      name: 'Asked',
      value: new Date(createdAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }),
    },
    times?.firstMilliseconds === undefined
      ? undefined
      : { name: 'First word', value: `after ${secondsText(times.firstMilliseconds)}` },
    times === undefined ? undefined : { name: 'Whole answer', value: `after ${secondsText(times.wholeMilliseconds)}` },
    ...(usage === undefined ? [] : tokenFacts(usage)),
    cost === undefined ? undefined : { name: 'Cost', value: `${costText(cost)}, by list price` },
  ];
  return facts.filter((fact) => fact !== undefined);
}

function tokenFacts({ inputTokens, cachedInputTokens = 0, outputTokens, reasoningTokens = 0 }: TokenUsage): Fact[] {
  const cached = cachedInputTokens === 0 ? '' : `, ${number(cachedInputTokens)} of them from the cache`;
  const thought = reasoningTokens === 0 ? '' : `, ${number(reasoningTokens)} of them for reasoning`;
  return [
    { name: 'Tokens in', value: `${number(inputTokens)}${cached}` },
    { name: 'Tokens out', value: `${number(outputTokens)}${thought}` },
  ];
}

/** What a conversation has used so far, with all of its requests. */
export function conversationText(rows: readonly UsageRow[]): string {
  const tokens = rows.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0);
  const costs = new Map<string, number>();
  for (const { cost } of rows) {
    if (cost !== null) costs.set(cost.currency, (costs.get(cost.currency) ?? 0) + cost.millionths);
  }
  const texts = Array.from(costs, ([currency, millionths]) => costText({ currency, millionths }));
  return [`${number(tokens)} tokens`, ...texts].join(' · ');
}

/** A time as long as it feels: `0.8 s`, `12 s`, `2 min 5 s`. */
export function secondsText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}
