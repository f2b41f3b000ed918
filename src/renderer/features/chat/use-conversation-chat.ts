import { Chat, useChat } from '@ai-sdk/react';
import { useCallback, useEffect, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { Attachment } from '../../../shared/model/attachment.ts';
import { errorData, useBridge } from '../../bridge.ts';
import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import { type ChatMessage, toChatMessage, toFilePart } from './chat-message.ts';
import { isWordless } from './chat.logic.ts';
import { BridgeChatTransport, type TurnRequest } from './chat-transport.ts';

/** The conversation to talk in. */
export interface ConversationChatOptions {
  readonly conversationId: string;
  readonly messages: readonly ChatMessage[];
  readonly runningTurnId: string | null;
}

/** What this window asked main for. */
export type TurnTrigger =
  | { readonly kind: 'send' }
  | { readonly kind: 'regenerate'; readonly answerId: string }
  | { readonly kind: 'continue'; readonly answerId: string };

/** What went wrong with a request of this window; the card above the composer shows it. */
export type ChatFailure =
  /** Main did not take the request: nothing has changed. */
  | { readonly kind: 'refused'; readonly error: AppErrorData; readonly trigger: TurnTrigger }
  /** The turn may go on, but this window has lost sight of it. */
  | { readonly kind: 'lost'; readonly error: AppErrorData };

/** One conversation as the window sees it. */
export interface ConversationChat {
  readonly messages: readonly ChatMessage[];
  readonly isRunning: boolean;
  readonly failure: ChatFailure | null;
  readonly send: (message: TurnRequest & { readonly text: string; readonly files: readonly Attachment[] }) => void;
  readonly regenerate: (answerId: string, deploymentId: string) => void;
  /** Goes on with the last answer, which broke off. */
  readonly goOn: (answerId: string, deploymentId: string) => void;
  readonly stop: () => void;
}

/** Runs one conversation with useChat over the bridge; leaving it stops following the turn, not the turn. */
export function useConversationChat(options: ConversationChatOptions): ConversationChat {
  const bridge = useBridge();
  const [refusal, setRefusal] = useState<ChatFailure | null>(null);
  const [{ chat, transport }] = useState(() => createChat(bridge, options, setRefusal));
  const { messages, status, error } = useChat({ chat, resume: options.runningTurnId !== null });

  useEffect(
    () => () => {
      void chat.stop();
    },
    [chat],
  );

  const run = useCallback(
    async (trigger: TurnTrigger, request: TurnRequest, start: (metadata: TurnRequest) => Promise<void>) => {
      setRefusal(null);
      chat.clearError();
      const before = chat.messages;
      let isAccepted = false;
      await start({
        ...request,
        onAccepted: () => {
          isAccepted = true;
          request.onAccepted();
        },
      });
      if (isAccepted || chat.error === undefined) return;
      setRefusal({ kind: 'refused', error: errorData(chat.error), trigger });
      chat.messages = before;
      chat.clearError();
    },
    [chat],
  );

  const send = useCallback<ConversationChat['send']>(
    ({ text, files, ...request }) => {
      const message: Omit<ChatMessage, 'id'> & { id: string } = {
        id: crypto.randomUUID(),
        role: 'user',
        parts: [...files.map(toFilePart), ...(text === '' ? [] : [{ type: 'text' as const, text }])],
        metadata: { createdAt: Date.now() },
      };
      void run({ kind: 'send' }, request, (metadata) => chat.sendMessage(message, { metadata }));
    },
    [chat, run],
  );

  const answerAnew = useCallback(
    (kind: 'regenerate' | 'continue', answerId: string, deploymentId: string) => {
      const request: TurnRequest = { deploymentId, isContinued: kind === 'continue', onAccepted: () => undefined };
      // To useChat the two are one: the answer is taken away, and main tells it from its beginning.
      void run({ kind, answerId }, request, (metadata) => chat.regenerate({ messageId: answerId, metadata }));
    },
    [chat, run],
  );
  const regenerate = useCallback<ConversationChat['regenerate']>(
    (answerId, deploymentId) => answerAnew('regenerate', answerId, deploymentId),
    [answerAnew],
  );
  const goOn = useCallback<ConversationChat['goOn']>(
    (answerId, deploymentId) => answerAnew('continue', answerId, deploymentId),
    [answerAnew],
  );

  const stop = useCallback(() => {
    transport.stop().catch((thrown: unknown) => setRefusal({ kind: 'lost', error: errorData(thrown) }));
  }, [transport]);

  return {
    messages,
    isRunning: status === 'submitted' || status === 'streaming',
    failure: refusal ?? (error === undefined ? null : { kind: 'lost', error: errorData(error) }),
    send,
    regenerate,
    goOn,
    stop,
  };
}

function createChat(bridge: ParleyBridge, options: ConversationChatOptions, onFailure: (failure: ChatFailure) => void) {
  const transport = new BridgeChatTransport(bridge.chat, options.runningTurnId);
  const chat: Chat<ChatMessage> = new Chat<ChatMessage>({
    id: options.conversationId,
    messages: [...options.messages],
    transport,
    generateId: () => crypto.randomUUID(),
    onFinish: ({ message }) => {
      if (!isWordless(message)) return;
      void showEarlierAnswer(chat, message, bridge).then((failure) => {
        if (failure !== null) onFailure(failure);
      });
    },
  });
  return { chat, transport };
}

/**
 * Main shows the earlier answer again where another one has ended without a word: so does this window.
 * @returns what the other one has failed with, which no message tells any more
 */
async function showEarlierAnswer(
  chat: Chat<ChatMessage>,
  ended: ChatMessage,
  { history }: ParleyBridge,
): Promise<ChatFailure | null> {
  const opened = await history.open({ conversationId: chat.id });
  // The person may have asked on meanwhile.
  if (!opened.ok || chat.status !== 'ready' || chat.lastMessage?.id !== ended.id) return null;
  const earlier = opened.value.messages.at(-1);
  if (earlier === undefined || earlier.id === ended.id) return null;
  chat.messages = opened.value.messages.map(toChatMessage);
  const error = ended.metadata?.error;
  return error === undefined ? null : { kind: 'refused', error, trigger: { kind: 'regenerate', answerId: earlier.id } };
}
