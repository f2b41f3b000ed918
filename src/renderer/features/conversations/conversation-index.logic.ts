import { assertNever } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import {
  compareCursors,
  type ConversationPage,
  type ConversationPlace,
  cursorOf,
  type Folder,
  type HistoryChange,
  type PageCursor,
  placeKey,
  placeOf,
} from '../../../shared/model/conversation-order.ts';

/** What the window knows of one place: its beginning. */
export interface KnownPlace {
  readonly place: ConversationPlace;
  /** In the place's order. */
  readonly conversations: readonly Conversation[];
  /** Where what is not known begins; null where everything is known. */
  readonly next: PageCursor | null;
}

/** What the window knows of where conversations are: the beginnings of the places that it has asked for. */
export interface ConversationIndex {
  /** By name. */
  readonly folders: readonly Folder[];
  /** By the place's key. */
  readonly places: ReadonlyMap<string, KnownPlace>;
}

/** What can be followed without reading again. */
export type KnownChange = Exclude<HistoryChange, { readonly kind: 'everything' | 'turns' }>;

/** Nothing is known. */
export const emptyIndex: ConversationIndex = { folders: [], places: new Map() };

/** The index with the folders of now. What was in one that is gone is told by itself. */
export function withFolders(index: ConversationIndex, folders: readonly Folder[]): ConversationIndex {
  const byName = new Intl.Collator(undefined, { numeric: true });
  const sorted = folders.toSorted(
    (left, right) => byName.compare(left.name, right.name) || (left.id < right.id ? -1 : 1),
  );
  return { ...index, folders: sorted };
}

/** The index with another page of a place. */
export function withPage(
  index: ConversationIndex,
  place: ConversationPlace,
  { conversations, next }: ConversationPage,
): ConversationIndex {
  const key = placeKey(place);
  const before = index.places.get(key)?.conversations ?? [];
  // What was told meanwhile is newer than the page.
  const asked = new Set(conversations.map(({ id }) => id));
  const told = new Set<string>();
  for (const known of index.places.values()) {
    for (const { id } of known.conversations) if (asked.has(id)) told.add(id);
  }
  const added = conversations.filter(({ id }) => !told.has(id));
  const known = { place, conversations: [...before, ...added].sort(inPlaceOrder), next };
  return { ...index, places: new Map(index.places).set(key, known) };
}

/** The index after a change. */
export function withChange(index: ConversationIndex, change: KnownChange): ConversationIndex {
  switch (change.kind) {
    case 'folders':
      return withFolders(index, change.folders);
    case 'conversations':
      return withConversations(
        without(index, new Set([...change.removed, ...change.changed.map(({ id }) => id)])),
        change.changed,
      );
    default:
      return assertNever(change);
  }
}

function without(index: ConversationIndex, ids: ReadonlySet<string>): ConversationIndex {
  const places = new Map(index.places);
  for (const [key, known] of places) {
    if (!known.conversations.some(({ id }) => ids.has(id))) continue;
    places.set(key, { ...known, conversations: known.conversations.filter(({ id }) => !ids.has(id)) });
  }
  return { ...index, places };
}

/** Behind what is known of a place, a conversation comes with its page. */
function withConversations(index: ConversationIndex, conversations: readonly Conversation[]): ConversationIndex {
  const places = new Map(index.places);
  for (const [key, group] of Map.groupBy(conversations, (conversation) => placeKey(placeOf(conversation)))) {
    const known = places.get(key);
    if (known === undefined) continue;
    const { next } = known;
    const added = group.filter((each) => next === null || compareCursors(cursorOf(each), next) <= 0);
    if (added.length > 0)
      places.set(key, { ...known, conversations: [...added, ...known.conversations].sort(inPlaceOrder) });
  }
  return { ...index, places };
}

function inPlaceOrder(left: Conversation, right: Conversation): number {
  return compareCursors(cursorOf(left), cursorOf(right));
}
