import { assertNever } from '../../../shared/errors.ts';
import { sendableText } from './attachments/attachments.logic.ts';
import type { ChatMessage } from './chat-message.ts';
import { draftState } from './chat.logic.ts';
import type { Drafts } from './drafts.ts';
import type { ChatRequests } from './use-chat-requests.ts';
import type { ChatFailure, ConversationChat } from './use-conversation-chat.ts';

/** What is needed to do again what has failed. */
export interface RetryWays {
  readonly conversationId: string;
  readonly drafts: Drafts;
  /** All that are loaded. */
  readonly messages: readonly ChatMessage[];
  readonly requests: Pick<ChatRequests, 'continueAnswer' | 'sendEdit' | 'sendText'>;
  readonly regenerate: ConversationChat['regenerate'];
  readonly onReopen: () => void;
}

/** Does again what has failed. */
export function retryFailure(failure: ChatFailure, ways: RetryWays): void {
  const { conversationId, drafts, messages, requests, regenerate, onReopen } = ways;
  if (failure.kind === 'lost') return onReopen();
  const { trigger } = failure;
  switch (trigger.kind) {
    case 'regenerate':
      return regenerate(trigger.answerId, trigger.deploymentId);
    case 'continue':
      return requests.continueAnswer(trigger.answerId);
    case 'edit': {
      const question = messages.find(({ id }) => id === trigger.questionId);
      return question === undefined ? undefined : requests.sendEdit(question);
    }
    case 'branch':
      return onReopen();
    case 'send':
    case 'compare': {
      const text = sendableText(draftState(drafts.get(conversationId)), drafts.files.get(conversationId));
      return text === undefined ? undefined : requests.sendText(text);
    }
    default:
      return assertNever(trigger);
  }
}
