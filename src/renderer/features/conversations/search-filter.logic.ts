import { assertNever } from '../../../shared/errors.ts';
import type { MentionedPerson } from '../../../shared/model/message.ts';
import type { SearchFilters, SearchPlace } from '../../../shared/model/search.ts';
import type { FolderName } from './search.logic.ts';

/** How far back a search goes; `dates` are days that the person names. */
export type Period = 'any' | 'week' | 'month' | 'year' | 'dates';

/** What the person has chosen to search in. */
export interface FilterChoice {
  readonly period: Period;
  /** The first and the last day of `dates` (`2026-11-21`); empty for an open end. */
  readonly from: string;
  readonly until: string;
  readonly role: 'any' | 'user' | 'assistant';
  /** Empty for all. */
  readonly deploymentId: string;
  readonly hasFile: boolean;
  /** `archive`, `bin` or a folder's `placeKey`; empty for everywhere but the bin. */
  readonly place: string;
  /** Empty for anybody and nobody. */
  readonly personId: string;
}

/** Everything. */
export const noFilter: FilterChoice = {
  period: 'any',
  from: '',
  until: '',
  role: 'any',
  deploymentId: '',
  hasFile: false,
  place: '',
  personId: '',
};

/** What a person searches for, while they go to a hit and come back. */
export interface SearchWish {
  readonly typed: string;
  readonly filter: FilterChoice;
}

/** Nothing is searched for. */
export const noSearch: SearchWish = { typed: '', filter: noFilter };

const days: Readonly<Record<Exclude<Period, 'any' | 'dates'>, number>> = { week: 7, month: 30, year: 365 };

/** The filters of a choice, by the person's own days. */
export function filtersOf(choice: FilterChoice, now: number): SearchFilters {
  const { role, deploymentId, hasFile, personId } = choice;
  const place = placeOfKey(choice.place);
  return {
    ...timesOf(choice, now),
    ...(role === 'any' ? {} : { role }),
    ...(deploymentId === '' ? {} : { deploymentId }),
    ...(hasFile ? { hasFile } : {}),
    ...(place === undefined ? {} : { place }),
    ...(personId === '' ? {} : { personId }),
  };
}

function timesOf({ period, from, until }: FilterChoice, now: number): Pick<SearchFilters, 'from' | 'until'> {
  switch (period) {
    case 'any':
      return {};
    case 'week':
    case 'month':
    case 'year':
      return { from: daysBefore(now, days[period]) };
    case 'dates': {
      const first = startOfDay(from, 0);
      const behind = startOfDay(until, 1);
      return { ...(first === undefined ? {} : { from: first }), ...(behind === undefined ? {} : { until: behind }) };
    }
    default:
      return assertNever(period);
  }
}

/** When a day begins, or the one so many days after it; undefined for what is no day. */
function startOfDay(text: string, after: number): number | undefined {
  const [year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return new Date(year, month - 1, day + after).getTime();
}

const folderPrefix = 'folder:';

/** What `FilterChoice.place` is for a folder. */
export function folderKey(folderId: string): string {
  return `${folderPrefix}${folderId}`;
}

function placeOfKey(key: string): SearchPlace | undefined {
  if (key.startsWith(folderPrefix)) return { kind: 'folder', folderId: key.slice(folderPrefix.length) };
  return key === 'archive' || key === 'bin' ? { kind: key } : undefined;
}

/** What a filter can be about besides what is fixed. */
export interface FilterNames {
  readonly deployments: readonly { readonly id: string; readonly displayName: string }[];
  readonly folders: readonly FolderName[];
  readonly people: readonly MentionedPerson[];
}

/** What the periods are called. */
export const periodNames: Readonly<Record<Period, string>> = {
  any: 'Any time',
  week: 'In the last 7 days',
  month: 'In the last 30 days',
  year: 'In the last year',
  dates: 'Between two days',
};

/** The periods, as they are offered. */
export const periods = ['any', 'week', 'month', 'year', 'dates'] as const satisfies readonly Period[];

/** How many filters are set. */
export function filterCount(choice: FilterChoice, names: FilterNames): number {
  return setFilters(choice, names).length;
}

/** One filter that is set, with what the choice is without it. */
export interface SetFilter {
  readonly key: string;
  readonly name: string;
  readonly without: FilterChoice;
}

/** The filters that are set, one by one. What is there no more still counts, so it can be cleared too. */
export function setFilters(choice: FilterChoice, { deployments, folders, people }: FilterNames): readonly SetFilter[] {
  const { period, from, until, role, deploymentId, hasFile, place, personId } = choice;
  const { period: everyDay, from: noFrom, until: noUntil } = noFilter;
  const set: SetFilter[] = [];
  if (Object.keys(timesOf(choice, 0)).length > 0) {
    const dates = `${from === '' ? '…' : from} – ${until === '' ? '…' : until}`;
    const name = period === 'dates' ? dates : periodNames[period];
    set.push({ key: 'period', name, without: { ...choice, period: everyDay, from: noFrom, until: noUntil } });
  }
  if (role !== 'any') {
    const name = role === 'user' ? 'By you' : 'By the model';
    set.push({ key: 'role', name, without: { ...choice, role: noFilter.role } });
  }
  if (deploymentId !== '') {
    const name = deployments.find(({ id }) => id === deploymentId)?.displayName ?? deploymentId;
    set.push({ key: 'deploymentId', name, without: { ...choice, deploymentId: '' } });
  }
  if (place !== '') set.push({ key: 'place', name: placeName(place, folders), without: { ...choice, place: '' } });
  if (personId !== '') {
    const name = people.find(({ id }) => id === personId)?.name ?? 'Somebody mentioned';
    set.push({ key: 'personId', name, without: { ...choice, personId: '' } });
  }
  if (hasFile) set.push({ key: 'hasFile', name: 'With files', without: { ...choice, hasFile: false } });
  return set;
}

function placeName(key: string, folders: FilterNames['folders']): string {
  const place = placeOfKey(key);
  switch (place?.kind) {
    case 'archive':
      return 'Archive';
    case 'bin':
      return 'Bin';
    case 'folder':
      return folders.find(({ id }) => id === place.folderId)?.name ?? 'Deleted folder';
    case undefined:
      return '';
  }
}

function daysBefore(now: number, count: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - count);
  return day.getTime();
}
