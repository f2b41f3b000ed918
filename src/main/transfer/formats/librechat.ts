import type { MessagePart } from '../../../shared/model/message.ts';
import type { RawConversation, RawMessage } from '../conversation-tree.ts';
import {
  fencedParts,
  isObject,
  listOf,
  objectOf,
  type RawObject,
  reasoningParts,
  textOf,
  textParts,
  timeOf,
} from '../raw-values.ts';

/** Reads the one conversation of LibreChat's export: its messages flat with the ids of their parents, or as a tree. */
export function readLibreChat(value: RawObject): RawConversation {
  const messages: RawMessage[] = [];
  const roots = [...listOf(value['messagesTree']), ...listOf(value['messages'])];
  // Written out here, because a long conversation is a deep tree.
  const waiting = roots.map((message) => ({ message, above: null as string | null })).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const message = objectOf(next.message);
    const id = textOf(message['messageId']);
    if (id === undefined) continue;
    messages.push(readMessage(id, message, next.above));
    for (const child of listOf(message['children']).toReversed()) waiting.push({ message: child, above: id });
  }
  return {
    source: 'librechat',
    sourceId: textOf(value['conversationId']) ?? '',
    title: value['title'],
    createdAt: undefined,
    updatedAt: undefined,
    messages,
    // An export of one branch has no other; of several, the last message is on the one that was shown.
    shownId: messages.at(-1)?.id,
  };
}

function readMessage(id: string, message: RawObject, above: string | null): RawMessage {
  const files = [...listOf(message['files']), ...listOf(message['attachments'])];
  const content = listOf(message['content']).flatMap(readPart);
  return {
    id,
    parentId: above ?? textOf(message['parentMessageId']) ?? null,
    role: message['isCreatedByUser'] === true || message['sender'] === 'User' ? 'user' : 'assistant',
    parts: content.length > 0 ? content : textParts(message['text']),
    filesLeftOut: files.length,
    createdAt: timeOf(message['createdAt']),
  };
}

function readPart(value: unknown): MessagePart[] {
  const part = objectOf(value);
  switch (part['type']) {
    case 'text':
    case 'error':
      return textParts(valueOf(part['text'] ?? part['error']));
    case 'think':
      return reasoningParts(valueOf(part['think']));
    case 'tool_call': {
      const call = objectOf(part['tool_call']);
      const called = isObject(call['function']) ? call['function'] : call;
      const name = textOf(called['name']) ?? textOf(call['type']) ?? 'Tool';
      const given = fencedParts(`Tool: ${name}`, called['arguments'] ?? called['args'] ?? {});
      return [...given, ...fencedParts('Output', called['output'] ?? '')];
    }
    default:
      return [];
  }
}

function valueOf(text: unknown): unknown {
  return isObject(text) ? text['value'] : text;
}
