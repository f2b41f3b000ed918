import { Buffer } from 'node:buffer';
import { titleLimit } from '../../shared/model/conversation.ts';
import type { Message, MessagePart } from '../../shared/model/message.ts';
import type { ImportSource, LeftOutReason } from '../../shared/model/transfer.ts';
import type { FoundConversation } from '../core/transfer/protocol.ts';
import { readPicture, stableId } from './pictures.ts';

/** A message as another program has it, with what Parley can take of it. */
export interface RawMessage {
  readonly id: string;
  readonly parentId: string | null;
  /** `none` for what is no message of its own: its children belong to what is above it. */
  readonly role: 'user' | 'assistant' | 'none';
  readonly parts: readonly MessagePart[];
  /** Pictures as bytes that nobody has looked at yet. */
  readonly pictures?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Pictures and files that it speaks of and that cannot be had. */
  readonly filesLeftOut?: number;
  /** Milliseconds since the epoch; undefined where it is not known. */
  readonly createdAt: number | undefined;
}

/** A conversation as another program has it. */
export interface RawConversation {
  readonly source: ImportSource;
  /** What the other program calls it: the same conversation has the same in every export. */
  readonly sourceId: string;
  readonly title: unknown;
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  readonly messages: readonly RawMessage[];
  /** Milliseconds since the epoch; undefined where it was not pinned. */
  readonly pinnedAt?: number | undefined;
  readonly isArchived?: boolean;
  /** The message at the end of what was shown; undefined where it is not known. */
  readonly shownId: string | undefined;
}

/** A picture or another file that goes with a conversation. */
export interface FoundFile {
  readonly attachmentId: string;
  readonly text: string;
  readonly data: Uint8Array;
}

/** What became of one conversation of a file. */
export type Found =
  | {
      readonly kind: 'conversation';
      readonly source: ImportSource;
      readonly found: FoundConversation;
      readonly files: readonly FoundFile[];
      readonly filesLeftOut: number;
    }
  | {
      readonly kind: 'left-out';
      readonly source: ImportSource;
      readonly reason: LeftOutReason;
      readonly title: string;
    }
  /** A file of a conversation that came before. */
  | ({ readonly kind: 'file'; readonly conversationId: string } & FoundFile);

const earliestTime = Date.UTC(2000, 0);
const day = 86_400_000;

/** A time of a file as it is kept; undefined where it cannot be true. */
export function plausibleTime(milliseconds: unknown, now: number): number | undefined {
  if (typeof milliseconds !== 'number' || !(milliseconds >= earliestTime && milliseconds <= now + day))
    return undefined;
  return Math.round(milliseconds);
}

/** What no person sees, and what turns a line around. */
const unseen = /(?!\u200C|\u200D|\uFE0E|\uFE0F)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** A title of a file as it is kept; empty where it says nothing. */
export function plainTitle(title: unknown): string {
  if (typeof title !== 'string') return '';
  return title
    .slice(0, 1000)
    .replaceAll(unseen, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, titleLimit)
    .trim()
    .toWellFormed();
}

/** Turns a conversation of another program into one of Parley's; the same one always comes to the same. */
export function toFound(raw: RawConversation, now: number): Found {
  const { source, sourceId } = raw;
  const title = plainTitle(raw.title);
  const tree = new Tree(raw.messages);
  const order = tree.inOrder();
  if (order.length === 0) {
    const hasAny = raw.messages.some(isKept);
    return { kind: 'left-out', source, reason: hasAny ? 'damaged' : 'empty', title };
  }
  const conversationId = stableId(source, sourceId);
  const createdAt = plausibleTime(raw.createdAt, now) ?? firstTime(order, now) ?? now;
  const files: FoundFile[] = [];
  // A message of nothing but what cannot be had is none here.
  const lost = raw.messages.filter((each) => each.role !== 'none' && !isKept(each));
  let filesLeftOut = lost.reduce((sum, each) => sum + (each.filesLeftOut ?? 0), 0);
  /** By the id of the other program: what a message has become a part of. */
  const placed = new Map<string, { message: Message; parentId: string | null }>();
  for (const each of order) {
    const parent = placed.get(tree.parentOf(each.id) ?? '');
    const pictures = picturesOf(each, `${conversationId}/${each.id}`);
    files.push(...pictures.files);
    filesLeftOut += pictures.leftOut + (each.filesLeftOut ?? 0);
    // What was attached stands before the words of a question, what was made behind those of an answer.
    const parts = each.role === 'user' ? [...pictures.parts, ...each.parts] : [...each.parts, ...pictures.parts];
    // A call of a tool, what came of it and the words after it are one answer here.
    if (parent?.message.role === 'assistant' && each.role === 'assistant' && tree.isOnlyChild(each.id)) {
      parent.message.parts.push(...parts.filter((part) => !isKnownSource(part, parent.message.parts)));
      placed.set(each.id, parent);
      continue;
    }
    const time = plausibleTime(each.createdAt, now) ?? createdAt;
    const message: Message = {
      id: stableId(source, sourceId, each.id),
      role: each.role === 'user' ? 'user' : 'assistant',
      parts,
      metadata: { createdAt: time, ...(each.role === 'user' ? {} : { status: 'complete' as const }) },
    };
    placed.set(each.id, { message, parentId: parent?.message.id ?? null });
  }
  const messages = [...new Set(placed.values())];
  const shownLeafId = placed.get(tree.leafBelow(raw.shownId))?.message.id ?? messages.at(-1)?.message.id ?? null;
  const updatedAt = Math.max(
    createdAt,
    plausibleTime(raw.updatedAt, now) ?? firstTime(order.toReversed(), now) ?? createdAt,
  );
  const conversation = {
    id: conversationId,
    title: title === '' ? 'Imported conversation' : title,
    // Main gives it one that the person has.
    deploymentId: '',
    createdAt,
    updatedAt,
  };
  const place = {
    pinnedAt: raw.pinnedAt === undefined ? null : (plausibleTime(raw.pinnedAt, now) ?? updatedAt),
    archivedAt: raw.isArchived === true ? updatedAt : null,
    folder: null,
  };
  const found: FoundConversation = {
    conversation,
    place,
    settings: {},
    assistant: null,
    titleSource: 'person',
    shownLeafId,
    messages,
  };
  return { kind: 'conversation', source, found, files, filesLeftOut };
}

