import { describe, expect, it } from 'vitest';
import { plainOrder } from '../../../shared/model/conversation-order.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { ShownBranch } from '../history/conversation-store.ts';
import { FakeClock } from '../testing/fakes.ts';
import { ConversationBranches } from './conversation-branches.ts';
import { Turn } from './turn.ts';

const conversation = { id: 'c', title: 'A title', deploymentId: 'd', createdAt: 1, updatedAt: 1, ...plainOrder };
const metadata = { createdAt: 1, status: 'streaming' } as const;
const message = (id: string, role: Message['role']): Message => ({ id, role, parts: [], metadata });

/** Branches over a store that shows one conversation; `turns` run in it. */
function branches(shown: Partial<ShownBranch>, turns: readonly Turn[] = []) {
  const nothing = { conversation, settings: {}, assistant: null, messages: [], start: 0, versions: [], compared: [] };
  const branch = { ...nothing, around: null, ...shown };
  const calls: string[] = [];
  const answerAs = (name: string) => async () => {
    calls.push(name);
    return branch;
  };
  const running = () => turns.filter(({ signal }) => !signal.aborted);
  const service = new ConversationBranches({
    isHeld: false,
    isTemporary: () => false,
    chat: {
      runningTurns: running,
      isBusy: () => running().length > 0,
      stopConversation: async () => {
        for (const turn of turns) turn.stop('stopped');
      },
    },
    store: {
      open: async () => branch,
      branchPage: async () => ({ messages: [], start: 0, versions: [] }),
      show: answerAs('show'),
      deleteVersion: answerAs('deleteVersion'),
      fork: async ({ title }) => void calls.push(`fork ${title}`),
    },
    clock: new FakeClock(),
    onHistoryChange: () => {},
  });
  return { service, calls };
}

const version = { conversationId: 'c', messageId: 'a' };
const fork = { conversationId: 'c', answerId: 'a', newConversationId: 'n' };

describe('the branches of a conversation', () => {
  it('show a running answer twice: as it was kept, and as it comes', async () => {
    const { service } = branches({ messages: [message('q', 'user'), message('a', 'assistant')] }, [new Turn('a', 'c')]);
    expect(await service.open('c')).toMatchObject({ messages: [{ id: 'q' }], runningTurnId: 'a', compared: [] });
  });

  it('lose one of the compared answers, running or ended', async () => {
    const compared = [message('a', 'assistant'), message('b', 'assistant')];
    const { service } = branches({ messages: [message('q', 'user')], compared }, [new Turn('b', 'c')]);
    expect(await service.open('c')).toMatchObject({
      messages: [{ id: 'q' }],
      runningTurnId: null,
      compared: [
        { kind: 'ended', answer: { id: 'a' } },
        { kind: 'running', turnId: 'b' },
      ],
    });
  });

  it('are changed under a turn that writes to them', async () => {
    const { service, calls } = branches({ messages: [message('q', 'user')] }, [new Turn('a', 'c')]);
    const refused = { code: 'turn-running' };
    await expect(service.show(version)).rejects.toMatchObject(refused);
    await expect(service.deleteVersion(version)).rejects.toMatchObject(refused);
    await expect(service.fork(fork)).rejects.toMatchObject(refused);
    expect(calls).toEqual([]);
  });

  it('go on with the answers that were not chosen', async () => {
    const turn = new Turn('b', 'c');
    const { service, calls } = branches({ compared: [message('a', 'assistant'), message('b', 'assistant')] }, [turn]);
    await service.show(version);
    expect(turn.signal.reason).toBe('stopped');
    expect(calls).toEqual(['show']);
  });

  it('give a fork a title that does not tell it from the other one', async () => {
    const { service, calls } = branches({});
    await service.fork(fork);
    expect(calls).toEqual(['fork Copy of A title']);
  });
});
