import { AppError } from '../../shared/errors.ts';
import type { ParleyHandlers } from '../../shared/ipc/contract.ts';
import { plainOrder } from '../../shared/model/conversation-order.ts';
import type { Message } from '../../shared/model/message.ts';
import type { FakeConversations } from './fake-conversations.ts';
import type { FakeLibrary } from './fake-library.ts';
import { FakeTurn } from './fake-turn.ts';

type NewQuestion = Pick<
  Parameters<ParleyHandlers['chat']['send']>[0],
  'conversationId' | 'messageId' | 'text' | 'attachmentIds' | 'settings' | 'assistantId'
>;

/** What a fake answers to what is asked of models. */
export function fakeChat(conversations: FakeConversations, library: FakeLibrary): ParleyHandlers['chat'] {
  const toMessage = ({ messageId, text, attachmentIds }: NewQuestion): Message => ({
    id: messageId,
    role: 'user',
    parts: [...library.fileParts(attachmentIds), { type: 'text', text }],
    metadata: { createdAt: Date.now() },
  });
  const ask = (question: NewQuestion, deploymentId: string) => {
    const { conversationId, text, settings = {}, assistantId } = question;
    const now = Date.now();
    const known = conversations.find(conversationId);
    const conversation = {
      id: conversationId,
      title: text.slice(0, 60),
      deploymentId,
      createdAt: now,
      updatedAt: now,
      ...plainOrder,
    };
    conversations.keep({
      conversation: known === undefined ? conversation : { ...known.conversation, updatedAt: now, archivedAt: null },
      messages: [...(known?.messages ?? []), toMessage(question)],
      settings: known?.settings ?? settings,
      assistant: known?.assistant ?? library.assistant(assistantId),
      versions: known?.versions ?? [],
      branches: known?.branches ?? {},
      compared: [],
    });
  };
  return {
    send: ({ besideId, deploymentId, ...question }) => {
      const { conversationId, messageId } = question;
      ask(question, deploymentId);
      if (besideId !== undefined) {
        const kept = conversations.kept(conversationId);
        const index = kept.messages.findIndex(({ id }) => id === besideId);
        kept.messages = [...kept.messages.slice(0, index), toMessage(question)];
        kept.versions.push([besideId, messageId]);
      }
      return { turnId: conversations.beginTurn(conversationId, { deploymentId }).id };
    },
    compare: ({ deploymentIds, ...question }) => {
      const { conversationId } = question;
      ask(question, deploymentIds[0] ?? '');
      const turns = deploymentIds.map((deploymentId) => new FakeTurn({ deploymentId }, () => undefined));
      conversations.begin(conversationId, turns);
      const turnIds = turns.map(({ id }) => id);
      conversations.kept(conversationId).compared = turnIds;
      return { turnIds };
    },
    regenerate: ({ conversationId, answerId, deploymentId }) => {
      const kept = conversations.kept(conversationId);
      const index = kept.messages.findIndex(({ id }) => id === answerId);
      if (index === -1) throw new AppError('not-found');
      const replaced = kept.messages.splice(index);
      const turn = conversations.beginTurn(conversationId, { deploymentId, replaced });
      const others = kept.versions.find((ids) => ids.includes(answerId)) ?? [answerId];
      kept.versions = [...kept.versions.filter((ids) => ids !== others), [...others, turn.id]];
      return { turnId: turn.id };
    },
    continue: ({ conversationId, answerId, deploymentId }) => {
      const kept = conversations.kept(conversationId);
      const begun = kept.messages.at(-1);
      if (begun?.id !== answerId) throw new AppError('invalid-request');
      kept.messages.pop();
      return { turnId: conversations.beginTurn(conversationId, { deploymentId, begun }).id };
    },
    configure: ({ conversationId, settings }) => {
      conversations.kept(conversationId).settings = settings;
    },
    approveTool: () => undefined,
    stop: ({ turnId }) => {
      const turn = conversations.turn(turnId);
      if (turn === undefined) return;
      turn.isStopped = true;
      turn.finish({ status: 'stopped' });
    },
    follow: ({ turnId }, listener) => {
      const turn = conversations.turn(turnId);
      if (turn !== undefined) return turn.follow(listener);
      listener.end({ error: new AppError('not-found').toData() });
      return () => undefined;
    },
  };
}
