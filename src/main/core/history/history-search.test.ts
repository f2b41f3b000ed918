import { expect, test } from 'vitest';
import type { SearchPage, SearchRequest } from '../../../shared/model/search.ts';
import { FakeClock, MemoryLog } from '../testing/fakes.ts';
import { HistorySearch } from './history-search.ts';

const request = (query: string): SearchRequest => ({ query, filters: {}, cursor: null });
const place = (before: number) => ({ stage: 'words' as const, before, after: null, offset: 0, hasFound: false });
const empty = (before: number | null): SearchPage => ({
  hits: [],
  next: before === null ? null : place(before),
  isIndexing: false,
});

function searchOver(search: (asked: SearchRequest) => Promise<SearchPage>, indexOlder = async () => false) {
  const closed = new AbortController();
  const clock = new FakeClock();
  const log = new MemoryLog();
  const store = { search, indexOlder };
  return { closed, clock, log, history: new HistorySearch({ store, clock, log, signal: closed.signal }) };
}

test('a search whose first pages are empty is not told to have found nothing', async () => {
  const asked: (number | null)[] = [];
  const { history } = searchOver(async ({ cursor }) => {
    asked.push(cursor?.before ?? null);
    return empty(asked.length < 3 ? 10 - asked.length : null);
  });
  expect(await history.search(request('a'))).toEqual(empty(null));
  expect(asked).toEqual([null, 9, 8]);
});

test('a search that a newer one has overtaken does not go on', async () => {
  let count = 0;
  const { history } = searchOver(async ({ query }) => {
    if (query === 'ab') return empty(null);
    count += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return empty(1000 - count);
  });
  const first = history.search(request('a'));
  await history.search(request('ab'));
  expect(await first).toEqual(empty(999));
});

test('closing ends the taking in of older messages, and a failure of it harms nobody', async () => {
  const { history, closed } = searchOver(
    async () => empty(null),
    async () => true,
  );
  const taking = history.takeInOlder();
  closed.abort();
  await taking;
  const failing = searchOver(
    async () => empty(null),
    () => Promise.reject(new Error('disk')),
  );
  await failing.history.takeInOlder();
  expect(JSON.stringify(failing.log)).toContain('search-backlog-fail');
});
