import type { MessagePart } from '../../../shared/model/message.ts';
import type { RawConversation, RawMessage } from '../conversation-tree.ts';
import { dataBytes } from '../pictures.ts';
import {
  fencedParts,
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
import type { FindAsset } from './chatgpt.ts';

/**
 * Gathers a backup of Cherry Studio 1: topics name their messages, those name their blocks, and the names of the topics are
 * elsewhere, all of them in an order of their own. So it is read to its end before the first conversation can be made.
 */
export class CherryStudioBackup {
  readonly #topics: RawObject[] = [];
  readonly #blocks = new Map<string, RawObject>();
  readonly #names = new Map<string, RawObject>();

  /** Whether there was anything of a backup. */
  get isThere(): boolean {
    return this.#topics.length > 0;
  }

  /** Takes a row of a table of its database. */
  addRow(table: string, row: unknown): void {
    const value = objectOf(row);
    if (table === 'topics') this.#topics.push(value);
    const id = textOf(value['id']);
    if (table === 'message_blocks' && id !== undefined && !this.#blocks.has(id)) this.#blocks.set(id, value);
  }

  /** Takes an entry of its settings: JSON, with JSON in it. */
  addSetting(name: string, value: unknown): void {
    if (name !== 'persist:cherry-studio') return;
    const assistants = parsed(objectOf(parsed(value))['assistants']);
    const { defaultAssistant, assistants: others } = objectOf(assistants);
    for (const assistant of [defaultAssistant, ...listOf(others)]) {
      for (const topic of listOf(objectOf(assistant)['topics']).map(objectOf)) {
        const id = textOf(topic['id']);
        if (id !== undefined) this.#names.set(id, topic);
      }
    }
  }

  /** Every conversation. */
  async *conversations(findAsset: FindAsset): AsyncGenerator<RawConversation, void> {
    for (const topic of this.#topics) {
      const sourceId = textOf(topic['id']);
      if (sourceId === undefined) continue;
      const named = this.#names.get(sourceId) ?? topic;
      const messages = await this.#messagesOf(topic, findAsset);
      yield {
        source: 'cherry-studio',
        sourceId,
        title: named['name'],
        createdAt: timeOf(named['createdAt']),
        updatedAt: timeOf(named['updatedAt']),
        pinnedAt: named['pinned'] === true ? timeOf(named['updatedAt']) : undefined,
        messages,
        shownId: shownIdOf(topic, messages),
      };
    }
  }

  /** A list: each after the one before; answers of several models to one question stand side by side. */
  async #messagesOf(topic: RawObject, findAsset: FindAsset): Promise<RawMessage[]> {
    const read: RawMessage[] = [];
    const ids = new Set<string>();
    for (const value of listOf(topic['messages'])) {
      const message = objectOf(value);
      const id = textOf(message['id']);
      if (id === undefined) continue;
      const role = message['role'] === 'user' ? 'user' : message['role'] === 'assistant' ? 'assistant' : 'none';
      const asked = role === 'assistant' ? textOf(message['askId']) : undefined;
      const isAsked = asked !== undefined && ids.has(asked);
      ids.add(id);
      read.push({
        id,
        parentId: isAsked ? asked : (read.at(-1)?.id ?? null),
        role,
        ...(await this.#contentOf(message, findAsset)),
        createdAt: timeOf(message['createdAt']),
      });
    }
    return read;
  }

  async #contentOf(
    message: RawObject,
    findAsset: FindAsset,
  ): Promise<Pick<RawMessage, 'parts' | 'pictures' | 'filesLeftOut'>> {
    const parts: MessagePart[] = [];
    const pictures: { name: string; bytes: Uint8Array }[] = [];
    const sources: unknown[] = [];
    let filesLeftOut = 0;
    for (const blockId of listOf(message['blocks'])) {
      const block = this.#blocks.get(textOf(blockId) ?? '') ?? {};
      switch (block['type']) {
        case 'main_text':
        case 'compact':
        case 'translation':
          parts.push(...textParts(block['content']));
          break;
        case 'thinking':
          parts.push(...reasoningParts(block['content']));
          break;
        case 'code':
          parts.push(...fencedParts(textOf(block['language']) ?? 'Code', block['content']));
          break;
        case 'tool': {
          const told = objectOf(objectOf(block['metadata'])['rawMcpToolResponse']);
          const name = textOf(block['toolName']) ?? textOf(objectOf(told['tool'])['name']) ?? '';
          parts.push(...fencedParts(`Tool: ${name}`, block['arguments'] ?? told['arguments'] ?? ''));
          parts.push(...fencedParts('Output', block['content'] ?? told['response'] ?? ''));
          break;
        }
        case 'citation':
          sources.push(block['response'], block['knowledge']);
          break;
        case 'error':
          parts.push(...fencedParts('Error', objectOf(block['error'])['message'] ?? ''));
          break;
        case 'image': {
          const id = textOf(objectOf(block['file'])['id']);
          const bytes = dataBytes(block['url']) ?? (id === undefined ? undefined : await findAsset(id));
          if (bytes === undefined) filesLeftOut += 1;
          else pictures.push({ name: textOf(objectOf(block['file'])['origin_name']) ?? 'picture', bytes });
          break;
        }
        case 'file':
        case 'video':
          filesLeftOut += 1;
          break;
        default:
      }
    }
    // Before version 1.3 a message had its words in itself.
    const words = parts.length > 0 ? parts : textParts(message['content']);
    return { parts: [...words, ...sourceParts(...sources)], pictures, filesLeftOut };
  }
}

/** Of several answers to the last question the one that was unfolded, else the last one. */
function shownIdOf(topic: RawObject, messages: readonly RawMessage[]): string | undefined {
  const last = messages.findLast(({ role, parts, pictures }) => {
    return role !== 'none' && (parts.length > 0 || (pictures ?? []).length > 0);
  });
  const beside = new Set(messages.filter(({ parentId }) => parentId === last?.parentId).map(({ id }) => id));
  const unfolded = listOf(topic['messages'])
    .map(objectOf)
    .find((each) => each['foldSelected'] === true && beside.has(textOf(each['id']) ?? ''));
  return textOf(unfolded?.['id']) ?? last?.id;
}

/** Either the value itself or JSON of it. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' ? parsedJson(value) : value;
}
