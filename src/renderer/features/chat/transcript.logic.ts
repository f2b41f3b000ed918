import type { ChatMessage } from './chat-message.ts';
import { chatMessageText } from './chat-message.ts';
import type { PlaceRange } from './earlier-messages.ts';

/** So many messages are there as a whole, as they would be on a page. */
const wholeLimit = 40;
/** Most rows that stay, out of sight, because something in them is selected. */
const selectedLimit = 400;
/** How far ahead of what is seen messages are loaded. */
const ahead = 30;

/** A guess at the height of a row that has not been drawn, in CSS pixels; a wrong one only moves the scroll bar. */
export function rowHeight(message: ChatMessage | undefined): number {
  if (message === undefined) return 240;
  const text = chatMessageText(message);
  const lines = Math.ceil(text.length / 84) + (text.match(/\n/g)?.length ?? 0);
  return 64 + Math.min(lines, 400) * 24;
}

/** A guess at the height of all rows before one. */
export function heightBefore(place: number, at: (place: number) => ChatMessage | undefined): number {
  let height = 0;
  for (let each = 0; each < place; each += 1) height += rowHeight(at(each));
  return height;
}

/** The rows that are drawn: those in sight, and those that have to stay. */
export function drawnRows(inSight: readonly number[], count: number, pinned: readonly (PlaceRange | null)[]): number[] {
  if (count <= wholeLimit) return Array.from({ length: count }, (_, place) => place);
  const places = new Set(inSight);
  for (const range of pinned) {
    if (range === null) continue;
    const last = Math.min(range.last, range.first + selectedLimit, count - 1);
    for (let place = range.first; place <= last; place += 1) places.add(place);
  }
  return [...places].sort((left, right) => left - right);
}

/** The places that are to be loaded because these rows are in sight; null where nothing near them is missing. */
export function missingNear(inSight: readonly number[], at: (place: number) => unknown): PlaceRange | null {
  const [first, last] = [inSight[0], inSight.at(-1)];
  if (first === undefined || last === undefined) return null;
  const range = { first: Math.max(0, first - ahead), last: last + ahead };
  for (let place = range.first; place <= last; place += 1) if (at(place) === undefined) return range;
  return null;
}

/** Where it is said that messages could not be loaded: the first place in sight that has none; undefined where all are there. */
export function missingInSight(inSight: readonly number[], at: (place: number) => unknown): number | undefined {
  const [first, last] = [inSight[0], inSight.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  for (let place = first; place <= last; place += 1) if (at(place) === undefined) return place;
  return undefined;
}

/** The day that begins with a message; undefined where the one before is of the same day, or a conversation begins today. */
export function dayBegun(
  message: ChatMessage | undefined,
  before: ChatMessage | 'none' | undefined,
  now: number,
): number | undefined {
  const time = message?.metadata?.createdAt;
  if (time === undefined || before === undefined) return undefined;
  const other = before === 'none' ? now : before.metadata?.createdAt;
  return other === undefined || isSameDay(time, other) ? undefined : time;
}

/** The name of a day, by the person's own clock. */
export function dayName(time: number, now: number): string {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (isSameDay(time, now)) return 'Today';
  if (isSameDay(time, yesterday.getTime())) return 'Yesterday';
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat('en', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' as const }),
  }).format(time);
}

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
