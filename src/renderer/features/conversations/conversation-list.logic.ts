import { isBlank } from '../../../shared/model/message.ts';
import type { ListItem } from './list-items.logic.ts';

/** What a key pressed on a row of the list asks for. */
export type RowCommand = 'rename' | 'delete' | MoveCommand;

type MoveCommand = 'previous' | 'next' | 'page-up' | 'page-down' | 'first' | 'last' | 'out' | 'in';

/** A whole stretch of rows. */
const pageRows = 10;

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
    case 'ArrowLeft':
      return 'out';
    case 'ArrowRight':
      return 'in';
    case 'PageUp':
      return 'page-up';
    case 'PageDown':
      return 'page-down';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return undefined;
  }
}

/** Whether the keyboard stops at a line. */
export function isStop({ kind }: ListItem): boolean {
  return kind === 'conversation' || kind === 'folder';
}

/** The line to focus after moving from one by a command; it stays inside the list. */
export function moveFocus(command: MoveCommand, from: string, items: readonly ListItem[]): string | undefined {
  const stops = items.filter(isStop);
  const index = stops.findIndex(({ key }) => key === from);
  const at = (to: number) => stops[Math.min(stops.length - 1, Math.max(0, to))]?.key;
  switch (command) {
    case 'previous':
      return at(index - 1);
    case 'next':
      return at(index + 1);
    case 'page-up':
      return at(index - pageRows);
    case 'page-down':
      return at(index + pageRows);
    case 'first':
      return at(0);
    case 'last':
      return at(stops.length - 1);
    case 'out': {
      const group = stops[index]?.group;
      return stops.find((item) => item.kind === 'folder' && item.group === group)?.key ?? from;
    }
    case 'in':
      return stops[index]?.kind === 'folder' ? at(index + 1) : from;
  }
}

/** Letters typed one after another are one word for so long. */
const typeAheadMilliseconds = 700;

/** What has been typed to find a row. */
export interface TypedAhead {
  readonly text: string;
  /** Milliseconds, of the same clock as the next key's. */
  readonly at: number;
}

/** What is looked for after another key. */
export function typeAhead(before: TypedAhead, key: string, at: number): TypedAhead {
  return { text: at - before.at < typeAheadMilliseconds ? before.text + key : key, at };
}

/** The line that begins with what was typed, from one on: a single letter goes on to the next, a longer word may stay. */
export function findTyped(items: readonly ListItem[], from: string, text: string): string | undefined {
  const stops = items.filter(isStop);
  const start = stops.findIndex(({ key }) => key === from) + (text.length > 1 ? 0 : 1);
  const wanted = text.toLocaleLowerCase();
  const isFound = (item: ListItem) => nameOf(item).trimStart().toLocaleLowerCase().startsWith(wanted);
  return [...stops.slice(start), ...stops.slice(0, start)].find(isFound)?.key;
}

function nameOf(item: ListItem): string {
  return item.kind === 'conversation' ? item.conversation.title : item.group.name;
}

/** The title to save for what was typed; undefined where nothing would change, or be seen. */
export function renamedTitle(typed: string, current: string): string | undefined {
  const title = typed.trim();
  return isBlank(title) || title === current ? undefined : title;
}
