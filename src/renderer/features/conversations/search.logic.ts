import type { Conversation } from '../../../shared/model/conversation.ts';
import type { SearchFilters, SearchHit, Snippet } from '../../../shared/model/search.ts';

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

/** How far back a search goes. */
export type Period = 'any' | 'week' | 'month' | 'year';

/** What the person has chosen to search in. */
export interface FilterChoice {
  readonly period: Period;
  readonly role: 'any' | 'user' | 'assistant';
  /** Empty for all. */
  readonly deploymentId: string;
  readonly hasFile: boolean;
}

/** Everything. */
export const noFilter: FilterChoice = { period: 'any', role: 'any', deploymentId: '', hasFile: false };

const days: Readonly<Record<Exclude<Period, 'any'>, number>> = { week: 7, month: 30, year: 365 };

/** The filters of a choice, by the person's own days. */
export function filtersOf({ period, role, deploymentId, hasFile }: FilterChoice, now: number): SearchFilters {
  return {
    ...(period === 'any' ? {} : { from: daysBefore(now, days[period]) }),
    ...(role === 'any' ? {} : { role }),
    ...(deploymentId === '' ? {} : { deploymentId }),
    ...(hasFile ? { hasFile } : {}),
  };
}

/** How many filters are set. */
export function filterCount(choice: FilterChoice): number {
  return Object.keys(filtersOf(choice, 0)).length;
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

function daysBefore(now: number, count: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - count);
  return day.getTime();
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
