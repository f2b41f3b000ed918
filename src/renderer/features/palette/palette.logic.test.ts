import { describe, expect, test } from 'vitest';
import { sampleConversation, sampleSession } from '../../test-support/samples.ts';
import { fitOf, movedTo, type PaletteChoices, paletteGroups, withRecent } from './palette.logic.ts';

const choices: PaletteChoices = {
  isAvailable: (id) => id !== 'stop',
  bindings: {},
  platform: 'windows',
  recent: ['export', 'gone', 'zoom-in'],
  deployments: sampleSession.deployments,
  conversations: [],
  recentConversations: [],
};

function labels(typed: string, changed: Partial<PaletteChoices> = {}) {
  return paletteGroups(typed, { ...choices, ...changed }).map(({ name, items }) => [
    name,
    items.map(({ label }) => label),
  ]);
}

describe('what is offered', () => {
  test('has under the commands what was written in last, and nothing of it for what is typed', () => {
    const known = [3, 1, 2].map((age) => sampleConversation(`Conversation ${age}`, age));
    const many = Array.from({ length: 20 }, (_, index) => sampleConversation(`Older ${index}`, 10 + index));
    const groups = labels('', { recentConversations: [...many, ...known] });
    expect(groups.map(([name]) => name)).toEqual(['Recently used', 'Commands', 'Recent conversations', 'Models']);
    expect(groups[2]?.[1]).toHaveLength(8);
    expect(groups[2]?.[1]?.slice(0, 3)).toEqual(['Conversation 1', 'Conversation 2', 'Conversation 3']);
    expect(JSON.stringify(labels('zoom', { recentConversations: known }))).not.toContain('Conversation 1');
  });

  test('begins with what was used last, and names nothing twice', () => {
    const [recent, commands] = labels('');
    expect(recent).toEqual(['Recently used', ['Export conversation', 'Zoom in']]);
    expect(commands?.[1]).not.toContain('Zoom in');
    expect(commands?.[1]).toContain('Zoom out');
  });

  test('leaves out what cannot be done now, and the palette itself', () => {
    expect(JSON.stringify(labels(''))).not.toMatch(/Stop answer|Command palette/);
  });

  test('has a conversation once that was found often, and none that was found for its messages alone', () => {
    const conversation = sampleConversation('Budget', 1);
    const snippet = { text: 'Budget', ranges: [] };
    const title = { kind: 'title', conversation, snippet } as const;
    const message = {
      kind: 'message',
      conversation: sampleConversation('Other', 2),
      messageId: 'm',
      role: 'user',
      createdAt: 1,
      snippet,
    } as const;
    expect(labels('budget', { conversations: [title, title, message] })).toEqual([['Conversations', ['Budget']]]);
  });
});

test.each([
  ['zo in', 'Zoom in larger', true],
  ['in zo', 'Zoom in', true],
  ['oom', 'Zoom in', true],
  ['tmp', 'Temporary chat', true],
  ['nc', 'New chat', true],
  ['éxport', 'Export', true],
  ['EXPORT', 'Export', true],
  ['onb', 'Show or hide conversations', false],
  ['zoom x', 'Zoom in', false],
  ['😀', 'Zoom in', true],
])('what is typed as %s is found in “%s”: %s', (typed, text, isFound) => {
  expect(fitOf(typed, text) > 0).toBe(isFound);
});

test('a word that begins so comes before one that only has it inside', () => {
  expect(fitOf('new', 'New chat')).toBeGreaterThan(fitOf('new', 'Renew'));
});

test('the arrows go round, and stay where there is nothing', () => {
  expect(movedTo('ArrowDown', 2, 3)).toBe(0);
  expect(movedTo('ArrowUp', 0, 3)).toBe(2);
  expect(movedTo('PageDown', 0, 3)).toBe(2);
  expect(movedTo('ArrowDown', -1, 0)).toBeUndefined();
  expect(movedTo('Home', 1, 3)).toBeUndefined();
});

test('what was used is remembered once, and not without end', () => {
  expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a']);
  expect(withRecent(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['f', 'a', 'b', 'c', 'd']);
});
