import { expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { UsageRecord } from '../history/usage-store.ts';
import { FakeClock, MemoryLog } from '../testing/fakes.ts';
import { firstDay, localDay } from './usage-days.ts';
import { UsageRecorder } from './usage-recorder.ts';

const price = { currency: 'EUR', inputPerMillion: 1.1, cachedInputPerMillion: 0.11, outputPerMillion: 8.8 };

test('costs are kept by the price of the time, cached input by its own', async () => {
  const records: UsageRecord[] = [];
  const recorder = new UsageRecorder({
    store: { addUsage: async (record) => void records.push(record) },
    clock: new FakeClock(),
    log: new MemoryLog(),
  });
  const usage = { inputTokens: 1000, cachedInputTokens: 500, outputTokens: 100 };
  recorder.record({ conversationId: 'c', deployment: { id: 'd', price }, purpose: 'answer', usage });
  recorder.record({ conversationId: null, deployment: { id: 'd', price }, purpose: 'trial', usage: undefined });
  const told = { inputTokens: Number.NaN, outputTokens: -5, cachedInputTokens: 1.5 };
  recorder.record({
    conversationId: null,
    deployment: { id: 'free', price: undefined },
    purpose: 'title',
    usage: told,
  });
  await recorder.close();
  expect(records).toMatchObject([
    { isTold: true, currency: 'EUR', costMillionths: 1485 },
    { isTold: false, inputTokens: 0, currency: null, costMillionths: null },
    { isTold: true, inputTokens: 0, outputTokens: 0, cachedInputTokens: 2, currency: null },
  ]);
});

test('a table that cannot be written costs nobody an answer', async () => {
  const log = new MemoryLog();
  const store = { addUsage: () => Promise.reject(new AppError('disk-full')) };
  const recorder = new UsageRecorder({ store, clock: new FakeClock(), log });
  recorder.record({ conversationId: null, deployment: { id: 'd', price }, purpose: 'answer', usage: undefined });
  await recorder.close();
  expect(log.lines.join()).toContain('disk-full');
});

test('seven days are seven days of the calendar, and the month begins with its first', () => {
  const now = new Date(2026, 2, 3, 0, 30).getTime();
  expect(localDay(now)).toBe('2026-03-03');
  expect(firstDay('today', now)).toBe('2026-03-03');
  expect(firstDay('week', now)).toBe('2026-02-25');
  expect(firstDay('month', now)).toBe('2026-03-01');
  expect(firstDay('all', now)).toBeUndefined();
});
