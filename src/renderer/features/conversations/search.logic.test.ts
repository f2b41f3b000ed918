import { expect, test } from 'vitest';
import type { MessageHit } from '../../../shared/model/search.ts';
import { sampleConversation } from '../../test-support/samples.ts';
import { filterCount, filtersOf, foundText, groupHits, noFilter, snippetPieces } from './search.logic.ts';

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
  const choice = { period: 'week', role: 'user', deploymentId: 'x', hasFile: true } as const;
  const from = new Date(2026, 10, 14).getTime();
  expect(filtersOf(choice, now)).toEqual({ from, role: 'user', deploymentId: 'x', hasFile: true });
  expect(filterCount(choice)).toBe(4);
});

test('a page of many hits is not told to be all of them', () => {
  expect([foundText(0, false), foundText(1, false), foundText(30, true)]).toEqual([
    'Nothing found',
    '1 result',
    'More than 30 results',
  ]);
});