function isKnownSource(part: MessagePart, parts: readonly MessagePart[]): boolean {
  return part.type === 'source-url' && parts.some((each) => each.type === part.type && each.url === part.url);
}

function firstTime(messages: readonly RawMessage[], now: number): number | undefined {
  return messages.map(({ createdAt }) => plausibleTime(createdAt, now)).find((time) => time !== undefined);
}

function isKept({ role, parts, pictures = [] }: RawMessage): boolean {
  return role !== 'none' && (parts.length > 0 || pictures.length > 0);
}

function picturesOf(
  { role, pictures = [] }: RawMessage,
  place: string,
): { readonly parts: MessagePart[]; readonly files: FoundFile[]; readonly leftOut: number } {
  const parts: MessagePart[] = [];
  const files: FoundFile[] = [];
  for (const [index, { name, bytes }] of pictures.entries()) {
    const picture = readPicture(bytes);
    if (picture === undefined) continue;
    const attachmentId = stableId('picture', place, `${index}`);
    const filename = plainTitle(name.split(/[/\\]/).at(-1)) || 'picture';
    const { mediaType, data } = picture;
    const kept = { attachmentId, filename, kind: 'image', mediaType, bytes: data.length, truncated: false } as const;
    parts.push(role === 'user' ? { type: 'file', ...kept } : { type: 'data-image', data: kept });
    files.push({ attachmentId, text: '', data: Buffer.from(data) });
  }
  return { parts, files, leftOut: pictures.length - parts.length };
}

/** Who follows whom, whatever the file says: no circles, no orphans, every id once. */
class Tree {
  readonly #byId = new Map<string, RawMessage>();
  /** The nearest kept message above; null for a root. */
  readonly #above = new Map<string, string | null>();
  readonly #children = new Map<string | null, RawMessage[]>();

  constructor(messages: readonly RawMessage[]) {
    for (const message of messages) {
      // SECURITY: of two with one id the first one counts; the second could take the place of somebody's words.
      if (!this.#byId.has(message.id)) this.#byId.set(message.id, message);
    }
    for (const message of this.#byId.values()) {
      if (!isKept(message)) continue;
      const parentId = this.#keptAbove(message);
      const siblings = this.#children.get(parentId);
      if (siblings === undefined) this.#children.set(parentId, [message]);
      else siblings.push(message);
    }
  }

  /** Parents first; what is in a circle is nobody's child and does not come. */
  inOrder(): RawMessage[] {
    const order: RawMessage[] = [];
    const waiting = [...(this.#children.get(null) ?? [])].toReversed();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      order.push(next);
      for (const child of (this.#children.get(next.id) ?? []).toReversed()) waiting.push(child);
    }
    return order;
  }

  parentOf(id: string): string | null {
    return this.#above.get(id) ?? null;
  }

  isOnlyChild(id: string): boolean {
    return this.#children.get(this.parentOf(id))?.length === 1;
  }

  /** The last message of the branch on which a message is; empty where there is none. */
  leafBelow(id: string | undefined): string {
    const start = id === undefined ? undefined : this.#byId.get(id);
    let leaf = start === undefined || isKept(start) ? start?.id : (this.#keptAbove(start) ?? undefined);
    const seen = new Set<string>();
    for (let next = leaf; next !== undefined && !seen.has(next); next = this.#children.get(next)?.at(-1)?.id) {
      seen.add(next);
      leaf = next;
    }
    return leaf ?? '';
  }

  #keptAbove(message: RawMessage): string | null {
    const trail: string[] = [];
    const seen = new Set<string>();
    let above: string | null = null;
    for (let at: RawMessage | undefined = message; at !== undefined;) {
      const known = this.#above.get(at.id);
      if (known !== undefined) {
        above = known;
        break;
      }
      if (seen.has(at.id)) break;
      seen.add(at.id);
      trail.push(at.id);
      const parent: RawMessage | undefined = at.parentId === null ? undefined : this.#byId.get(at.parentId);
      if (parent !== undefined && isKept(parent)) {
        above = parent.id;
        break;
      }
      at = parent;
    }
    for (const id of trail) this.#above.set(id, above);
    return above;
  }
}
