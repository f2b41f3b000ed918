import { expect, onTestFinished, test } from 'vitest';
import type { UsageRecord } from '../core/history/usage-store.ts';
import { openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { newDatabaseFile } from './testing/files.ts';
import { sampleKey, turn } from './testing/samples.ts';

async function newHistory() {
  const database = openDatabase({ file: await newDatabaseFile(), key: sampleKey });
  onTestFinished(() => void database.close());
  return historyDatabase(database);
}

const record = (id: string, changes: Partial<UsageRecord> = {}): UsageRecord => ({
  id,
  day: '2026-11-21',
  conversationId: null,
  deploymentId: 'everyday',
  purpose: 'answer',
  isTold: true,
  inputTokens: 100,
  cachedInputTokens: 40,
  outputTokens: 10,
  reasoningTokens: 4,
  currency: 'EUR',
  costMillionths: 200,
  ...changes,
});

test('a request that is written again after a crash is not counted again', async () => {
  const history = await newHistory();
  for (let time = 0; time < 2; time++) history.addUsage(record('1'));
  expect(history.usage({})).toEqual([
    {
      day: '2026-11-21',
      deploymentId: 'everyday',
      requests: 1,
      untold: 0,
      inputTokens: 100,
      cachedInputTokens: 40,
      outputTokens: 10,
      reasoningTokens: 4,
      cost: { currency: 'EUR', millionths: 200 },
    },
  ]);
});

test('a day keeps its numbers when its conversation is deleted, and so does one that was never written', async () => {
  const history = await newHistory();
  history.beginTurn(turn('c', '1'));
  history.addUsage(record('1', { conversationId: 'c' }));
  history.addUsage(record('2', { conversationId: 'c', purpose: 'title' }));
  history.addUsage(record('3', { conversationId: 'temporary' }));
  expect(history.usage({ conversationId: 'c' })).toMatchObject([{ requests: 2 }]);
  history.delete({ conversationIds: ['c'] });
  expect(history.usage({ conversationId: 'c' })).toEqual([]);
  expect(history.usage({})).toMatchObject([{ requests: 3, inputTokens: 300 }]);
});

test('prices of several currencies, and none, are never added up', async () => {
  const history = await newHistory();
  history.addUsage(record('1'));
  history.addUsage(record('2', { currency: 'USD', costMillionths: 7 }));
  history.addUsage(record('3', { currency: null, costMillionths: null, isTold: false, inputTokens: 0 }));
  expect(history.usage({}).map(({ cost, requests, untold }) => [cost, requests, untold])).toEqual([
    [null, 1, 1],
    [{ currency: 'EUR', millionths: 200 }, 1, 0],
    [{ currency: 'USD', millionths: 7 }, 1, 0],
  ]);
});

test('days before the first one that is asked for are left out, the newest comes first', async () => {
  const history = await newHistory();
  for (const day of ['2026-10-31', '2026-11-01', '2026-11-21']) history.addUsage(record(day, { day }));
  expect(history.usage({ from: '2026-11-01' }).map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-01']);
});
