import { describe, expect, it } from 'vitest';
import { draftFromLink, isQuickAsk, windowIdOf } from './shell-wishes.logic.ts';

const shown = { id: 'a', isNew: true };

describe('the text of a link', () => {
  it('stands below what the person has written, and never in its place', () => {
    expect(draftFromLink({ shown, isWritten: false, draft: 'mine \n' }, 'theirs')).toEqual({
      conversation: shown,
      draft: 'mine\n\ntheirs',
    });
  });

  it.each([
    ['a conversation under way', { shown, isWritten: true, draft: 'mine' }],
    ['one of an earlier day', { shown: { id: 'a', isNew: false }, isWritten: false, draft: 'mine' }],
    ['what may be a temporary chat under way', { shown, isWritten: false, draft: ' ' }],
  ])('never comes into %s', (_name, place) => {
    const { conversation, draft } = draftFromLink(place, 'theirs');
    expect(conversation).toMatchObject({ isNew: true });
    expect(conversation.id).not.toBe('a');
    expect(draft).toBe('theirs');
  });
});

describe('a window', () => {
  it('knows itself by its address, and by nothing in a browser', () => {
    expect(windowIdOf('?window=main-1')).toBe('main-1');
    expect(windowIdOf('')).toBe('');
    expect(isQuickAsk('?window=quick-ask')).toBe(true);
    expect(isQuickAsk('?window=main-1')).toBe(false);
  });
});
