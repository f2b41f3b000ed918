import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../shared/model/conversation.ts';
import { sampleConversation } from '../test-support/samples.ts';
import { addressOf, hasVanished, newConversation, shownBefore, titlePlaceholder } from './workspace.logic.ts';

const ready = (value: Conversation | null) => ({ kind: 'ready', value }) as const;

describe('the shown conversation', () => {
  it('is found again after a reload', () => {
    const shown = newConversation();
    expect(shownBefore(addressOf(shown))).toEqual({ id: shown.id, isNew: false });
  });

  it.each(['', '#', '#/settings', '#javascript:alert(1)', `#${'x'.repeat(36)}`])('is not read out of %j', (hash) => {
    expect(shownBefore(hash)).toBeUndefined();
  });

  it('has not vanished before it was ever sent, nor while nobody knows', () => {
    expect(hasVanished(ready(null), { id: 'new', isNew: true }, null)).toBe(false);
    expect(hasVanished({ kind: 'loading' }, { id: 'a', isNew: false }, null)).toBe(false);
  });

  it('has vanished when it was deleted elsewhere, or is somebody else’s', () => {
    expect(hasVanished(ready(null), { id: 'a', isNew: true }, 'a')).toBe(true);
    expect(hasVanished(ready(null), { id: 'other', isNew: false }, 'a')).toBe(true);
    const inBin = { ...sampleConversation('a', 1), binnedAt: 5 };
    expect(hasVanished(ready(inBin), { id: inBin.id, isNew: false }, inBin.id)).toBe(true);
  });

  it('is not called a new chat while its title is on the way', () => {
    expect(titlePlaceholder({ kind: 'loading' }, { id: 'a', isNew: false })).toBe('');
    expect(titlePlaceholder(ready(null), { id: 'a', isNew: true })).toBe('New chat');
  });
});
