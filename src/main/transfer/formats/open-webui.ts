import type { MessagePart } from '../../../shared/model/message.ts';
import type { RawConversation, RawMessage } from '../conversation-tree.ts';
import { dataBytes, stableId } from '../pictures.ts';
import {
  isObject,
  listOf,
  objectOf,
  type RawObject,
  reasoningParts,
  textOf,
  textParts,
  timeOf,
} from '../raw-values.ts';

/** Reads one chat of Open WebUI's export: `chat.history.messages` holds its tree by ids. */
export function readOpenWebUi(value: RawObject): RawConversation {
  const chat = objectOf(value['chat']);
  const history = objectOf(chat['history']);
  const byId = objectOf(history['messages']);
  const listed = listOf(chat['messages']);
  const messages = isObject(history['messages'])
    ? Object.entries(byId).map(([id, message]) => readMessage(id, objectOf(message)))
    : readList(listed.map(objectOf));
  return {
    source: 'open-webui',
    sourceId: textOf(value['id']) ?? textOf(chat['id']) ?? stableId(...messages.map(({ id }) => id)),
    title: value['title'] ?? chat['title'],
    createdAt: timeOf(value['created_at']) ?? timeOf(chat['timestamp']),
    updatedAt: timeOf(value['updated_at']),
    messages,
    shownId: textOf(history['currentId']) ?? messages.at(-1)?.id,
  };
}

/** The oldest form: a list, each message after the one before. */
function readList(messages: readonly RawObject[]): RawMessage[] {
  return messages.map((message, index) => {
    const id = textOf(message['id']) ?? `${index}`;
    const before = messages[index - 1];
    const parentId = before === undefined ? null : (textOf(before['id']) ?? `${index - 1}`);
    return { ...readMessage(id, message), parentId };
  });
}

function readMessage(id: string, message: RawObject): RawMessage {
  const role = message['role'];
  const files = listOf(message['files']).map(objectOf);
  const pictures = files.flatMap((file) => {
    const bytes = file['type'] === 'image' ? dataBytes(file['url']) : undefined;
    return bytes === undefined ? [] : [{ name: textOf(file['name']) ?? 'picture', bytes }];
  });
  return {
    id,
    parentId: textOf(message['parentId']) ?? null,
    role: role === 'user' || role === 'assistant' ? role : 'none',
    parts: readContent(textOf(message['content']) ?? ''),
    pictures,
    filesLeftOut: files.length - pictures.length,
    createdAt: timeOf(message['timestamp']),
  };
}

const opening = '<details type="reasoning"';
const closing = '</details>';

/** Thoughts stand in the text as HTML; whatever else is HTML in it stays text. */
function readContent(content: string): MessagePart[] {
  const parts: MessagePart[] = [];
  let from = 0;
  for (;;) {
    const start = content.indexOf(opening, from);
    const end = start === -1 ? -1 : content.indexOf(closing, start);
    if (end === -1) return [...parts, ...textParts(content.slice(from).trim())];
    parts.push(...textParts(content.slice(from, start).trim()));
    const inside = content.slice(content.indexOf('>', start) + 1, end).trim();
    const summaryEnd = inside.startsWith('<summary>') ? inside.indexOf('</summary>') : -1;
    const thoughts = summaryEnd === -1 ? inside : inside.slice(summaryEnd + '</summary>'.length);
    parts.push(...reasoningParts(thoughts.trim().replaceAll(/^(?:&gt;|>) ?/gm, '')));
    from = end + closing.length;
  }
}
