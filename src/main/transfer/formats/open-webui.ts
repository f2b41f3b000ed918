import { isBlank, type MessagePart } from '../../../shared/model/message.ts';
import type { RawConversation, RawMessage } from '../conversation-tree.ts';
import { dataBytes, stableId } from '../pictures.ts';
import {
  fencedParts,
  isObject,
  listOf,
  objectOf,
  parsedJson,
  type RawObject,
  reasoningParts,
  textOf,
  textParts,
  timeOf,
} from '../raw-values.ts';
import { sourceParts } from '../sources.ts';

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
    isArchived: value['archived'] === true,
    pinnedAt: value['pinned'] === true ? timeOf(value['updated_at']) : undefined,
    messages,
    shownId: textOf(history['currentId']) ?? textOf(history['current_id']) ?? messages.at(-1)?.id,
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
  // A message that came by the API has its pictures among its words.
  const shown = listOf(message['content']).map((each) => objectOf(objectOf(each)['image_url']));
  const pictures = [...files.filter(({ type }) => type === 'image'), ...shown].flatMap((file) => {
    const bytes = dataBytes(file['url']);
    return bytes === undefined ? [] : [{ name: textOf(file['name']) ?? 'picture', bytes }];
  });
  return {
    id,
    parentId: textOf(message['parentId']) ?? null,
    role: role === 'user' || role === 'assistant' ? role : 'none',
    parts: [...readWords(message), ...sourceParts(message['sources'] ?? message['citations'])],
    pictures,
    filesLeftOut: Math.max(0, files.length + shown.filter(({ url }) => url !== undefined).length - pictures.length),
    createdAt: timeOf(message['timestamp']),
  };
}

/** The words of a message: as text with HTML in it, or as the items of the Responses API. */
function readWords(message: RawObject): MessagePart[] {
  const content = message['content'];
  const text =
    textOf(content) ??
    listOf(content)
      .flatMap((each) => textOf(objectOf(each)['text']) ?? [])
      .join('\n\n');
  const items = listOf(message['output']).map(objectOf);
  const words = isBlank(text) ? items.flatMap(readItem) : readContent(text);
  const error = message['error'];
  return [...words, ...fencedParts('Error', isObject(error) ? (error['content'] ?? error) : (textOf(error) ?? ''))];
}

function readItem(item: RawObject): MessagePart[] {
  const texts = (list: unknown) =>
    listOf(list)
      .flatMap((each) => textOf(objectOf(each)['text']) ?? [])
      .join('\n\n');
  switch (item['type']) {
    case 'message':
      return textParts(texts(item['content']));
    case 'reasoning':
      return reasoningParts(texts(item['content']) || texts(item['summary']));
    case 'function_call':
      return fencedParts(`Tool: ${textOf(item['name']) ?? ''}`, item['arguments'] ?? '');
    case 'function_call_output':
      return fencedParts('Output', texts(item['output']) || (item['output'] ?? ''));
    case 'open_webui:code_interpreter':
      return [...fencedParts('Code', item['code'] ?? ''), ...fencedParts('Output', item['output'] ?? '')];
    default:
      return [];
  }
}

const opening = /<details type="(reasoning|tool_calls|code_interpreter)"/g;
const closing = '</details>';

/** Thoughts and calls of tools stand in the text as HTML; whatever else is HTML in it stays text. */
function readContent(content: string): MessagePart[] {
  const parts: MessagePart[] = [];
  let from = 0;
  for (const { 0: tag, 1: kind, index: start } of content.matchAll(opening)) {
    const end = start < from ? -1 : content.indexOf(closing, start);
    if (end === -1) continue;
    parts.push(...textParts(content.slice(from, start).trim()));
    const { attributes, inside } = readDetails(content.slice(start + tag.length, end));
    parts.push(...detailsParts(kind ?? '', attributes, inside));
    from = end + closing.length;
  }
  return [...parts, ...textParts(content.slice(from).trim())];
}

function detailsParts(kind: string, attributes: ReadonlyMap<string, string>, inside: string): MessagePart[] {
  switch (kind) {
    case 'reasoning':
      return reasoningParts(inside.replaceAll(/^(?:&gt;|>) ?/gm, ''));
    case 'tool_calls': {
      const result = attributes.get('result') ?? inside;
      const given = fencedParts(`Tool: ${attributes.get('name') ?? ''}`, unquoted(attributes.get('arguments') ?? ''));
      return [...given, ...fencedParts('Output', unquoted(result))];
    }
    default:
      return [...textParts(inside), ...fencedParts('Output', unquoted(attributes.get('output') ?? ''))];
  }
}

/** The attributes of a tag that has begun, and what stands in it without its summary. */
function readDetails(text: string): { readonly attributes: ReadonlyMap<string, string>; readonly inside: string } {
  const attributes = new Map<string, string>();
  let at = 0;
  for (const match of text.matchAll(/\s*([a-z_-]{1,40})=(?:"([^"]*)"|'([^']*)')/gy)) {
    attributes.set(match[1] ?? '', unescaped(match[2] ?? match[3] ?? ''));
    at = match.index + match[0].length;
  }
  const inside = text.slice(text.indexOf('>', at) + 1).trim();
  const summaryEnd = inside.startsWith('<summary>') ? inside.indexOf('</summary>') : -1;
  return { attributes, inside: summaryEnd === -1 ? inside : inside.slice(summaryEnd + '</summary>'.length).trim() };
}

/** JSON in JSON, as Open WebUI writes what tools were given and have said. */
function unquoted(text: string): unknown {
  const value = parsedJson(text);
  return typeof value === 'string' ? (parsedJson(value) ?? value) : (value ?? text);
}

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  '#x27': "'",
  '#39': "'",
  lt: '<',
  gt: '>',
  amp: '&',
};

function unescaped(text: string): string {
  return text.replaceAll(/&(quot|apos|#x27|#39|lt|gt|amp);/g, (whole, name: string) => entities[name] ?? whole);
}
