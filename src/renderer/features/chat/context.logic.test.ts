import { describe, expect, test } from 'vitest';
import { type Deployment, plainTraits } from '../../../shared/model/deployment.ts';
import type { ChatMessage } from './chat-message.ts';
import { contextMeter, draftTokens, omissionText, shownSummary, usedTokens } from './context.logic.ts';

/** Takes 1,000 tokens beside an answer. */
const small: Deployment = {
  id: 'small',
  displayName: 'Small',
  description: '',
  credential: 'account',
  ...plainTraits,
  contextTokens: 2_000,
  outputTokens: 1_000,
};
const large: Deployment = { ...small, id: 'large', displayName: 'Large', contextTokens: 1_000_000 };

function answer(id: string, metadata: Partial<ChatMessage['metadata']>, text = ''): ChatMessage {
  return { id, role: 'assistant', parts: [{ type: 'text', text }], metadata: { createdAt: 0, ...metadata } };
}

describe('contextMeter', () => {
  test('says nothing while there is room, and nothing where no model is chosen', () => {
    expect(contextMeter(690, 0, small)).toBeUndefined();
    expect(contextMeter(5_000, 0, undefined)).toBeUndefined();
  });

  test('shows from 70 % on, the draft counted', () => {
    expect(contextMeter(700, 0, small)).toMatchObject({ percent: 70, state: 'near' });
    expect(contextMeter(690, draftTokens('x'.repeat(80), []), small)).toMatchObject({ percent: 71, state: 'near' });
  });

  test('tells before it is sent that a smaller model cannot read it all, and not that a larger one cannot', () => {
    expect(contextMeter(1_200, 0, small)?.sentence).toMatch(/longer than “Small” can read at once.*summary/);
    expect(contextMeter(1_200, 0, large)).toBeUndefined();
  });

  test('counts the files of the draft, which are most of it', () => {
    expect(contextMeter(0, draftTokens('Hi', [{ tokens: 400 }, {}, { tokens: 399 }]), small)).toMatchObject({
      percent: 80,
    });
    expect(contextMeter(0, draftTokens('', [{ tokens: 1_001 }]), small)?.sentence).toMatch(/This message is/);
  });

  test('tells that a draft alone is too long, which no summary helps', () => {
    expect(contextMeter(0, draftTokens('x'.repeat(4_004), []), small)?.sentence).toMatch(
      /This message is probably longer than “Small”/,
    );
  });
});

describe('usedTokens', () => {
  test('counts what the last answer was sent and what it said, not one that is still arriving', () => {
    const context = { tokens: 500, limit: 1_000 };
    const messages = [
      answer('a', { status: 'complete', context }, 'four'.repeat(10)),
      answer('b', { status: 'streaming', context: { tokens: 900, limit: 1_000 } }),
    ];
    expect(usedTokens(messages)).toBe(510);
  });

  test('takes an answer that was never sent for none', () => {
    expect(usedTokens([answer('a', { status: 'failed' })])).toBe(0);
  });
});

test('the latest summary is shown, and none that stands for messages of another branch', () => {
  const summarised = (id: string, upToId: string): ChatMessage => ({
    ...answer(id, {}),
    parts: [{ type: 'data-summary', data: { text: `Up to ${upToId}`, upToId } }],
  });
  const messages = [answer('a', {}), summarised('b', 'a'), summarised('c', 'b')];
  expect(shownSummary(messages)?.upToId).toBe('b');
  expect(shownSummary([...messages, summarised('d', 'elsewhere')])?.upToId).toBe('b');
  expect(shownSummary([{ ...answer('e', {}), parts: [{ type: 'data-summary', data: 'x' }] }])).toBeUndefined();
});

test('what was left out is told in words that fit the number', () => {
  expect(omissionText(undefined)).toBeUndefined();
  expect(omissionText(1)).toBe('1 earlier message was left out');
  expect(omissionText(1_200)).toBe('1,200 earlier messages were left out');
});
