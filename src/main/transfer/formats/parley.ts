import { Buffer } from 'node:buffer';
import { messageAttachmentIds, type MessagePart } from '../../../shared/model/message.ts';
import { ExportedConversation, ExportedFile } from '../../core/transfer/export-schema.ts';
import { fromExported } from '../../core/transfer/exported-message.ts';
import type { FoundConversation } from '../../core/transfer/protocol.ts';
import { type Found, plainTitle, plausibleTime } from '../conversation-tree.ts';
import { readPicture } from '../pictures.ts';
import { objectOf } from '../raw-values.ts';

/** What reading a conversation of Parley's own export needs besides it. */
export interface ParleyFile {
  readonly hasFiles: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Reads one conversation of Parley's own export. */
export function readParley(value: unknown, { hasFiles, now }: ParleyFile): Found {
  const parsed = ExportedConversation.safeParse(value);
  const title = plainTitle(objectOf(value)['title']);
  const leftOut = (reason: 'empty' | 'damaged'): Found => ({ kind: 'left-out', source: 'parley', reason, title });
  if (!parsed.success) return leftOut('damaged');
  const { messages: written, shownLeafId, pinnedAt, archivedAt, folder, assistant, ...head } = parsed.data;
  const { settings, titleSource, ...conversation } = head;
  if (written.length === 0) return leftOut('empty');
  const seen = new Set<string>();
  for (const { id, parentId } of written) {
    // SECURITY: no circles and no doubles; a parent stands before its children.
    if (seen.has(id) || (parentId !== null && !seen.has(parentId))) return leftOut('damaged');
    seen.add(id);
  }
  if (shownLeafId !== null && !seen.has(shownLeafId)) return leftOut('damaged');
  let filesLeftOut = hasFiles ? 0 : (assistant?.files.length ?? 0);
  const messages = written.map((each) => {
    const files = hasFiles ? 0 : messageAttachmentIds(each).length;
    filesLeftOut += files;
    return fromExported(files === 0 ? each : { ...each, parts: each.parts.map(withoutFile) });
  });
  const notLater = (time: number) => plausibleTime(time, now) ?? Math.min(time, now);
  const found = {
    conversation: {
      ...conversation,
      title: plainTitle(conversation.title) || 'Imported conversation',
      createdAt: notLater(conversation.createdAt),
      updatedAt: notLater(conversation.updatedAt),
    },
    place: {
      pinnedAt: pinnedAt === null ? null : notLater(pinnedAt),
      archivedAt: archivedAt === null ? null : notLater(archivedAt),
      folder: folder === null ? null : toFolder(folder),
    },
    settings,
    assistant: assistant === null || hasFiles ? assistant : { ...assistant, files: [] },
    titleSource,
    shownLeafId: shownLeafId ?? written.at(-1)?.id ?? null,
    messages,
  };
  return { kind: 'conversation', source: 'parley', found, files: [], filesLeftOut };
}

/** Null for one whose name shows nothing. */
function toFolder({ id, name }: { readonly id: string; readonly name: string }): FoundConversation['place']['folder'] {
  const plain = plainTitle(name);
  return plain === '' ? null : { id, name: plain };
}

/** A file that is not there could never be sent again: its name stays. */
function withoutFile(part: MessagePart): MessagePart {
  switch (part.type) {
    case 'file':
      return { type: 'text', text: `[File: ${part.filename}]`, state: 'done' };
    case 'data-image':
      return { type: 'text', text: `[Image: ${part.data.filename}]`, state: 'done' };
    case 'dynamic-tool':
      return part.output === undefined ? part : { ...part, output: { ...part.output, images: [], isCut: true } };
    default:
      return part;
  }
}

/** Reads one file of Parley's own export; undefined where it is damaged. */
export function readParleyFile(value: unknown): Found | undefined {
  const parsed = ExportedFile.safeParse(value);
  if (!parsed.success) return undefined;
  const { attachmentId, conversationId, text, base64 } = parsed.data;
  const bytes = Buffer.from(base64, 'base64');
  // SECURITY: a picture comes in as one only, and without what its maker wrote beside it.
  const data = readPicture(bytes)?.data ?? bytes;
  return { kind: 'file', conversationId, attachmentId, text, data: Buffer.from(data) };
}
