import { z } from 'zod';
import { AppErrorData } from '../../../shared/errors.ts';
import { attachmentLimit } from '../../../shared/model/attachment.ts';
import { ConversationAssistant, ConversationSettings, titleLimit } from '../../../shared/model/conversation.ts';
import { folderNameLimit } from '../../../shared/model/conversation-order.ts';
import { FilePart, MessageMetadata, MessagePart } from '../../../shared/model/message.ts';

/** What stands in `format` of an exported file. */
export const exportFormatName = 'parley-export';
/** Of docs/export-format.md; a change that an older Parley would misread counts it up. */
export const exportVersion = 1;

/** Latest time that a file may name: the end of the year 9999, in milliseconds since the epoch. */
const latestTime = 253_402_300_799_999;

const id = z.uuid();
const time = z.int().min(0).max(latestTime);

/** A message's metadata as it leaves Parley: without what only means something to the service or while it is written. */
export const ExportedMetadata = MessageMetadata.omit({ requestId: true, pause: true, wait: true, error: true }).extend({
  createdAt: time,
  error: AppErrorData.omit({ correlationId: true }).optional(),
});

/** A message of an exported file. */
export const ExportedMessage = z.object({
  id,
  /** Null for a root; a parent stands before its children. */
  parentId: id.nullable(),
  role: z.enum(['user', 'assistant']),
  parts: z.array(MessagePart),
  metadata: ExportedMetadata,
});
export type ExportedMessage = z.infer<typeof ExportedMessage>;

/** The assistant that a conversation was begun with; its limits are further than those of what people and policy can write. */
const ExportedAssistant = ConversationAssistant.extend({
  id: z.string().max(200),
  name: z.string().max(1_000),
  description: z.string().max(10_000),
  instructions: z.string().max(1_000_000),
  deploymentId: z.string().max(200).optional(),
  toolServerIds: z.array(z.string().max(100)).max(100).optional(),
  files: z.array(FilePart.extend({ attachmentId: id })).max(1_000),
});

/** A conversation of an exported file, without its messages. */
export const ExportedHead = z.object({
  id,
  title: z.string().min(1).max(titleLimit),
  titleSource: z.enum(['automatic', 'person']),
  deploymentId: z.string().max(200),
  createdAt: time,
  updatedAt: time,
  settings: ConversationSettings,
  /** Its branch is the one that is shown. */
  shownLeafId: id.nullable(),
  // Files of before have none of these.
  pinnedAt: time.nullable().default(null),
  archivedAt: time.nullable().default(null),
  folder: z
    .object({ id, name: z.string().min(1).max(folderNameLimit) })
    .nullable()
    .default(null),
  assistant: ExportedAssistant.nullable().default(null),
});
export type ExportedHead = z.infer<typeof ExportedHead>;

/** A conversation of an exported file. */
export const ExportedConversation = ExportedHead.extend({ messages: z.array(ExportedMessage) });
export type ExportedConversation = z.infer<typeof ExportedConversation>;

/** A file of a message, with what was read out of it. */
export const ExportedFile = z.object({
  attachmentId: id,
  conversationId: id,
  text: z.string(),
  base64: z.base64().max(Math.ceil(attachmentLimit / 3) * 4),
});
export type ExportedFile = z.infer<typeof ExportedFile>;
