import { describe, expect, test } from 'vitest';
import { plainOrder } from '../../src/shared/model/conversation-order.ts';
import type { OpenConversation } from '../../src/shared/model/conversation.ts';
import { runKillCampaign } from './kill.ts';
import { answerText, type Asked, compare } from './ledger.ts';

describe('the kill campaign', () => {
  test('Parley killed at random moments loses no accepted message, and no more than a second of an answer', async () => {
    const lines: string[] = [];
    const outcome = await runKillCampaign({ count: 5, seed: 11, print: (line) => void lines.push(line) });
    expect(outcome, lines.join('\n')).toEqual({ survived: 5, lost: 0 });
    expect(lines.at(-1)).not.toMatch(/^0 messages/);
  }, 120_000);

  const asked: Asked = {
    conversationId: 'c',
    questionId: 'q',
    text: 'What?',
    turnId: 'a',
    shown: [
      { time: 1000, length: 2 },
      { time: 2000, length: 5 },
    ],
    hasEnded: false,
  };
  const found = (text: string, status: 'interrupted' | 'streaming' = 'interrupted'): OpenConversation => ({
    conversation: { id: 'c', title: 'Old', deploymentId: 'd', createdAt: 0, updatedAt: 0, ...plainOrder },
    settings: {},
    assistant: null,
    start: 0,
    around: null,
    versions: [],
    compared: [],
    messages: [
      { id: 'q', role: 'user', parts: [{ type: 'text', text: 'What?' }], metadata: { createdAt: 0 } },
      { id: 'a', role: 'assistant', parts: [{ type: 'text', text }], metadata: { createdAt: 0, status } },
    ],
    runningTurnId: null,
  });

  test.each([
    ['a conversation that is gone', undefined, 2500, /conversation is gone/],
    ['a message that is gone', { ...found('w0 w1'), messages: [] }, 2500, /accepted message is gone/],
    ['an answer that came otherwise', found('other'), 2500, /not what came/],
    ['more than a second of an answer', found('w0'), 3500, /1500 ms/],
    ['anything of an answer whose Parley went on', found('w0'), undefined, /went on/],
    ['an answer that never ends', found('w0 w1', 'streaming'), 2500, /for ever/],
  ])('does not overlook %s', (_name, left, killedAt, fault) => {
    expect(compare({ asked: [asked] }, left, killedAt).faults.join()).toMatch(fault);
  });

  test.each([
    [
      'an import that is gone',
      { imported: { messageIds: ['q'], isAccepted: true } },
      undefined,
      /conversation is gone/,
    ],
    ['half of an import', { imported: { messageIds: ['q', 'x'], isAccepted: false } }, found(''), /half of an import/],
    ['a place that was not kept', { placement: { isInBin: true } }, found(''), /not where it was put/],
    ['a folder that was not kept', { placement: { folderId: 'f' } }, found(''), /not where it was put/],
    ['what was deleted and is there', { deletion: 'accepted' as const }, found(''), /deleted conversation is there/],
  ])('does not overlook %s', (_name, promise, left, fault) => {
    expect(compare({ asked: [], ...promise }, left, undefined).faults.join()).toMatch(fault);
  });

  test('does not call an import a loss that nobody was told of', () => {
    const imported = { messageIds: ['q'], isAccepted: false };
    expect(compare({ asked: [], imported }, undefined, 1).faults).toEqual([]);
  });

  test('does not call the last second of an answer a loss', () => {
    expect(compare({ asked: [asked] }, found(answerText(1)), 2900)).toEqual({ faults: [], lostMilliseconds: 900 });
  });
});
