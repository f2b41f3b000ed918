import type { MessagePart } from '../../../shared/model/message.ts';
import type { RawConversation, RawMessage } from '../conversation-tree.ts';
import { dataBytes } from '../pictures.ts';
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
import { sourceParts, withoutCitationMarks } from '../sources.ts';

/** Reads the one conversation of LibreChat's export: its messages flat with the ids of their parents, or as a tree. */
export function readLibreChat(value: RawObject): RawConversation {
  const messages: RawMessage[] = [];
  const single = isObject(value['messages']) ? [value['messages']] : [];
  const roots = [...listOf(value['messagesTree']), ...listOf(value['messages']), ...single];
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
  const attached = [...listOf(message['files']), ...listOf(message['attachments'])].map(objectOf);
  const found = attached.filter((each) => isObject(each['web_search']) || isObject(each['file_search']));
  const pieces = listOf(message['content']).map(objectOf);
  const content = pieces.flatMap(readPart);
  const pictures = pieces.flatMap((piece) => {
    const bytes = dataBytes(objectOf(piece['image_url'])['url'] ?? piece['image_url']);
    return bytes === undefined ? [] : [{ name: 'picture', bytes }];
  });
  const images = pieces.filter(({ type }) => type === 'image_file' || type === 'image_url').length;
  return {
    id,
    parentId: above ?? textOf(message['parentMessageId']) ?? null,
    role: message['isCreatedByUser'] === true || message['sender'] === 'User' ? 'user' : 'assistant',
    parts: [...(content.length > 0 ? content : wordsOf(message['text'])), ...sourceParts(found)],
    pictures,
    filesLeftOut: attached.length - found.length + images - pictures.length,
    createdAt: timeOf(message['createdAt']),
  };
}

function readPart(part: RawObject): MessagePart[] {
  switch (part['type']) {
    case 'text':
    case 'error':
      return wordsOf(valueOf(part['text'] ?? part['error']));
    case 'steer':
      // What the person threw in while the model was at it.
      return textParts(`**You:**\n\n${textOf(part['steer']) ?? ''}`);
    case 'think':
      return reasoningParts(valueOf(part['think']));
    case 'tool_call': {
      const call = objectOf(part['tool_call']);
      const called = isObject(call['function']) ? call['function'] : call;
      const name = textOf(called['name']) ?? textOf(call['type']) ?? 'Tool';
      const code = objectOf(call['code_interpreter']);
      const given = fencedParts(`Tool: ${name}`, called['arguments'] ?? called['args'] ?? code['input'] ?? {});
      return [...given, ...fencedParts('Output', called['output'] ?? code['outputs'] ?? '')];
    }
    default:
      return [];
  }
}

function wordsOf(text: unknown): MessagePart[] {
  return textParts(withoutCitationMarks(textOf(text) ?? ''));
}

function valueOf(text: unknown): unknown {
  return isObject(text) ? text['value'] : text;
}
