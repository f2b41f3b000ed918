import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../shared/model/conversation.ts';
import { addressOf, hasVanished, newConversation, shownBefore } from './workspace.logic.ts';

const conversation = (id: string): Conversation => ({ id, title: id, deploymentId: 'd', createdAt: 0, updatedAt: 0 });

describe('the shown conversation', () => {
  it('is found again after a reload', () => {
    const shown = newConversation();
    expect(shownBefore(addressOf(shown))).toEqual({ id: shown.id, isNew: false });
  });

  it.each(['', '#', '#/settings', '#javascript:alert(1)', `#${'x'.repeat(36)}`])('is not read out of %j', (hash) => {
    expect(shownBefore(hash)).toBeUndefined();
  });

  it('has not vanished before it was ever sent', () => {
    expect(hasVanished([], [conversation('a')], { id: 'new', isNew: true })).toBe(false);
  });

  it('has vanished when it was deleted elsewhere, or is somebody else’s', () => {
    expect(hasVanished([conversation('a')], [], { id: 'a', isNew: true })).toBe(true);
    expect(hasVanished([], [conversation('a')], { id: 'other', isNew: false })).toBe(true);
  });
});
