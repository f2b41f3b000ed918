import { describe, expect, it } from 'vitest';
import type { BranchPageRequest } from '../../../shared/model/conversation.ts';
import type { Message } from '../../../shared/model/message.ts';
import { readableBranch } from './readable-branch.ts';

/** Messages of so many characters each, in pages of ten. */
function branchOf(count: number, characters: number) {
  const messages = Array.from({ length: count }, (_, index): Message => {
    const parts: Message['parts'] = [{ type: 'text', text: 'x'.repeat(characters) }];
    return { id: String(index), role: index % 2 === 0 ? 'user' : 'assistant', parts, metadata: { createdAt: index } };
  });
  const asked: BranchPageRequest[] = [];
  const branchPage = async (request: BranchPageRequest) => {
    asked.push(request);
    const start = Math.max(0, request.place - 9);
    return { messages: messages.slice(start, request.place + 1), start, versions: [] };
  };
  const end = { messages: messages.slice(-10), start: count - 10 };
  return { store: { branchPage }, end, messages, asked };
}

describe('what of a branch is read for a model', () => {
  it('is no more than it can take, of a conversation of any length', async () => {
    const { store, end, messages, asked } = branchOf(1000, 100);
    const read = await readableBranch(store, { conversationId: 'c', end, limit: 500 });
    expect(asked).toHaveLength(3);
    expect(read.messages).toEqual(messages.slice(960));
    expect(read.earlier).toBe(960);
  });

  it('is all of a conversation that fits, which is never told to be longer', async () => {
    const { store, end, messages } = branchOf(45, 100);
    const read = await readableBranch(store, { conversationId: 'c', end, limit: 100_000 });
    expect(read).toEqual({ messages, earlier: 0 });
  });

  it('is asked for from behind an answer that is gone on with, though it is all that was read', async () => {
    const { store, messages, asked } = branchOf(12, 100);
    const end = { messages: [], start: 11, anchorId: '11' };
    const read = await readableBranch(store, { conversationId: 'c', end, limit: 1000 });
    expect(asked[0]).toEqual({ conversationId: 'c', anchorId: '11', place: 10, towards: 'earlier' });
    expect(read).toEqual({ messages: messages.slice(0, 11), earlier: 0 });
  });
});
