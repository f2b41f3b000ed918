import type { Deployment } from '../../../shared/model/deployment.ts';
import { type Cost, costText, type UsageRange, type UsageRow } from '../../../shared/model/usage.ts';

/** The ranges, as they are offered. */
export const ranges: readonly { readonly range: UsageRange; readonly label: string }[] = [
  { range: 'today', label: 'Today' },
  { range: 'week', label: '7 days' },
  { range: 'month', label: 'This month' },
  { range: 'all', label: 'All' },
];

/** Days that are shown one by one; more of them are shown by month. */
const mostDays = 62;

/** Numbers of several rows together. */
export interface UsageSum {
  readonly requests: number;
  readonly untold: number;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** One a currency: they are never added up. */
  readonly costs: readonly Cost[];
  /** Whether all of it had a price. */
  readonly isPriced: boolean;
}

/** Adds rows up. */
export function sumUsage(rows: readonly UsageRow[]): UsageSum {
  const sum = (count: (row: UsageRow) => number) => rows.reduce((total, row) => total + count(row), 0);
  const costs = new Map<string, number>();
  for (const { cost } of rows) {
    if (cost !== null) costs.set(cost.currency, (costs.get(cost.currency) ?? 0) + cost.millionths);
  }
  return {
    requests: sum((row) => row.requests),
    untold: sum((row) => row.untold),
    inputTokens: sum((row) => row.inputTokens),
    cachedInputTokens: sum((row) => row.cachedInputTokens),
    outputTokens: sum((row) => row.outputTokens),
    costs: Array.from(costs, ([currency, millionths]) => ({ currency, millionths })),
    // What the service has told nothing of has no cost either.
    isPriced: rows.every(({ cost, requests, untold }) => cost !== null || requests === untold),
  };
}

/** A line of a table. */
export interface UsageLine extends UsageSum {
  readonly key: string;
  readonly name: string;
  /** Its tokens, from 0 to 1 of the line that has most. */
  readonly share: number;
}

/** What was used of each model, the most used first; one that is not offered any more goes by its id. */
export function byModel(rows: readonly UsageRow[], deployments: readonly Deployment[]): readonly UsageLine[] {
  const nameOf = (id: string) => deployments.find((deployment) => deployment.id === id)?.displayName ?? id;
  const lines = grouped(rows, ({ deploymentId }) => deploymentId).map(([id, group]) => line(id, nameOf(id), group));
  return withShares(lines.toSorted((first, second) => tokensOf(second) - tokensOf(first)));
}

/** What was used on each day, the newest first; by month where there are many. */
export function byTime(rows: readonly UsageRow[]): {
  readonly unit: 'Day' | 'Month';
  readonly lines: readonly UsageLine[];
} {
  const days = grouped(rows, ({ day }) => day);
  if (days.length <= mostDays) {
    return { unit: 'Day', lines: withShares(days.map(([day, group]) => line(day, dayName(day), group))) };
  }
  const months = grouped(rows, ({ day }) => day.slice(0, 7));
  return { unit: 'Month', lines: withShares(months.map(([month, group]) => line(month, monthName(month), group))) };
}

/** The tokens of a sum. */
export function tokensOf({ inputTokens, outputTokens }: UsageSum): number {
  return inputTokens + outputTokens;
}

/** The tokens of the input, with how many of them were cheaper. */
export function inputText({ inputTokens, cachedInputTokens }: UsageSum): string {
  const cached = cachedInputTokens === 0 ? '' : `, ${numberText(cachedInputTokens)} of them from the cache`;
  return `${numberText(inputTokens)}${cached}`;
}

/** What a sum has cost, one text a currency; none where nothing of it had a price. */
export function costTexts({ costs }: UsageSum): readonly string[] {
  return costs.map(costText);
}

/** What a person has to know about the numbers. */
export function usageNotes(sum: UsageSum): readonly string[] {
  const notes = [
    'This counts what this account has used on this computer, with what Parley itself asks for: titles, summaries and trials.',
  ];
  if (sum.costs.length > 0) notes.push('Costs are estimates by list price; what is billed may differ.');
  if (!sum.isPriced) {
    notes.push(
      sum.costs.length === 0
        ? 'No prices are set for these models, so there are no costs.'
        : 'Some of it has no price, so it is not in the costs.',
    );
  }
  if (sum.untold > 0) {
    const requests = sum.untold === 1 ? '1 request' : `${numberText(sum.untold)} requests`;
    notes.push(`${requests} ended before the service had told the tokens, which are not counted.`);
  }
  return notes;
}

/** A number as people read it. */
export function numberText(count: number): string {
  return count.toLocaleString('en');
}

function grouped(rows: readonly UsageRow[], keyOf: (row: UsageRow) => string): [string, UsageRow[]][] {
  const groups = new Map<string, UsageRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups];
}

function line(key: string, name: string, rows: readonly UsageRow[]): Omit<UsageLine, 'share'> {
  return { key, name, ...sumUsage(rows) };
}

function withShares(lines: readonly Omit<UsageLine, 'share'>[]): readonly UsageLine[] {
  const most = Math.max(1, ...lines.map(tokensOf));
  return lines.map((each) => ({ ...each, share: tokensOf(each) / most }));
}

function dayName(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

function monthName(month: string): string {
  return new Date(`${month}-01`).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
}
