import type { Conversation } from '../../shared/model/conversation.ts';
import {
  compareCursors,
  type ConversationPage,
  cursorOf,
  type Folder,
  type PageRequest,
  placeKey,
  type Placement,
  placeOf,
} from '../../shared/model/conversation-order.ts';

/** Some conversations of a place, as the store gives them. */
export function pageOf(all: readonly Conversation[], { place, after, limit }: PageRequest): ConversationPage {
  const behind = all
    .filter((conversation) => placeKey(placeOf(conversation)) === placeKey(place))
    .filter((conversation) => after === null || compareCursors(cursorOf(conversation), after) > 0)
    .sort((left, right) => compareCursors(cursorOf(left), cursorOf(right)));
  const conversations = behind.slice(0, limit);
  const last = conversations.at(-1);
  return { conversations, next: behind.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** A conversation after a change of where it is. */
export function placed(conversation: Conversation, placement: Placement, folders: readonly Folder[]): Conversation {
  const { isPinned, isArchived, isInBin, folderId = conversation.folderId } = placement;
  return {
    ...conversation,
    pinnedAt: since(conversation.pinnedAt, isPinned),
    archivedAt: since(conversation.archivedAt, isArchived),
    binnedAt: since(conversation.binnedAt, isInBin),
    folderId: folders.some(({ id }) => id === folderId) ? folderId : null,
  };
}

function since(before: number | null, wish: boolean | undefined): number | null {
  if (wish === undefined) return before;
  return wish ? (before ?? Date.now()) : null;
}
