import { expect, test } from 'vitest';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { sampleConversation } from '../../test-support/samples.ts';
import {
  type ConversationIndex,
  emptyIndex,
  type KnownChange,
  withChange,
  withFolders,
  withPage,
} from './conversation-index.logic.ts';
import { listItems } from './list-items.logic.ts';

const today = new Date(2026, 10, 21).getTime();
const days = { kind: 'days' } as const;
const at = (...[year, month, day, hour = 0]: readonly [number, number, number, number?]) => ({
  ...sampleConversation('x', 0),
  updatedAt: new Date(year, month, day, hour).getTime(),
});

/** The headings of the days, each with how many conversations are under it. */
function headings(index: ConversationIndex, view: 'list' | 'archive' | 'bin' = 'list') {
  const groups = Map.groupBy(listItems(index, view, today), ({ group }) => group.name);
  return [...groups].map(([name, items]) => [name, items.filter(({ kind }) => kind === 'conversation').length]);
}

const begun = withPage(emptyIndex, { kind: 'pinned' }, { conversations: [], next: null });

test('days are the person’s own, not spans of 24 hours, and empty groups have no heading', () => {
  const conversations = [
    // A clock that was put back.
    at(2027, 2, 1),
    at(2026, 10, 21, 0),
    at(2026, 10, 20, 23),
    at(2026, 10, 20, 0),
    at(2026, 10, 14, 0),
    at(2026, 10, 13, 23),
    at(2026, 9, 22),
    at(2026, 9, 21, 23),
    at(2026, 0, 1),
    at(2025, 11, 31, 23),
    at(2025, 0, 1),
    at(1970, 0, 2),
  ];
  expect(headings(withPage(begun, days, { conversations, next: null }))).toEqual([
    ['Today', 2],
    ['Yesterday', 2],
    ['Previous 7 days', 1],
    ['Previous 30 days', 2],
    ['October', 1],
    ['January', 1],
    ['2025', 2],
    ['1970', 1],
  ]);
});

test('a conversation that a page has not come to is neither shown too early nor left out', () => {
  const [late, early] = [at(2026, 10, 21), at(2026, 0, 1)];
  const next = { time: late.updatedAt, id: late.id };
  const index = withPage(begun, days, { conversations: [late], next });
  const told = withChange(index, { kind: 'conversations', changed: [early], removed: [] });
  expect(headings(told)).toEqual([['Today', 1]]);
  expect(listItems(told, 'list', today).at(-1)).toMatchObject({ kind: 'more', group: { size: -1 } });
  const all = withPage(told, days, { conversations: [early], next: null });
  expect(headings(all)).toEqual([
    ['Today', 1],
    ['January', 1],
  ]);
});

test('a page that was read before a change does not undo it or show a row twice', () => {
  const [first, second] = [at(2026, 10, 21), at(2026, 10, 20)];
  const index = withPage(begun, days, { conversations: [first], next: { time: first.updatedAt, id: first.id } });
  const used = { ...second, title: 'Newer', updatedAt: first.updatedAt + 5 };
  const told = withChange(index, { kind: 'conversations', changed: [used], removed: [] });
  const items = listItems(withPage(told, days, { conversations: [second], next: null }), 'list', today);
  expect(items.flatMap((item) => (item.kind === 'conversation' ? [item.conversation.title] : []))).toEqual([
    'Newer',
    first.title,
  ]);
});

test('a conversation that moves leaves its old place', () => {
  const moved = at(2026, 10, 21);
  const folder = { id: '6f1c2a3b-0000-4000-8000-00000000a001', name: 'Work', isCollapsed: false };
  const place = { kind: 'folder', folderId: folder.id } as const;
  const before = withPage(withFolders(begun, [folder]), days, { conversations: [moved], next: null });
  const index = withPage(before, place, { conversations: [], next: null });
  const change = (part: Partial<Conversation>): KnownChange => ({
    kind: 'conversations',
    changed: [{ ...moved, ...part }],
    removed: [],
  });
  expect(headings(withChange(index, change({ folderId: folder.id })))).toEqual([['Work', 1]]);
  expect(headings(withChange(index, change({ folderId: folder.id, pinnedAt: 5 })))).toEqual([
    ['Pinned', 1],
    ['Work', 0],
  ]);
  expect(headings(withChange(index, change({ binnedAt: 5 })))).toEqual([['Work', 0]]);
  const gone = withChange(index, { kind: 'conversations', changed: [], removed: [moved.id] });
  expect(headings(gone)).toEqual([['Work', 0]]);
});

test('folders stand in the order of a person’s language, numbers by value; a closed one shows its name alone', () => {
  const named = ['Übung', 'b 10', 'b 9', 'Zoo'].map((name) => ({ id: name, name, isCollapsed: true }));
  const index = withPage(withFolders(begun, named), days, { conversations: [], next: null });
  expect(headings(index)).toEqual(['b 9', 'b 10', 'Übung', 'Zoo'].map((name) => [name, 0]));
  expect(listItems(index, 'list', today)).toHaveLength(4);
});
