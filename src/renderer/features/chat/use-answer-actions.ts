import { useCallback } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { ToolDecision } from '../../../shared/model/tool.ts';
import { type CardAction, useBridge, useCardActions } from '../../bridge.ts';
import type { ButtonAction } from '../../ui/action-button.tsx';
import type { ChatMessage } from './chat-message.ts';
import { pauseButton, wishedDeploymentId } from './chat.logic.ts';
import type { AnswerWays } from './message-view.tsx';
import type { ChatRequests } from './use-chat-requests.ts';
import type { ConversationChat } from './use-conversation-chat.ts';

/** What the actions are about. */
export interface AnswerActionsOptions {
  readonly conversationId: string;
  readonly chat: Pick<ConversationChat, 'comparison' | 'regenerate' | 'showBranch'>;
  readonly askForKey: ChatRequests['askForKey'];
  readonly onDeployment: (deploymentId: string) => void;
  /** Gives the focus to the message that is written: a button that goes takes it along. */
  readonly focusText: () => void;
}

/** What people can do about an answer that failed, waits, asks or stands beside others; the same while an answer streams. */
export interface AnswerActions {
  readonly cardActions: (error: AppErrorData, ways: AnswerWays) => readonly CardAction[];
  readonly pauseAction: (pause: AppErrorData, pausedId: string | undefined) => ButtonAction;
  readonly decideTool: (turnId: string, callId: string, decision: ToolDecision) => void;
  /** Goes on with one of the compared answers. */
  readonly choose: (answer: ChatMessage) => void;
  readonly retryCompared: (answerId: string) => void;
}

/** The actions of a conversation's answers. */
export function useAnswerActions(options: AnswerActionsOptions): AnswerActions {
  const { conversationId, askForKey, onDeployment, focusText } = options;
  const { comparison, regenerate, showBranch } = options.chat;
  const actionsOf = useCardActions();
  const { session, history, chat: bridge } = useBridge();
  const cardActions = useCallback<AnswerActions['cardActions']>(
    (error, { retry, deploymentId }) => actionsOf(error, { retry, enterKey: () => askForKey(deploymentId, retry) }),
    [actionsOf, askForKey],
  );
  const pauseAction = useCallback<AnswerActions['pauseAction']>(
    (pause, pausedId) => {
      const button = pauseButton(pause);
      if (button === 'enter-key') return { label: 'Enter key', run: () => askForKey(pausedId) };
      return { label: button === 'continue' ? 'Continue' : 'Sign in', run: () => void session.signIn() };
    },
    [askForKey, session],
  );
  const decideTool = useCallback<AnswerActions['decideTool']>(
    (turnId, callId, decision) => {
      void bridge.approveTool({ turnId, callId, decision });
      focusText();
    },
    [bridge, focusText],
  );
  const choose = useCallback(
    (answer: ChatMessage) => {
      const chosenId = wishedDeploymentId(answer.metadata);
      if (chosenId !== undefined) onDeployment(chosenId);
      void showBranch(history.show({ conversationId, messageId: answer.id })).then(focusText);
    },
    [conversationId, focusText, history, onDeployment, showBranch],
  );
  const retryCompared = useCallback(
    (answerId: string) => {
      const item = comparison.items.find(({ id }) => id === answerId);
      const wishedId = item?.kind === 'ended' ? wishedDeploymentId(item.answer.metadata) : undefined;
      if (wishedId !== undefined) regenerate(answerId, wishedId);
    },
    [comparison, regenerate],
  );
  return { cardActions, pauseAction, decideTool, choose, retryCompared };
}
