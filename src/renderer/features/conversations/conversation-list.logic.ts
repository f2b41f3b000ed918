import type { Conversation } from '../../../shared/model/conversation.ts';
import { isBlank } from '../../../shared/model/message.ts';

/** Conversations of one stretch of time, under its heading. */
export interface ConversationGroup {
  readonly heading: 'Today' | 'Yesterday' | 'Previous 7 days' | 'Older';
  readonly conversations: readonly Conversation[];
}

/** Groups a list by the person's own days; its order is kept and empty groups are left out. */
export function groupByDay(conversations: readonly Conversation[], now: number): readonly ConversationGroup[] {
  const groups: Record<ConversationGroup['heading'], Conversation[]> = {
    Today: [],
    Yesterday: [],
    'Previous 7 days': [],
    Older: [],
  };
  const today = startOfDay(now, 0);
  const yesterday = startOfDay(now, 1);
  const weekAgo = startOfDay(now, 7);
  for (const conversation of conversations) {
    const { updatedAt } = conversation;
    if (updatedAt >= today) groups.Today.push(conversation);
    else if (updatedAt >= yesterday) groups.Yesterday.push(conversation);
    else if (updatedAt >= weekAgo) groups['Previous 7 days'].push(conversation);
    else groups.Older.push(conversation);
  }
  return (['Today', 'Yesterday', 'Previous 7 days', 'Older'] as const)
    .map((heading) => ({ heading, conversations: groups[heading] }))
    .filter((group) => group.conversations.length > 0);
}

function startOfDay(now: number, daysAgo: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  // By the calendar, since not every day has 24 hours.
  day.setDate(day.getDate() - daysAgo);
  return day.getTime();
}

/** What a key pressed on a row of the list asks for. */
export type RowCommand = 'rename' | 'delete' | 'previous' | 'next' | 'first' | 'last';

/** The command of a key on a row; undefined for keys that mean nothing there. */
export function rowCommand(key: string): RowCommand | undefined {
  switch (key) {
    case 'F2':
      return 'rename';
    case 'Delete':
      return 'delete';
    case 'ArrowUp':
      return 'previous';
    case 'ArrowDown':
      return 'next';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return undefined;
  }
}

/** The row to focus after moving from one by a command; it stays inside the list. */
export function moveFocus(command: 'previous' | 'next' | 'first' | 'last', from: number, count: number): number {
  switch (command) {
    case 'previous':
      return Math.max(0, from - 1);
    case 'next':
      return Math.min(count - 1, from + 1);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
  }
}

/** The title to save for what was typed; undefined where nothing would change, or be seen. */
export function renamedTitle(typed: string, current: string): string | undefined {
  const title = typed.trim();
  return isBlank(title) || title === current ? undefined : title;
}
