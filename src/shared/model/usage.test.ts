import { expect, test } from 'vitest';
import { costOf, costText } from './usage.ts';

const price = { currency: 'EUR', inputPerMillion: 1.1, cachedInputPerMillion: 0.11, outputPerMillion: 8.8 };

test('an answer that cost a fraction of a cent is not told as free, and what was cached is not told at the full price', () => {
  const text = (...given: Parameters<typeof costOf>) => costText(costOf(...given));
  expect(text({ inputTokens: 1000, outputTokens: 234 }, price)).toBe('about €0.0032');
  expect(text({ inputTokens: 1000, cachedInputTokens: 1000, outputTokens: 0 }, price)).toBe('about €0.00011');
  expect(text({ inputTokens: 2_000_000, outputTokens: 1_000_000 }, price)).toBe('about €11.00');
  const yen = { ...price, currency: 'JPY', inputPerMillion: 300 };
  expect(text({ inputTokens: 10, outputTokens: 10 }, yen)).toMatch(/^about ¥0\.00\d/);
});

test('a service that tells of more cached tokens than there were gives nobody money back', () => {
  expect(costOf({ inputTokens: 1, cachedInputTokens: 100, outputTokens: 0 }, price).millionths).toBeGreaterThan(0);
});
