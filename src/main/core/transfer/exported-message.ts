import type { Message, MessagePart } from '../../../shared/model/message.ts';
import { allowedExternalUrl } from '../../../shared/external-url.ts';
import type { ConversationRecord, PlacedMessage } from '../history/transfer-store.ts';
import { ExportedHead, ExportedMessage } from './export-schema.ts';

/** A message as it leaves Parley. SECURITY: ids by which a service or a log could be asked about it stay here. */
export function toExported({ message, parentId }: PlacedMessage): ExportedMessage {
  const { id, role, parts, metadata } = message;
  const status = metadata.status === 'streaming' ? 'interrupted' : metadata.status;
  // Keys come out in the schema's order, whatever order they were kept in.
  return ExportedMessage.parse({ id, parentId, role, parts, metadata: { ...metadata, status } });
}

/** A conversation without its messages as it leaves Parley. */
export function toExportedHead({ conversation, place, ...record }: ConversationRecord): ExportedHead {
  return ExportedHead.parse({ ...conversation, ...place, ...record });
}

/** A message of an exported file as it is kept; nothing in it waits for anybody. */
export function fromExported({ id, parentId, role, parts, metadata }: ExportedMessage): PlacedMessage {
  const { error, status, ...others } = metadata;
  const message: Message = {
    id,
    role,
    parts: parts.map(settled),
    metadata: {
      ...others,
      ...(status === undefined ? {} : { status: status === 'streaming' ? 'interrupted' : status }),
      ...(error === undefined ? {} : { error: { ...error, correlationId: 'imported' } }),
    },
  };
  return { message, parentId };
}

/** SECURITY: a call of a file never waits for a click that would let it run, and no address of it is a link that Parley would not open. */
function settled(part: MessagePart): MessagePart {
  if (part.type === 'source-url' && allowedExternalUrl(part.url) === undefined) {
    return { type: 'source-document', sourceId: part.sourceId, mediaType: 'text/html', title: part.title };
  }
  if (part.type !== 'dynamic-tool') return part;
  switch (part.state) {
    case 'output-available':
    case 'output-error':
    case 'output-denied':
      return part;
    case 'input-streaming':
    case 'input-available':
    case 'approval-requested':
    case 'approval-responded':
      return { ...part, state: 'output-denied' };
  }
}
