import { expect, test } from 'vitest';
import { sampleConversation } from '../../test-support/samples.ts';
import { groupByDay, moveFocus, renamedTitle } from './conversation-list.logic.ts';

test('days are the person’s own, not spans of 24 hours, and empty groups have no heading', () => {
  const now = new Date(2026, 10, 21, 0, 30).getTime();
  const at = (...date: readonly [number, number, number, number]) => ({
    ...sampleConversation('x', 0),
    updatedAt: new Date(...date).getTime(),
  });
  const groups = groupByDay(
    [at(2026, 10, 21, 0), at(2026, 10, 20, 23), at(2026, 10, 20, 0), at(2026, 10, 14, 0), at(2026, 10, 13, 23)],
    now,
  );
  expect(groups.map(({ heading, conversations }) => [heading, conversations.length])).toEqual([
    ['Today', 1],
    ['Yesterday', 2],
    ['Previous 7 days', 1],
    ['Older', 1],
  ]);
  expect(groupByDay([at(2026, 10, 21, 0)], now)).toHaveLength(1);
});

test('the arrow keys do not leave the list', () => {
  expect(moveFocus('previous', 0, 3)).toBe(0);
  expect(moveFocus('next', 2, 3)).toBe(2);
  expect(moveFocus('last', 0, 3)).toBe(2);
});

test('an empty or unchanged title is not saved', () => {
  expect(renamedTitle('   ', 'Old')).toBeUndefined();
  expect(renamedTitle(' Old ', 'Old')).toBeUndefined();
  expect(renamedTitle(' New ', 'Old')).toBe('New');
});
