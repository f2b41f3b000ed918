import { Chat, useChat } from '@ai-sdk/react';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import type { Result } from '../../../shared/ipc/define.ts';
import type { ConversationSettings, OpenConversation } from '../../../shared/model/conversation.ts';
import type { FilePart } from '../../../shared/model/message.ts';
import { errorData, unwrap, useBridge } from '../../bridge.ts';
import { type Versions, versionsOf } from './branch.logic.ts';
import { type ChatMessage, newQuestion, toChatMessage } from './chat-message.ts';
import { isWordless } from './chat.logic.ts';
import { BridgeChatTransport, questionOf, type TurnRequest } from './chat-transport.ts';
import { EarlierMessages, type EarlierItems, type PlaceRange } from './earlier-messages.ts';
import { comparedItems, type Comparison, isItemRunning, useComparison } from './use-comparison.ts';

/** What this window asked main for. */
export type ChatTrigger =
  | { readonly kind: 'send' }
  | { readonly kind: 'compare'; readonly deploymentIds: readonly string[] }
  | { readonly kind: 'edit'; readonly questionId: string }
  | { readonly kind: 'regenerate'; readonly answerId: string; readonly deploymentId: string }
  | { readonly kind: 'continue'; readonly answerId: string }
  /** For another branch, not for an answer. */
  | { readonly kind: 'branch' };

/** What went wrong with a request of this window; the card above the composer shows it. */
export type ChatFailure =
  /** Main did not take the request: nothing has changed. */
  | { readonly kind: 'refused'; readonly error: AppErrorData; readonly trigger: ChatTrigger }
  /** The turn may go on, but this window has lost sight of it. */
  | { readonly kind: 'lost'; readonly error: AppErrorData };

/** A question that is to be asked. */
export interface Question {
  readonly text: string;
  readonly files: readonly FilePart[];
  /** For a conversation that is new. */
  readonly settings?: ConversationSettings;
  /** For a conversation that is new. */
  readonly assistantId?: string | undefined;
  /** Called once main has the question. */
  readonly onAccepted: () => void;
}

/** One conversation as the window sees it. */
export interface ConversationChat {
  /** The end of the conversation. */
  readonly messages: readonly ChatMessage[];
  /** What comes before it. */
  readonly earlier: EarlierItems;
  /** Loads what is missing between two places. */
  readonly wantEarlier: (range: PlaceRange) => void;
  /** Why some of it could not be loaded; null where all goes well. */
  readonly earlierFailure: AppErrorData | null;
  readonly retryEarlier: () => void;
  readonly versions: Versions;
  readonly comparison: Comparison;
  readonly isRunning: boolean;
  readonly failure: ChatFailure | null;
  readonly send: (question: Question & { readonly deploymentId: string }) => void;
  /** Asks several models at once. */
  readonly compare: (question: Question & { readonly deploymentIds: readonly string[] }) => void;
  /** Asks another version of a question. */
  readonly edit: (questionId: string, question: Question & { readonly deploymentId: string }) => void;
  readonly regenerate: (answerId: string, deploymentId: string) => void;
  /** Goes on with the last answer, which broke off. */
  readonly goOn: (answerId: string, deploymentId: string) => void;
  /** Shows the branch that main answers with. */
  /** The turn that runs, or ran last, was not begun by this window. */
  readonly isJoined: boolean;
  /** Follows a turn of this conversation that this window has not begun, once its own has ended. */
  readonly join: () => void;
  readonly showBranch: (reply: Promise<Result<OpenConversation>>) => Promise<boolean>;
  /** Main has refused something else. */
  readonly refuse: (error: AppErrorData) => void;
  /** This window has lost sight of an answer. */
  readonly lose: (error: AppErrorData) => void;
  readonly stop: () => void;
}

