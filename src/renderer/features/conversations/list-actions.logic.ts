import { assertNever } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { ConversationPlace, Placement } from '../../../shared/model/conversation-order.ts';
import type { ListView } from './list-items.logic.ts';

/** What can be done with conversations of the list, besides moving and renaming them. */
export type ListAction = 'pin' | 'unpin' | 'archive' | 'unarchive' | 'delete' | 'restore' | 'delete-for-good';

/** Where conversations are to be. */
export type PlacementWish = Omit<Placement, 'conversationId'>;

/** What the actions are called. */
export const actionLabels: Readonly<Record<ListAction, string>> = {
  pin: 'Pin',
  unpin: 'Unpin',
  archive: 'Archive',
  unarchive: 'Unarchive',
  delete: 'Delete',
  restore: 'Restore',
  'delete-for-good': 'Delete for good…',
};

/** What can be done with these conversations in a view. */
export function actionsOf(view: ListView, conversations: readonly Conversation[]): readonly ListAction[] {
  switch (view) {
    case 'list':
      return [conversations.every(({ pinnedAt }) => pinnedAt !== null) ? 'unpin' : 'pin', 'archive', 'delete'];
    case 'archive':
      return ['unarchive', 'delete'];
    case 'bin':
      return ['restore', 'delete-for-good'];
    default:
      return assertNever(view);
  }
}

/** Where an action puts conversations; undefined where they are gone after it. */
export function wishOf(action: ListAction): PlacementWish | undefined {
  switch (action) {
    case 'pin':
      return { isPinned: true };
    case 'unpin':
      return { isPinned: false };
    case 'archive':
      return { isArchived: true };
    case 'unarchive':
      return { isArchived: false };
    case 'delete':
      return { isInBin: true };
    case 'restore':
      return { isInBin: false };
    case 'delete-for-good':
      return undefined;
    default:
      return assertNever(action);
  }
}

/** Where conversations go that are dropped on a group of the list. */
export function dropWish(place: ConversationPlace): PlacementWish | undefined {
  switch (place.kind) {
    case 'pinned':
      return { isPinned: true };
    case 'folder':
      return { isPinned: false, folderId: place.folderId };
    case 'days':
      return { isPinned: false, folderId: null };
    case 'archive':
    case 'bin':
      return undefined;
    default:
      return assertNever(place);
  }
}

/** What a conversation's placement was before a wish, for Undo: of what the wish names alone. */
export function placementBefore(conversation: Conversation, wish: PlacementWish): Placement {
  const { id: conversationId, pinnedAt, folderId, archivedAt, binnedAt } = conversation;
  return {
    conversationId,
    ...(wish.isPinned !== undefined && { isPinned: pinnedAt !== null }),
    ...(wish.folderId !== undefined && { folderId }),
    ...(wish.isArchived !== undefined && { isArchived: archivedAt !== null }),
    ...(wish.isInBin !== undefined && { isInBin: binnedAt !== null }),
  };
}

/** What the list says after a change. */
export function doneText(wish: PlacementWish, count: number): string {
  const what = count === 1 ? 'Conversation' : `${count} conversations`;
  if (wish.isInBin !== undefined) return `${what} ${wish.isInBin ? 'deleted' : 'restored'}`;
  if (wish.isArchived !== undefined) return `${what} ${wish.isArchived ? 'archived' : 'unarchived'}`;
  if (wish.folderId !== undefined) return `${what} moved`;
  return `${what} ${wish.isPinned === true ? 'pinned' : 'unpinned'}`;
}
