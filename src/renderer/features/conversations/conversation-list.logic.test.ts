import { expect, test } from 'vitest';
import { sampleConversation } from '../../test-support/samples.ts';
import { emptyIndex, withFolders, withPage } from './conversation-index.logic.ts';
import { findTyped, moveFocus, renamedTitle, typeAhead } from './conversation-list.logic.ts';
import { conversationsBetween, listItems, neighbourOf } from './list-items.logic.ts';

const today = new Date().setHours(0, 0, 0, 0);
const titles = ['Apple', 'Avocado', 'Banana', 'éclair'];
const [apple = '', avocado = '', banana = '', eclair = ''] = titles;
const folder = { id: 'f', name: 'Work', isCollapsed: false };

/** A folder with one conversation, and days with four. */
function sampleItems() {
  const conversations = titles.map((title, hours) => ({ ...sampleConversation(title, hours * 100), id: title }));
  const inFolder = { ...sampleConversation('Report', 1), id: 'report', folderId: 'f' };
  const index = withPage(withFolders(emptyIndex, [folder]), { kind: 'days' }, { conversations, next: null });
  const place = { kind: 'folder', folderId: 'f' } as const;
  const pinned = withPage(index, { kind: 'pinned' }, { conversations: [], next: null });
  return listItems(withPage(pinned, place, { conversations: [inFolder], next: null }), 'list', today);
}

test('the arrow keys stop at folders and conversations, and do not leave the list', () => {
  const items = sampleItems();
  expect(moveFocus('previous', 'folder:f', items)).toBe('folder:f');
  expect(moveFocus('next', 'folder:f', items)).toBe('report');
  expect(moveFocus('next', 'report', items)).toBe(apple);
  expect(moveFocus('next', eclair, items)).toBe(eclair);
  expect(moveFocus('page-down', apple, items)).toBe(eclair);
  expect(moveFocus('last', apple, items)).toBe(eclair);
  expect(moveFocus('first', eclair, items)).toBe('folder:f');
});

test('the left arrow leads from a conversation to its folder, and the right one back', () => {
  const items = sampleItems();
  expect(moveFocus('out', 'report', items)).toBe('folder:f');
  expect(moveFocus('in', 'folder:f', items)).toBe('report');
  expect(moveFocus('out', banana, items)).toBe(banana);
});

test('a letter goes to the next row that begins with it, a word to the first one', () => {
  const items = sampleItems();
  expect(findTyped(items, apple, 'a')).toBe(avocado);
  expect(findTyped(items, avocado, 'a')).toBe(apple);
  expect(findTyped(items, avocado, 'av')).toBe(avocado);
  expect(findTyped(items, apple, 'É')).toBe(eclair);
  expect(findTyped(items, apple, 'w')).toBe('folder:f');
  expect(findTyped(items, apple, 'zz')).toBeUndefined();
  expect(typeAhead(typeAhead({ text: '', at: 0 }, 'a', 5000), 'v', 5100).text).toBe('av');
  expect(typeAhead({ text: 'av', at: 5000 }, 'b', 9000).text).toBe('b');
});

test('the focus is not lost with what is deleted', () => {
  const items = sampleItems();
  expect(neighbourOf(items, new Set([apple, avocado]))).toBe(banana);
  expect(neighbourOf(items, new Set([eclair, banana]))).toBe(avocado);
  expect(neighbourOf(items, new Set(['report', ...titles]))).toBeUndefined();
});

test('a stretch is selected from either end, without headings', () => {
  const items = sampleItems();
  expect(conversationsBetween(items, banana, apple)).toEqual([apple, avocado, banana]);
  expect(conversationsBetween(items, 'report', apple)).toEqual(['report', apple]);
  expect(conversationsBetween(items, 'gone', apple)).toEqual([apple]);
});

test('an empty or unchanged title is not saved', () => {
  expect(renamedTitle('   ', 'Old')).toBeUndefined();
  expect(renamedTitle(' Old ', 'Old')).toBeUndefined();
  expect(renamedTitle(' New ', 'Old')).toBe('New');
});