/** Runs one conversation with useChat over the bridge; leaving it stops following the turn, not the turn. */
export function useConversationChat(conversationId: string, opened: OpenConversation | null): ConversationChat {
  const bridge = useBridge();
  const [refusal, setRefusal] = useState<ChatFailure | null>(null);
  const [versions, setVersions] = useState(() =>
    versionsOf([...(opened?.versions ?? []), ...(opened?.around?.versions ?? [])]),
  );
  const [isComparing, setIsComparing] = useState(false);
  const comparison = useComparison(bridge.chat, opened?.compared ?? []);
  const addVersions = useCallback(
    (groups: OpenConversation['versions']) => setVersions((before) => new Map([...before, ...versionsOf(groups)])),
    [],
  );
  const [{ chat, transport, earlier, show }] = useState(() =>
    createChat(bridge, { conversationId, opened, onFailure: setRefusal, onVersions: setVersions, addVersions }),
  );
  const earlierItems = useSyncExternalStore(earlier.subscribe, () => earlier.items);
  const earlierFailure = useSyncExternalStore(earlier.subscribe, () => earlier.failure);
  const { messages, status, error } = useChat({ chat, resume: (opened?.runningTurnId ?? null) !== null });
  const { set: setCompared, items, replace } = comparison;
  const isCompared = items.length > 0;

  useEffect(
    () => () => {
      void chat.stop();
    },
    [chat],
  );

  const [isJoined, setJoined] = useState(false);
  const begin = useCallback(() => {
    setJoined(false);
    setRefusal(null);
    chat.clearError();
  }, [chat]);

  const run = useCallback(
    async (trigger: ChatTrigger, request: TurnRequest, start: (metadata: TurnRequest) => Promise<void>) => {
      begin();
      const before = { messages: chat.messages, items: earlier.items };
      let isAccepted = false;
      setCompared([]);
      await start({
        ...request,
        onAccepted: () => {
          isAccepted = true;
          request.onAccepted();
          // Only main knows what else a new version stands beside.
          if (trigger.kind !== 'edit' && trigger.kind !== 'regenerate') return;
          void bridge.history.open({ conversationId }).then((reply) => {
            if (reply.ok) addVersions(reply.value.versions);
          });
        },
      });
      if (isAccepted || chat.error === undefined) return;
      setRefusal({ kind: 'refused', error: errorData(chat.error), trigger });
      chat.messages = before.messages;
      earlier.restore(before.items);
      setCompared(items);
      chat.clearError();
    },
    [addVersions, begin, bridge, chat, conversationId, earlier, items, setCompared],
  );

  const send = useCallback<ConversationChat['send']>(
    ({ text, files, ...request }) => {
      void run({ kind: 'send' }, request, (metadata) => chat.sendMessage(newQuestion(text, files), { metadata }));
    },
    [chat, run],
  );

  const edit = useCallback<ConversationChat['edit']>(
    (questionId, { text, files, ...request }) => {
      const index = chat.messages.findIndex(({ id }) => id === questionId);
      const place = earlier.items.findIndex((message) => message?.id === questionId);
      const isBusy = chat.status === 'submitted' || chat.status === 'streaming' || items.some(isItemRunning);
      if ((index === -1 && place === -1) || isBusy) return;
      void run({ kind: 'edit', questionId }, { ...request, besideId: questionId }, (metadata) => {
        if (place !== -1) earlier.cut(place);
        chat.messages = chat.messages.slice(0, Math.max(0, index));
        return chat.sendMessage(newQuestion(text, files), { metadata });
      });
    },
    [chat, earlier, items, run],
  );

  const compare = useCallback<ConversationChat['compare']>(
    async ({ text, files, deploymentIds, settings, assistantId, onAccepted }) => {
      begin();
      const before = chat.messages;
      const question = newQuestion(text, files);
      chat.messages = [...before, question];
      setIsComparing(true);
      const ids = [...deploymentIds];
      const reply = await bridge.chat.compare({
        ...questionOf(question, conversationId),
        deploymentIds: ids,
        settings,
        assistantId,
      });
      setIsComparing(false);
      if (reply.ok) {
        onAccepted();
        setCompared(reply.value.turnIds.map((id) => ({ kind: 'running', id })));
      } else {
        chat.messages = before;
        setRefusal({ kind: 'refused', error: reply.error, trigger: { kind: 'compare', deploymentIds } });
      }
    },
    [begin, bridge, chat, conversationId, setCompared],
  );

  const answerAnew = useCallback(
    (trigger: Extract<ChatTrigger, { readonly answerId: string }>, deploymentId: string) => {
      const request = { deploymentId, isContinued: trigger.kind === 'continue', onAccepted: () => undefined };
      // To useChat the two are one: the answer is taken away, and main tells it from its beginning.
      void run(trigger, request, (metadata) => {
        const place = earlier.items.findIndex((message) => message?.id === trigger.answerId);
        const answer = earlier.items[place];
        if (answer !== undefined) {
          // It is the end of the conversation from now on, which is the chat's own.
          earlier.cut(place);
          chat.messages = [answer];
        }
        return chat.regenerate({ messageId: trigger.answerId, metadata });
      });
    },
    [chat, earlier, run],
  );
  const regenerate = useCallback<ConversationChat['regenerate']>(
    (answerId, deploymentId) => {
      const trigger = { kind: 'regenerate', answerId, deploymentId } as const;
      if (!isCompared) {
        answerAnew(trigger, deploymentId);
        return;
      }
      begin();
      void bridge.chat.regenerate({ conversationId, answerId, deploymentId }).then((reply) => {
        if (reply.ok) replace(answerId, reply.value.turnId);
        else setRefusal({ kind: 'refused', error: reply.error, trigger });
      });
    },
    [answerAnew, begin, bridge, conversationId, isCompared, replace],
  );
  const goOn = useCallback<ConversationChat['goOn']>(
    (answerId, deploymentId) => answerAnew({ kind: 'continue', answerId }, deploymentId),
    [answerAnew],
  );

  const isRunning = status === 'submitted' || status === 'streaming' || isComparing || comparison.isRunning;
  const [isJoinWanted, setJoinWanted] = useState(false);
  const join = useCallback(() => setJoinWanted(true), []);
  useEffect(
    () => bridge.outbox.sent((sent) => setJoinWanted((wanted) => wanted || sent.conversationId === conversationId)),
    [bridge, conversationId],
  );
  useEffect(() => {
    // The end of the answer before may still be on its way.
    if (!isJoinWanted || isRunning) return;
    setJoinWanted(false);
    void bridge.history.open({ conversationId }).then((reply) => {
      if (!reply.ok || chat.status === 'submitted' || chat.status === 'streaming') return;
      const shown = reply.value;
      const { runningTurnId } = shown;
      const isKnown = shown.messages.at(-1)?.id === chat.lastMessage?.id && shown.compared.length === 0;
      if (isKnown && runningTurnId === null) return;
      begin();
      setJoined(true);
      const ids = chat.messages.map(({ id }) => id);
      const last = earlier.items.length + ids.length - 1;
      const isContinued = ids.length > 0 && shown.messages[last - shown.start]?.id === ids.at(-1);
      if (isContinued) {
        // What is read further up stays as it is: only what is new comes behind it.
        chat.messages = [...chat.messages, ...shown.messages.slice(last - shown.start + 1).map(toChatMessage)];
        addVersions(shown.versions);
      } else {
        show(shown);
      }
      setCompared(comparedItems(shown.compared));
      if (runningTurnId === null) return;
      transport.attend(runningTurnId);
      void chat.resumeStream();
    });
  }, [
    addVersions,
    begin,
    bridge,
    chat,
    conversationId,
    earlier,
    isJoinWanted,
    isRunning,
    setCompared,
    show,
    transport,
  ]);

  const refuse = useCallback(
    (refused: AppErrorData) => setRefusal({ kind: 'refused', error: refused, trigger: { kind: 'branch' } }),
    [],
  );
  const showBranch = useCallback<ConversationChat['showBranch']>(
    async (reply) => {
      begin();
      try {
        const shown = unwrap(await reply);
        show(shown);
        setCompared(comparedItems(shown.compared));
        return true;
      } catch (thrown) {
        refuse(errorData(thrown));
        return false;
      }
    },
    [begin, refuse, setCompared, show],
  );

  const lose = useCallback((lost: AppErrorData) => setRefusal({ kind: 'lost', error: lost }), []);
  const { stop: stopCompared } = comparison;
  const stop = useCallback(() => {
    if (isCompared) stopCompared();
    else transport.stop().catch((thrown: unknown) => lose(errorData(thrown)));
  }, [isCompared, lose, stopCompared, transport]);

  const wantEarlier = useCallback((range: PlaceRange) => earlier.want(range), [earlier]);
  return {
    messages,
    earlier: earlierItems,
    wantEarlier,
    earlierFailure,
    retryEarlier: earlier.retry,
    isJoined,
    join,
    versions,
    comparison,
    isRunning,
    failure: refusal ?? (error === undefined ? null : { kind: 'lost', error: errorData(error) }),
    send,
    compare,
    edit,
    regenerate,
    goOn,
    showBranch,
    refuse,
    lose,
    stop,
  };
}

