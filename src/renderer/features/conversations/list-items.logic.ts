import type { Preferences } from '../../../shared/model/preferences.ts';
import { assertNever } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { type ConversationPlace, cursorOf, type Folder, placeKey } from '../../../shared/model/conversation-order.ts';
import type { ConversationIndex, KnownPlace } from './conversation-index.logic.ts';
import { type DayGroup, dayGroup } from './day-groups.logic.ts';

/** What the navigation shows. */
export type ListView = 'list' | 'archive' | 'bin';

/** Rows that belong together, under a heading. */
export interface ListGroup {
  readonly key: string;
  readonly name: string;
  readonly place: ConversationPlace;
  /** How many conversations it has; -1 while nobody has asked for all of them. */
  readonly size: number;
}

/** One line of the list. */
export type ListItem =
  | { readonly kind: 'heading'; readonly key: string; readonly group: ListGroup }
  | { readonly kind: 'folder'; readonly key: string; readonly group: ListGroup; readonly folder: Folder }
  | {
      readonly kind: 'conversation';
      readonly key: string;
      readonly group: ListGroup;
      readonly conversation: Conversation;
      /** From 1 on, in its group. */
      readonly position: number;
    }
  /** Stands for what has not been asked for yet. */
  | { readonly kind: 'more'; readonly key: string; readonly group: ListGroup }
  | { readonly kind: 'note'; readonly key: string; readonly group: ListGroup; readonly text: string };

/** The lines of a view, top down. @param today when the day of now began */
export function listItems(index: ConversationIndex, view: ListView, today: number): readonly ListItem[] {
  switch (view) {
    case 'list':
      return [
        ...pinnedItems(index.places.get('pinned')),
        ...index.folders.flatMap((folder) => folderItems(folder, index)),
        ...dayItems(index.places.get('days'), today),
      ];
    case 'archive':
      return shelfItems('archive', 'Archived', index);
    case 'bin':
      return shelfItems('bin', 'Bin', index);
    default:
      return assertNever(view);
  }
}

/** The height of a line in pixels. */
export function itemHeight(item: ListItem | undefined, density: Preferences['density']): number {
  const isCompact = density === 'compact';
  switch (item?.kind) {
    case 'heading':
      return isCompact ? 32 : 40;
    case 'folder':
      return isCompact ? 33 : 40;
    case 'conversation':
    case 'more':
    case 'note':
    case undefined:
      return isCompact ? 31 : 37;
    default:
      return assertNever(item);
  }
}

/** The conversations between two lines, both included; a line that is not there is left out. */
export function conversationsBetween(items: readonly ListItem[], from: string, to: string): readonly string[] {
  const ends = [from, to].map((end) => items.findIndex(({ key }) => key === end)).filter((end) => end !== -1);
  return items.slice(Math.min(...ends), Math.max(...ends) + 1).flatMap(conversationId);
}

/** All conversations of the lines. */
export function conversationsOf(items: readonly ListItem[]): readonly Conversation[] {
  return items.flatMap((item) => (item.kind === 'conversation' ? [item.conversation] : []));
}

/** The line to go on from when conversations leave: the one behind them, else the one before. */
export function neighbourOf(items: readonly ListItem[], leaving: ReadonlySet<string>): string | undefined {
  const rows = items.filter(({ kind }) => kind === 'conversation');
  const last = rows.findLastIndex(({ key }) => leaving.has(key));
  const behind = rows[last + 1];
  return (behind ?? rows.slice(0, last).findLast(({ key }) => !leaving.has(key)))?.key;
}

function conversationId(item: ListItem): readonly string[] {
  return item.kind === 'conversation' ? [item.conversation.id] : [];
}

function pinnedItems(known: KnownPlace | undefined): readonly ListItem[] {
  const place = { kind: 'pinned' } as const;
  const group = groupOf(place, 'Pinned', known);
  if (known === undefined) return [more(group)];
  if (known.conversations.length === 0) return [];
  return [
    { kind: 'heading', key: 'heading:pinned', group },
    ...toRows(known.conversations, group),
    ...rest(known, group),
  ];
}

function folderItems(folder: Folder, { places }: ConversationIndex): readonly ListItem[] {
  const place = { kind: 'folder', folderId: folder.id } as const;
  const known = places.get(placeKey(place));
  const group = groupOf(place, folder.name, known);
  const heading = { kind: 'folder', key: group.key, group, folder } as const;
  if (folder.isCollapsed) return [heading];
  if (known === undefined) return [heading, more(group)];
  if (known.conversations.length > 0) return [heading, ...toRows(known.conversations, group), ...rest(known, group)];
  return [heading, { kind: 'note', key: `note:${group.key}`, group, text: 'Nothing in it' }];
}

function dayItems(known: KnownPlace | undefined, today: number): readonly ListItem[] {
  const place = { kind: 'days' } as const;
  if (known === undefined) return [more(groupOf(place, 'Today', known))];
  const items: ListItem[] = [];
  let day: DayGroup | undefined;
  let conversations: Conversation[] = [];
  const close = (isLast: boolean) => {
    if (day === undefined) return;
    const size = isLast && known.next !== null ? -1 : conversations.length;
    const group = { key: `day:${day.name}`, name: day.name, place, size };
    items.push({ kind: 'heading', key: `heading:${group.key}`, group });
    for (const item of toRows(conversations, group)) items.push(item);
    if (isLast) items.push(...rest(known, group));
  };
  for (const conversation of known.conversations) {
    const { time } = cursorOf(conversation);
    if (day === undefined || time < day.since) {
      close(false);
      day = dayGroup(time, today);
      conversations = [];
    }
    conversations.push(conversation);
  }
  close(true);
  return items;
}

function shelfItems(kind: 'archive' | 'bin', name: string, { places }: ConversationIndex): readonly ListItem[] {
  const known = places.get(kind);
  const group = groupOf({ kind }, name, known);
  return known === undefined ? [more(group)] : [...toRows(known.conversations, group), ...rest(known, group)];
}

function groupOf(place: ConversationPlace, name: string, known: KnownPlace | undefined): ListGroup {
  return { key: placeKey(place), name, place, size: known?.next === null ? known.conversations.length : -1 };
}

function toRows(conversations: readonly Conversation[], group: ListGroup): readonly ListItem[] {
  return conversations.map((conversation, index) => ({
    kind: 'conversation',
    key: conversation.id,
    group,
    conversation,
    position: index + 1,
  }));
}

function rest({ next }: KnownPlace, group: ListGroup): readonly ListItem[] {
  return next === null ? [] : [more(group)];
}

function more(group: ListGroup): ListItem {
  return { kind: 'more', key: `more:${placeKey(group.place)}`, group };
}
