import type { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import {
  Contact,
  contactFields,
  type DirectoryEntry,
  Group,
  groupFields,
  Member,
  personFields,
  RelevantPerson,
  User,
  userFields,
} from './directory-entry.ts';
import { ExpiringCache } from './expiring-cache.ts';
import { type BatchResult, type BatchStep, batchLimit, sendBatch } from './graph-batch.ts';
import type { GraphConnection } from './graph-connection.ts';
import type { GraphFeature } from './graph-feature.ts';
import { photoUrl } from './photo-url.ts';

/** Where people are looked for; those one works with come first, then the directory. */
export const peopleSources = ['colleagues', 'directory', 'contacts', 'groups'] as const;
export type PeopleSource = (typeof peopleSources)[number];

/** What a search has found. */
export interface PeopleFound {
  /** Each once, the nearest first. */
  readonly entries: readonly DirectoryEntry[];
  /** Sources that could not answer; the others have. */
  readonly failures: ReadonlyMap<PeopleSource, AppError>;
  /** Where the directory goes on; undefined at its end. */
  readonly next: string | undefined;
}

/** Members of a group, or its owners. */
export interface GroupMembers {
  readonly entries: readonly DirectoryEntry[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

interface SourceRule {
  readonly feature: GraphFeature;
  readonly schema: z.ZodType<DirectoryEntry>;
  readonly step: (text: string) => BatchStep;
}

const colleagueCount = 10;
const pageCount = 25;
const longestText = 120;
const photoSize = '64x64';
const photoLimitCharacters = 512 * 1024;
const eventual = { ConsistencyLevel: 'eventual' };

const rules: Readonly<Record<PeopleSource, SourceRule>> = {
  colleagues: {
    feature: 'people',
    schema: RelevantPerson,
    step: (text) => ({
      path: `/me/people?${query({ ...(text === '' ? {} : { $search: quoted(text) }), $select: personFields, $top: colleagueCount })}`,
    }),
  },
  directory: {
    feature: 'people',
    schema: User,
    step: (text) => ({
      path: `/users?${query({ $search: searchOf(text, ['displayName', 'mail', 'userPrincipalName']), $select: userFields, $top: pageCount })}`,
      headers: eventual,
    }),
  },
  contacts: {
    feature: 'contacts',
    schema: Contact,
    step: (text) => ({
      path: `/me/contacts?${query({ $filter: filterOf(text, ['displayName', 'givenName', 'surname']), $select: contactFields, $top: colleagueCount })}`,
    }),
  },
  groups: {
    feature: 'groups',
    schema: Group,
    step: (text) => ({
      path: `/groups?${query({ $search: searchOf(text, ['displayName', 'mail']), $select: groupFields, $top: pageCount })}`,
      headers: eventual,
    }),
  },
};

/**
 * Finds people and groups with one request a search, whatever the number of sources; what has been asked is not asked again
 * for a while. Who calls waits until typing pauses, and aborts what is out of date.
 */
export class People {
  readonly #connection: GraphConnection;
  readonly #found = new ExpiringCache<PeopleFound>({ limit: 200, milliseconds: 5 * 60_000 });
  readonly #photos = new ExpiringCache<{ readonly url: string | undefined }>({ limit: 500, milliseconds: 60 * 60_000 });

  constructor(connection: GraphConnection) {
    this.#connection = connection;
  }

  /**
   * Searches these sources; without a text it tells whom the person works with.
   * @throws AppError where no source answers, `consent-required` and the others of the tokens; the signal's reason
   */
  async search(
    { text, sources }: { readonly text: string; readonly sources: readonly PeopleSource[] },
    signal: AbortSignal,
  ): Promise<PeopleFound> {
    const looked = text.normalize('NFC').replace(/\p{C}/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, longestText);
    // Nobody is found by what has no letter, and Graph refuses to look.
    const isWord = /[\p{L}\p{N}]/u.test(looked);
    if (looked !== '' && !isWord) return nothing;
    const asked = peopleSources.filter((source) => sources.includes(source) && (isWord || source === 'colleagues'));
    if (asked.length === 0) return nothing;
    const key = `${asked.join()} ${looked.toLowerCase()}`;
    const known = this.#found.get(key, this.#connection.now);
    if (known !== undefined) return known;

    const steps = asked.map((source) => rules[source].step(looked));
    const features = asked.map((source) => rules[source].feature);
    const results = await sendBatch(this.#connection, { steps, features }, signal);
    const found = this.#merge(asked, results);
    if (found.failures.size === 0) this.#found.set(key, found, this.#connection.now);
    return found;
  }

  /** More of the directory, from where a search left off. @throws AppError; the signal's reason */
  async more(next: string, signal: AbortSignal): Promise<Pick<PeopleFound, 'entries' | 'next'>> {
    const { items, next: following } = await this.#connection.page(
      { path: next, features: ['people'], headers: eventual },
      User,
      signal,
    );
    return { entries: items, next: following };
  }

  /** Photos as data URLs by object id; who has none is there with undefined. @throws AppError; the signal's reason */
  async photos(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string | undefined>> {
    const { now } = this.#connection;
    const wanted = [...new Set(ids)].map((id) => ({ id, known: this.#photos.get(id, now) }));
    const photos = new Map(wanted.flatMap(({ id, known }) => (known === undefined ? [] : [[id, known.url] as const])));
    const missing = wanted.flatMap(({ id, known }) => (known === undefined ? [id] : []));
    for (let start = 0; start < missing.length; start += batchLimit) {
      const part = missing.slice(start, start + batchLimit);
      const steps = part.map((id) => ({ path: `/users/${encodeURIComponent(id)}/photos/${photoSize}/$value` }));
      const results = await sendBatch(this.#connection, { steps, features: ['people'] }, signal);
      for (const [index, id] of part.entries()) {
        const result = results[index];
        const isSettled = result?.kind === 'answered' || result?.error.code === 'graph-not-found';
        const url = result?.kind === 'answered' ? photoOf(result.body) : undefined;
        photos.set(id, url);
        if (isSettled) this.#photos.set(id, { url }, now);
      }
    }
    return photos;
  }

  /**
   * Who is in a group, those of the groups in it too; `limit` ends it, since a group can hold everybody.
   * @throws AppError; the signal's reason
   */
  members(group: string, { limit }: { readonly limit: number }, signal: AbortSignal): Promise<GroupMembers> {
    return this.#collect(`/groups/${encodeURIComponent(group)}/transitiveMembers`, limit, signal);
  }

  /** Who owns a group. @throws AppError; the signal's reason */
  owners(group: string, signal: AbortSignal): Promise<GroupMembers> {
    return this.#collect(`/groups/${encodeURIComponent(group)}/owners`, 100, signal);
  }

  async #collect(path: string, limit: number, signal: AbortSignal): Promise<GroupMembers> {
    const entries: DirectoryEntry[] = [];
    const fields = [...new Set(`${userFields},${groupFields}`.split(','))].join();
    let next: string | undefined = `${path}?${query({ $select: fields, $top: Math.min(limit, 999) })}`;
    while (next !== undefined && entries.length < limit) {
      const page: { readonly items: readonly DirectoryEntry[]; readonly next: string | undefined } =
        await this.#connection.page({ path: next, features: ['groups'] }, Member, signal);
      entries.push(...page.items);
      next = page.next;
    }
    return { entries: entries.slice(0, limit), isComplete: next === undefined && entries.length <= limit };
  }

  #merge(sources: readonly PeopleSource[], results: readonly BatchResult[]): PeopleFound {
    const failures = new Map<PeopleSource, AppError>();
    const entries: DirectoryEntry[] = [];
    let next: string | undefined;
    for (const [index, source] of sources.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      if (result.kind === 'failed') {
        failures.set(source, result.error);
        continue;
      }
      const page = this.#connection.readPage(result.body, rules[source].schema);
      entries.push(...page.items);
      if (source === 'directory') next = page.next;
    }
    const [first] = failures.values();
    if (first !== undefined && failures.size === sources.length) throw first;
    return { entries: eachOnce(entries), failures, next };
  }
}

const nothing: PeopleFound = { entries: [], failures: new Map(), next: undefined };

/** The same person can be a colleague, a user and a contact: one id, or one address. */
export function eachOnce(entries: readonly DirectoryEntry[]): readonly DirectoryEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ id, mail }) => {
    const keys = [id.toLowerCase(), ...(mail === undefined ? [] : [mail.toLowerCase()])];
    const isNew = !keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
}

function photoOf(body: unknown): string | undefined {
  if (typeof body !== 'string' || body.length > photoLimitCharacters) return undefined;
  return photoUrl(Buffer.from(body, 'base64'));
}

function query(options: Readonly<Record<string, string | number>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** SECURITY: what somebody types stays text: quotation marks and backslashes are escaped. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}

/** `"displayName:ada" OR "mail:ada"`. Source: https://learn.microsoft.com/graph/search-query-parameter */
function searchOf(text: string, properties: readonly string[]): string {
  return properties.map((property) => quoted(`${property}:${text}`)).join(' OR ');
}

/** SECURITY: an apostrophe is doubled, so that no text ends the literal. */
function filterOf(text: string, properties: readonly string[]): string {
  return properties.map((property) => `startswith(${property},'${text.replaceAll("'", "''")}')`).join(' or ');
}
