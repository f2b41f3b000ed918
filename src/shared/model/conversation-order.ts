import { z } from 'zod';
import { Conversation } from './conversation.ts';

/** How long a deleted conversation can be had back. */
export const binDays = 30;

/** Longest name of a folder in characters. */
export const folderNameLimit = 60;

/** Most conversations that one command names. */
export const arrangeLimit = 1000;

/** Most conversations of one page. */
export const pageLimit = 500;

/** What a person puts conversations into; one level, a conversation is in one at most. */
export const Folder = z.object({
  id: z.string(),
  name: z.string(),
  /** Whether the list shows its name alone. */
  isCollapsed: z.boolean(),
});
export type Folder = z.infer<typeof Folder>;

/** Where the list shows a conversation: exactly one place. */
export const ConversationPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pinned') }),
  z.object({ kind: z.literal('folder'), folderId: z.uuid() }),
  /** Neither pinned nor in a folder: grouped by day. */
  z.object({ kind: z.literal('days') }),
  z.object({ kind: z.literal('archive') }),
  z.object({ kind: z.literal('bin') }),
]);
export type ConversationPlace = z.infer<typeof ConversationPlace>;

/** How far a place has been read; the next page begins behind it. */
export const PageCursor = z.object({ time: z.number(), id: z.string() });
export type PageCursor = z.infer<typeof PageCursor>;

/** A wish for the conversations of a place, last used (in the bin: last deleted) first. */
export const PageRequest = z.object({
  place: ConversationPlace,
  /** Null for the first page. */
  after: PageCursor.nullable(),
  limit: z.int().min(1).max(pageLimit),
});
export type PageRequest = z.infer<typeof PageRequest>;

/** Some conversations of a place, in its order. */
export const ConversationPage = z.object({
  conversations: z.array(Conversation),
  /** Null where there are no more. */
  next: PageCursor.nullable(),
});
export type ConversationPage = z.infer<typeof ConversationPage>;

/** What is to change in where a conversation is; what is left out stays. */
export const Placement = z.object({
  conversationId: z.uuid(),
  isPinned: z.boolean().optional(),
  /** Null for no folder; so is one that is there no more. */
  folderId: z.uuid().nullable().optional(),
  isArchived: z.boolean().optional(),
  isInBin: z.boolean().optional(),
});
export type Placement = z.infer<typeof Placement>;

/** What has changed in the history. */
export const HistoryChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('conversations'),
    /** As they are now: added, renamed, used or moved. */
    changed: z.array(Conversation),
    /** Ids of those that are gone for good. */
    removed: z.array(z.string()),
  }),
  z.object({ kind: z.literal('folders'), folders: z.array(Folder) }),
  /** Turns of a conversation have begun, here or in another window. */
  z.object({ kind: z.literal('turns'), conversationId: z.string() }),
  /** So much that it is to be read again. */
  z.object({ kind: z.literal('everything') }),
]);
export type HistoryChange = z.infer<typeof HistoryChange>;

/** Where a conversation is that nobody has put anywhere. */
export const plainOrder = { pinnedAt: null, folderId: null, archivedAt: null, binnedAt: null } as const;

/** Where a conversation belongs: the bin before the archive, that before a pin, and a pin before its folder. */
export function placeOf({ binnedAt, archivedAt, pinnedAt, folderId }: Conversation): ConversationPlace {
  if (binnedAt !== null) return { kind: 'bin' };
  if (archivedAt !== null) return { kind: 'archive' };
  if (pinnedAt !== null) return { kind: 'pinned' };
  return folderId === null ? { kind: 'days' } : { kind: 'folder', folderId };
}

/** A place as text: the same for the same place. */
export function placeKey(place: ConversationPlace): string {
  return place.kind === 'folder' ? `folder:${place.folderId}` : place.kind;
}

/** Where a conversation stands in its place. */
export function cursorOf({ id, binnedAt, updatedAt }: Conversation): PageCursor {
  return { id, time: binnedAt ?? updatedAt };
}

/** Sorts cursors as their place does: the newest first. */
export function compareCursors(left: PageCursor, right: PageCursor): number {
  if (left.time !== right.time) return right.time - left.time;
  return left.id < right.id ? 1 : left.id > right.id ? -1 : 0;
}
