import { expect, test } from 'vitest';
import type { MessageHit } from '../../../shared/model/search.ts';
import { sampleConversation } from '../../test-support/samples.ts';
import { filterCount, filtersOf, noFilter, setFilters } from './search-filter.logic.ts';
import { foundText, groupHits, hitPlace, isSearchable, snippetPieces } from './search.logic.ts';

const hit = (messageId: string, title: string): MessageHit => ({
  kind: 'message',
  conversation: { ...sampleConversation(title, 0), id: title },
  messageId,
  role: 'user',
  createdAt: 0,
  snippet: { text: messageId, ranges: [] },
});

test('the hits of one conversation stand together, where the best of them stands', () => {
  const groups = groupHits([hit('1', 'B'), hit('2', 'A'), hit('3', 'B')]);
  expect(groups.map(({ conversation, hits }) => [conversation.id, hits.length])).toEqual([
    ['B', 2],
    ['A', 1],
  ]);
});

test('a snippet loses no letter where it is cut', () => {
  const text = 'one two three';
  const pieces = snippetPieces({
    text,
    ranges: [
      [0, 3],
      [8, 13],
    ],
  });
  expect(pieces.map(({ text: piece, isFound }) => [piece, isFound])).toEqual([
    ['one', true],
    [' two ', false],
    ['three', true],
  ]);
  expect(snippetPieces({ text, ranges: [] })).toEqual([{ start: 0, text, isFound: false }]);
});

test('a filter that is not set narrows nothing, and a week begins with a day', () => {
  expect(filtersOf(noFilter, 0)).toEqual({});
  const now = new Date(2026, 10, 21, 15).getTime();
  const choice = { ...noFilter, period: 'week', role: 'user', deploymentId: 'x', hasFile: true } as const;
  const names = { deployments: [], folders: [], people: [] };
  const from = new Date(2026, 10, 14).getTime();
  expect(filtersOf(choice, now)).toEqual({ from, role: 'user', deploymentId: 'x', hasFile: true });
  expect(filterCount(choice, names)).toBe(4);
});

test('each filter is cleared by itself, also one whose folder, person or model is there no more', () => {
  const choice = {
    ...noFilter,
    period: 'dates',
    from: '2026-03-29',
    until: '2026-03-29',
    deploymentId: 'gone',
    place: 'folder:f',
    personId: 'ada',
  } as const;
  expect(filtersOf(choice, 0)).toEqual({
    from: new Date(2026, 2, 29).getTime(),
    until: new Date(2026, 2, 30).getTime(),
    deploymentId: 'gone',
    place: { kind: 'folder', folderId: 'f' },
    personId: 'ada',
  });
  const names = { deployments: [], folders: [{ id: 'f', name: 'Work' }], people: [] };
  expect(setFilters(choice, names).map(({ name }) => name)).toEqual([
    '2026-03-29 – 2026-03-29',
    'gone',
    'Work',
    'Somebody mentioned',
  ]);
  for (const { without } of setFilters(choice, names)) expect(filterCount(without, names)).toBe(3);
  expect(filtersOf({ ...noFilter, period: 'dates', from: '0', until: '2026-13' }, 0)).toEqual({});
});

test('a hit that is not in sight in the list says where it is', () => {
  const conversation = sampleConversation('A', 0);
  const folders = [{ id: 'f', name: 'Work' }];
  expect(hitPlace(conversation, folders)).toBe('');
  expect(hitPlace({ ...conversation, folderId: 'f' }, folders)).toBe('Work');
  expect(hitPlace({ ...conversation, folderId: 'f', archivedAt: 1 }, folders)).toBe('In the archive');
  expect(hitPlace({ ...conversation, archivedAt: 1, binnedAt: 1 }, folders)).toBe('In the bin');
});

test('only marks are no search that finds nothing', () => {
  expect(['?!', '***', '" "', '-', '\u200b'].filter(isSearchable)).toEqual([]);
  expect(['a', '東', '٣', '🙂', '"x'].filter(isSearchable)).toHaveLength(5);
});

test('a page of many hits is not told to be all of them', () => {
  expect([foundText(0, false), foundText(1, false), foundText(30, true)]).toEqual([
    'Nothing found',
    '1 result',
    'More than 30 results',
  ]);
});
