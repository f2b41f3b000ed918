import type { UIMessage } from 'ai';
import type { Attachment } from '../../../shared/model/attachment.ts';
import { FilePart, type Message, type MessageMetadata } from '../../../shared/model/message.ts';

/** A message as useChat keeps it: the shape of Message, typed by the SDK. */
export type ChatMessage = UIMessage<MessageMetadata>;

/** A stored message for useChat; the parts have the SDK's shapes already. */
export function toChatMessage(message: Message): ChatMessage {
  return message as ChatMessage;
}

/** A file of a draft as a part of the question that it is sent with; main keeps its content, so there is no address. */
export function toFilePart({ id, name, ...facts }: Attachment): ChatMessage['parts'][number] {
  const part: FilePart = { type: 'file', attachmentId: id, filename: name, ...facts };
  return { ...part, url: '' };
}

/** The files of a message. */
export function chatMessageFiles(message: Pick<ChatMessage, 'parts'>): FilePart[] {
  return message.parts.flatMap((part) => {
    const parsed = part.type === 'file' ? FilePart.safeParse(part) : undefined;
    return parsed?.success === true ? [parsed.data] : [];
  });
}

/** The text of a message, its text parts joined by blank lines. */
export function chatMessageText(message: Pick<ChatMessage, 'parts'>): string {
  return message.parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim();
}
