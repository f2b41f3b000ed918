import { expect, test } from 'vitest';
import type { UsageRow } from '../../../shared/model/usage.ts';
import { byModel, byTime, sumUsage, usageNotes } from './usage.logic.ts';

const row = (changes: Partial<UsageRow>): UsageRow => ({
  day: '2026-11-21',
  deploymentId: 'd',
  requests: 1,
  untold: 0,
  inputTokens: 10,
  cachedInputTokens: 0,
  outputTokens: 5,
  reasoningTokens: 0,
  cost: null,
  ...changes,
});

test('a year is not a list of 365 days', () => {
  const rows = Array.from({ length: 365 }, (_, index) =>
    row({ day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10) }),
  ).toReversed();
  const { unit, lines } = byTime(rows);
  expect([unit, lines.length, lines[0]?.name, lines[0]?.requests]).toEqual(['Month', 12, 'December 2026', 31]);
  expect(byTime(rows.slice(0, 62))).toMatchObject({ unit: 'Day', lines: { length: 62 } });
});

test('a model without any tokens has no bar, and no division by nothing', () => {
  expect(byModel([row({ inputTokens: 0, outputTokens: 0 })], [])).toMatchObject([{ name: 'd', share: 0 }]);
});

test('requests that nothing was told of are not said to lack a price', () => {
  const cost = { currency: 'EUR', millionths: 1 };
  const sum = sumUsage([row({ cost }), row({ untold: 1, inputTokens: 0, outputTokens: 0 })]);
  expect(sum.isPriced).toBe(true);
  expect(usageNotes(sum).join()).not.toContain('no price');
  expect(usageNotes(sumUsage([row({})])).join()).toContain('No prices are set');
});
