import type { UIMessage } from 'ai';
import type { Message, MessageMetadata } from '../../../shared/model/message.ts';

/** A message as useChat keeps it: the shape of Message, typed by the SDK. */
export type ChatMessage = UIMessage<MessageMetadata>;

/** A stored message for useChat; the parts have the SDK's shapes already. */
export function toChatMessage(message: Message): ChatMessage {
  return message as ChatMessage;
}

/** The text of a message, its text parts joined by blank lines. */
export function chatMessageText(message: Pick<ChatMessage, 'parts'>): string {
  return message.parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim();
}
