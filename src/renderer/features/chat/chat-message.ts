import type { UIMessage } from 'ai';
import type { Attachment } from '../../../shared/model/attachment.ts';
import { FilePart, type Message, type MessageMetadata } from '../../../shared/model/message.ts';

/** A message as useChat keeps it: the shape of Message, typed by the SDK. */
export type ChatMessage = UIMessage<MessageMetadata>;

/** A stored message for useChat; the parts have the SDK's shapes already. */
export function toChatMessage(message: Message): ChatMessage {
  return message as ChatMessage;
}

/** A file of a draft as a part of the question that it is sent with. */
export function toFilePart({ id, name, ...facts }: Attachment): FilePart {
  return { type: 'file', attachmentId: id, filename: name, ...facts };
}

/** A question that is about to be sent; main keeps the content of its files, so that they have no address. */
export function newQuestion(text: string, files: readonly FilePart[]): ChatMessage {
  return {
    id: crypto.randomUUID(),
    role: 'user',
    parts: [...files.map((file) => ({ ...file, url: '' })), ...(text === '' ? [] : [{ type: 'text' as const, text }])],
    metadata: { createdAt: Date.now() },
  };
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
