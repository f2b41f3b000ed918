import type { MessagePart } from '../../../shared/model/message.ts';
import type { RawConversation, RawMessage } from '../conversation-tree.ts';
import { dataBytes } from '../pictures.ts';
import {
  fencedParts,
  listOf,
  objectOf,
  type RawObject,
  reasoningParts,
  textOf,
  textParts,
  timeOf,
} from '../raw-values.ts';

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
  *conversations(): Generator<RawConversation, void> {
    for (const topic of this.#topics) {
      const sourceId = textOf(topic['id']);
      if (sourceId === undefined) continue;
      const named = this.#names.get(sourceId) ?? topic;
      const messages = this.#messagesOf(topic);
      yield {
        source: 'cherry-studio',
        sourceId,
        title: named['name'],
        createdAt: timeOf(named['createdAt']),
        updatedAt: timeOf(named['updatedAt']),
        messages,
        shownId: messages.findLast(({ role }) => role !== 'none')?.id,
      };
    }
  }

  /** A list: each after the one before; answers of several models to one question stand side by side. */
  #messagesOf(topic: RawObject): RawMessage[] {
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
        ...this.#contentOf(message),
        createdAt: timeOf(message['createdAt']),
      });
    }
    return read;
  }

  #contentOf(message: RawObject): Pick<RawMessage, 'parts' | 'pictures' | 'filesLeftOut'> {
    const parts: MessagePart[] = [];
    const pictures: { name: string; bytes: Uint8Array }[] = [];
    let filesLeftOut = 0;
    for (const id of listOf(message['blocks'])) {
      const block = this.#blocks.get(textOf(id) ?? '') ?? {};
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
        case 'tool':
          parts.push(...fencedParts(`Tool: ${textOf(block['toolName']) ?? ''}`, block['arguments'] ?? ''));
          parts.push(...fencedParts('Output', block['content'] ?? ''));
          break;
        case 'image': {
          const bytes = dataBytes(block['url']);
          if (bytes === undefined) filesLeftOut += 1;
          else pictures.push({ name: 'picture', bytes });
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
    return { parts: parts.length > 0 ? parts : textParts(message['content']), pictures, filesLeftOut };
  }
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