/** What a chat stands on. */
interface ChatOptions {
  readonly conversationId: string;
  readonly opened: OpenConversation | null;
  readonly onFailure: (failure: ChatFailure) => void;
  readonly onVersions: (versions: Versions) => void;
  readonly addVersions: (groups: OpenConversation['versions']) => void;
}

function createChat(bridge: ParleyBridge, options: ChatOptions) {
  const { conversationId, opened, onFailure, onVersions, addVersions } = options;
  const transport = new BridgeChatTransport(bridge.chat, opened?.runningTurnId ?? null);
  const chat: Chat<ChatMessage> = new Chat<ChatMessage>({
    id: conversationId,
    messages: opened?.messages.map(toChatMessage) ?? [],
    transport,
    generateId: () => crypto.randomUUID(),
    onFinish: ({ message }) => {
      if (isWordless(message)) void giveWay(message);
    },
  });
  const earlier = new EarlierMessages({
    history: bridge.history,
    conversationId,
    opened,
    onPage: ({ versions }) => addVersions(versions),
  });
  const show = (shown: OpenConversation) => {
    earlier.replace(shown);
    chat.messages = shown.messages.map(toChatMessage);
    onVersions(versionsOf([...shown.versions, ...(shown.around?.versions ?? [])]));
  };
  const giveWay = async (ended: ChatMessage) => {
    const reply = await bridge.history.open({ conversationId });
    // The person may have asked on meanwhile.
    if (!reply.ok || chat.status !== 'ready' || chat.lastMessage?.id !== ended.id) return;
    // Main shows the earlier answer again where another one has ended without a word: so does this window.
    const place = earlier.items.length + chat.messages.length - 1;
    const answerId = await idAt(bridge, { conversationId, shown: reply.value, place });
    if (answerId === undefined || answerId === ended.id) return;
    show(reply.value);
    const { error, deploymentId } = ended.metadata ?? {};
    // What it has failed with is told by no message any more.
    if (error === undefined || deploymentId === undefined) return;
    onFailure({ kind: 'refused', error, trigger: { kind: 'regenerate', answerId, deploymentId } });
  };
  return { chat, transport, earlier, show };
}

/** The message at a place of the branch that is shown; undefined where there is none. */
async function idAt(
  { history }: ParleyBridge,
  at: { readonly conversationId: string; readonly shown: OpenConversation; readonly place: number },
): Promise<string | undefined> {
  const { conversationId, shown, place } = at;
  const anchorId = shown.messages[0]?.id;
  if (place >= shown.start || anchorId === undefined) return shown.messages[place - shown.start]?.id;
  const page = await history.messages({ conversationId, anchorId, place, towards: 'earlier' });
  return page.ok ? page.value.messages.at(-1)?.id : undefined;
}
