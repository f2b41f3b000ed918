import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Folder } from '../../../shared/model/conversation-order.ts';
import type { SearchHit, Snippet } from '../../../shared/model/search.ts';

/** The hits of one conversation, best first. */
export interface HitGroup {
  readonly conversation: Conversation;
  readonly hits: readonly SearchHit[];
}

/** Groups hits by conversation; the best hit of each decides where it stands. */
export function groupHits(hits: readonly SearchHit[]): readonly HitGroup[] {
  const groups = new Map<string, { conversation: Conversation; hits: SearchHit[] }>();
  for (const hit of hits) {
    const { conversation } = hit;
    const group = groups.get(conversation.id) ?? { conversation, hits: [] };
    groups.set(conversation.id, group);
    group.hits.push(hit);
  }
  return [...groups.values()];
}

/** A stretch of a snippet, found or not. */
export interface SnippetPiece {
  readonly start: number;
  readonly text: string;
  readonly isFound: boolean;
}

/** Cuts a snippet where what was found begins and ends. */
export function snippetPieces({ text, ranges }: Snippet): readonly SnippetPiece[] {
  const pieces: SnippetPiece[] = [];
  let end = 0;
  for (const range of ranges) {
    pieces.push({ start: end, text: text.slice(end, range[0]), isFound: false });
    pieces.push({ start: range[0], text: text.slice(...range), isFound: true });
    end = range[1];
  }
  pieces.push({ start: end, text: text.slice(end), isFound: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** What a screen reader is told about a search that has ended. */
export function foundText(count: number, hasMore: boolean): string {
  if (count === 0) return 'Nothing found';
  return `${hasMore ? 'More than ' : ''}${count} ${count === 1 ? 'result' : 'results'}`;
}

/** When a hit was written, as short as it can be told. */
export function hitDate(time: number, now: number): string {
  const date = new Date(time);
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString('en', { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) });
}

/** What a folder is called. */
export type FolderName = Pick<Folder, 'id' | 'name'>;

/** Where a conversation of a hit is, if it is not in sight in the list; empty otherwise. */
export function hitPlace(conversation: Conversation, folders: readonly FolderName[]): string {
  const { folderId, archivedAt, binnedAt } = conversation;
  if (binnedAt !== null) return 'In the bin';
  if (archivedAt !== null) return 'In the archive';
  return folders.find(({ id }) => id === folderId)?.name ?? '';
}

/** Whether there is anything in a search that can be found. */
export function isSearchable(typed: string): boolean {
  return /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{RI}]/u.test(typed);
}

/** Where a key leads from one of so many hits; undefined for keys that mean nothing there. */
export function movedTo(key: string, from: number, count: number): number | 'box' | undefined {
  switch (key) {
    case 'ArrowUp':
      return from === 0 ? 'box' : from - 1;
    case 'ArrowDown':
      return Math.min(from + 1, count - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
