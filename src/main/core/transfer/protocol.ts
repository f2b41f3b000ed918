import { z } from 'zod';
import { AppErrorData } from '../../../shared/errors.ts';
import { ImportSource, LeftOutReason } from '../../../shared/model/transfer.ts';
import { Conversation, ConversationAssistant, ConversationSettings } from '../../../shared/model/conversation.ts';
import { folderNameLimit } from '../../../shared/model/conversation-order.ts';
import { Message } from '../../../shared/model/message.ts';
import { attachmentLimit } from '../../../shared/model/attachment.ts';
import type { ReadingMessage } from './reading.ts';

/** Largest file in bytes that is imported. */
export const importLimit = 2 * 1024 * 1024 * 1024;
/** Largest piece in bytes of the file that a process may ask for at once. */
export const pieceLimit = 1024 * 1024;
/** Most memory that the objects of a transfer process may take. */
export const transferMemoryMegabytes = 1024;

/** Main to the process. */
export type TransferRequest =
  /** The file to be read: the process asks for its pieces. SECURITY: never a path. */
  | { readonly kind: 'read'; readonly size: number; readonly now: number }
  /** What was asked for by `piece`; shorter where the file ends. */
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  /** What was told has been dealt with; the process goes on. */
  | { readonly kind: 'next' }
  /** Messages to be written as HTML. */
  | { readonly kind: 'render'; readonly messages: readonly ReadingMessage[] };

const PlacedMessage = z.object({ message: Message, parentId: z.uuid().nullable() });

/** A conversation of a file, in Parley's own form. */
export const FoundConversation = z.object({
  conversation: Conversation.pick({ title: true, deploymentId: true, createdAt: true, updatedAt: true }).extend({
    id: z.uuid(),
  }),
  place: z.object({
    pinnedAt: z.number().nullable(),
    archivedAt: z.number().nullable(),
    folder: z.object({ id: z.uuid(), name: z.string().min(1).max(folderNameLimit) }).nullable(),
  }),
  settings: ConversationSettings,
  assistant: ConversationAssistant.nullable(),
  titleSource: z.enum(['automatic', 'person']),
  shownLeafId: z.uuid().nullable(),
  messages: z.array(PlacedMessage),
});
export type FoundConversation = z.infer<typeof FoundConversation>;

/** The process to main. SECURITY: parsed, since the process has dealt with a file that may be hostile. */
export const TransferReply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('piece'), offset: z.int().nonnegative(), length: z.int().min(1).max(pieceLimit) }),
  z.object({
    kind: z.literal('conversation'),
    source: ImportSource,
    found: FoundConversation,
    /** Pictures and files of it that are not in the file or of no kind that is taken. */
    filesLeftOut: z.int().nonnegative(),
  }),
  z.object({
    kind: z.literal('file'),
    conversationId: z.uuid(),
    attachmentId: z.uuid(),
    text: z.string(),
    data: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= attachmentLimit),
  }),
  z.object({ kind: z.literal('left-out'), source: ImportSource, reason: LeftOutReason, title: z.string().max(200) }),
  z.object({ kind: z.literal('html'), text: z.string() }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('fail'), error: AppErrorData }),
]);
export type TransferReply = z.infer<typeof TransferReply>;
