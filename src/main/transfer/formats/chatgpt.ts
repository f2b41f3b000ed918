import type { MessagePart } from '../../../shared/model/message.ts';
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
import { sourceParts, withoutCitationMarks } from '../sources.ts';

/** The bytes of a file beside the conversations, by the id that they call it. */
export type FindAsset = (id: string) => Promise<Uint8Array | undefined>;

/** Reads one conversation of ChatGPT's data export: `mapping` holds its tree by ids. */
export async function readChatGpt(value: RawObject, findAsset: FindAsset): Promise<RawConversation> {
  const mapping = objectOf(value['mapping']);
  const messages: RawMessage[] = [];
  for (const [id, node] of Object.entries(mapping)) messages.push(await readNode(id, objectOf(node), findAsset));
  const sourceId = textOf(value['conversation_id']) ?? textOf(value['id']);
  return {
    source: 'chatgpt',
    // Old exports have no id: the ids of the messages are ChatGPT's own, so they stand for it.
    sourceId: sourceId ?? stableId(...messages.map(({ id }) => id)),
    title: value['title'],
    createdAt: timeOf(value['create_time']),
    updatedAt: timeOf(value['update_time']),
    isArchived: value['is_archived'] === true,
    pinnedAt: timeOf(value['pinned_time']) ?? (value['is_starred'] === true ? timeOf(value['update_time']) : undefined),
    messages,
    shownId: textOf(value['current_node']),
  };
}

async function readNode(id: string, node: RawObject, findAsset: FindAsset): Promise<RawMessage> {
  const message = objectOf(node['message']);
  const metadata = objectOf(message['metadata']);
  const place = { id, parentId: textOf(node['parent']) ?? null, createdAt: timeOf(message['create_time']) };
  const role = textOf(objectOf(message['author'])['role']);
  const isHidden = metadata['is_visually_hidden_from_conversation'] === true || message['weight'] === 0;
  if (isHidden || (role !== 'user' && role !== 'assistant' && role !== 'tool'))
    return { ...place, role: 'none', parts: [] };
  const content = objectOf(message['content']);
  const assets = await readAssets(content, findAsset);
  // Files that were attached are not in the text; of those only pictures are.
  const attached =
    role === 'user' ? listOf(metadata['attachments']).filter((each) => !isPicture(objectOf(each))).length : 0;
  const parts = readContent(content, { role, recipient: textOf(message['recipient']) ?? 'all' });
  const sources = role === 'assistant' ? sourceParts(metadata['content_references'], metadata['citations']) : [];
  return {
    ...place,
    role: role === 'user' ? 'user' : 'assistant',
    parts: [...parts, ...sources],
    pictures: assets.pictures,
    filesLeftOut: assets.leftOut + attached,
  };
}

function isPicture(attachment: RawObject): boolean {
  return textOf(attachment['mime_type'])?.startsWith('image/') === true;
}

function readContent(
  content: RawObject,
  { role, recipient }: { readonly role: string; readonly recipient: string },
): MessagePart[] {
  switch (content['content_type']) {
    case 'text':
    case 'multimodal_text': {
      const text = listOf(content['parts'])
        .flatMap((part) => textOf(part) ?? textOf(objectOf(part)['text']) ?? [])
        .join('\n\n');
      // Words to a tool, or a tool's own.
      if (role === 'tool') return fencedParts('Tool', text);
      return recipient === 'all' ? textParts(withoutCitationMarks(text)) : toTool(recipient, text);
    }
    case 'code':
      return recipient === 'all' ? fencedParts('Code', content['text']) : toTool(recipient, content['text']);
    case 'execution_output':
      return fencedParts('Output', content['text']);
    case 'tether_quote':
    case 'sonic_webpage':
      return fencedParts(textOf(content['title']) ?? 'Web page', content['text']);
    case 'system_error':
      return fencedParts('Error of a tool', content['text']);
    case 'thoughts':
      return listOf(content['thoughts']).flatMap((each) => {
        const { summary, content: words } = objectOf(each);
        return reasoningParts([textOf(summary), textOf(words)].filter((text) => text !== undefined).join('\n\n'));
      });
    default:
      // What the browser was doing, and what only the model was to know.
      return [];
  }
}

/** What was said to a tool; a text of the canvas is what the person saw. */
function toTool(recipient: string, text: unknown): MessagePart[] {
  const given = recipient === 'canmore.create_textdoc' ? objectOf(parsedJson(text)) : {};
  const { name, type, content } = given;
  const words = textOf(content);
  if (words === undefined) return fencedParts(`To ${recipient}`, text);
  const title = textOf(name) ?? 'Canvas';
  return textOf(type)?.startsWith('code') === true
    ? fencedParts(title, words)
    : textParts(`**${title.replaceAll(/[\s*]+/g, ' ').slice(0, 100)}**\n\n${words}`);
}

async function readAssets(content: RawObject, findAsset: FindAsset) {
  const pictures: { name: string; bytes: Uint8Array }[] = [];
  let leftOut = 0;
  for (const part of listOf(content['parts']).map(objectOf)) {
    // Sound and films of a spoken conversation; their words are parts of their own.
    if (isObject(part['audio_asset_pointer']) || isObject(part['video_container_asset_pointer'])) leftOut += 1;
    const pointer = textOf(part['asset_pointer']);
    if (pointer === undefined) continue;
    const isImage = part['content_type'] === undefined || part['content_type'] === 'image_asset_pointer';
    const id = /^(?:file-service|sediment):\/\/([\w-]{1,200})/.exec(pointer)?.[1];
    const bytes = dataBytes(pointer) ?? (id === undefined || !isImage ? undefined : await findAsset(id));
    if (bytes === undefined) leftOut += 1;
    else pictures.push({ name: id ?? 'picture', bytes });
  }
  return { pictures, leftOut };
}
