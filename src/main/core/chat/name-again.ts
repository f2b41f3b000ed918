import type { NewTitle } from '../../../shared/model/conversation.ts';
import type { Message } from '../../../shared/model/message.ts';
import { messageText } from '../../../shared/model/message.ts';
import type { HistoryStore } from '../history/store.ts';

/** What a title is made of. */
export interface TitleMaterial {
  readonly conversationId: string;
  /** The one that the conversation goes on with. */
  readonly deploymentId: string;
  readonly question: Message;
  readonly answer: Message;
}

/** What naming anew stands on. */
export interface TitleServices {
  readonly store: Pick<HistoryStore, 'exportConversation' | 'exportMessages' | 'rename'>;
  /** Asks the model; undefined where what it says can't be a title. @throws AppError */
  readonly write: (material: TitleMaterial) => Promise<string | undefined>;
}

/** A wish for another title. */
export interface TitleWish {
  readonly conversationId: string;
  /** Whether one that the person has written may go. */
  readonly replaceOwn: boolean;
}

/** Names a conversation by what is shown of it: its first question, and the last answer near it. @throws AppError */
export async function nameAgain(
  { store, write }: TitleServices,
  { conversationId, replaceOwn }: TitleWish,
): Promise<NewTitle> {
  const { conversation, titleSource } = await store.exportConversation({ conversationId });
  if (titleSource === 'person' && !replaceOwn) return { kind: 'own' };
  const { messages } = await store.exportMessages({ conversationId, branch: 'shown', after: 0 });
  const question = messages.find(({ message }) => message.role === 'user')?.message;
  const answer = messages.findLast(
    ({ message }) => message.role === 'assistant' && messageText(message) !== '',
  )?.message;
  if (question === undefined || answer === undefined) return { kind: 'none' };
  const title = await write({ conversationId, deploymentId: conversation.deploymentId, question, answer });
  if (title === undefined) return { kind: 'none' };
  // A title that the person writes meanwhile is theirs; what they have let go is replaced as they would do it.
  const isTaken = await store.rename({ conversationId, title, source: titleSource });
  return { kind: isTaken ? 'made' : 'own' };
}
