import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import type { BranchPage, FoundPlaces } from '../../shared/model/conversation.ts';
import { fromRow, type MessageRow } from './message-row.ts';
import { fold } from '../../shared/fold.ts';
import { searchedText } from './search/plain-text.ts';
import { isWordless } from './statements.ts';

/** What is read of a branch at once, so that whoever takes it is not held up. */
export interface PageLimits {
  readonly messages: number;
  /** Of their JSON. */
  readonly characters: number;
  /** For a look at their text. */
  readonly milliseconds: number;
}

const usualLimits: PageLimits = { messages: 60, characters: 200_000, milliseconds: 25 };
/** A question with its answer, however long they are. */
const leastMessages = 2;
/** Paths that are kept: of a conversation that is shown, and of one that is answered meanwhile. */
const keptPaths = 2;
/** How far a path that is kept may be behind: a turn adds two messages. */
const mostNew = 8;

interface Link {
  readonly id: string;
  readonly parentId: string | null;
}

/** The branches of an open database page by page; a path is the ids of the messages from the root to one. */
export class BranchPages {
  readonly #limits: PageLimits;
  readonly #message: Statement<[messageId: string], MessageRow>;
  readonly #place: Statement<[messageId: string], Link & { readonly conversationId: string }>;
  readonly #links: Statement<[conversationId: string], Link>;
  readonly #versions: Statement<[{ readonly conversationId: string; readonly ids: string }], string>;
  /** A message's path stays the same for as long as it is there. */
  #paths: readonly (readonly string[])[] = [];

  constructor(database: Database, limits: PageLimits = usualLimits) {
    this.#limits = limits;
    this.#message = database.prepare(
      'SELECT id, role, status, created_at AS createdAt, parts, metadata FROM messages WHERE id = ?',
    );
    this.#place = database.prepare(
      'SELECT id, parent_id AS parentId, conversation_id AS conversationId FROM messages WHERE id = ?',
    );
    this.#links = database.prepare('SELECT id, parent_id AS parentId FROM messages WHERE conversation_id = ?');
    // An attempt that ended without a word is a version only while it is shown.
    this.#versions = database
      .prepare<[{ conversationId: string; ids: string }], string>(
        // Materialised: else SQLite asks every first message of every conversation whether it is among the shown ones.
        `WITH shown AS MATERIALIZED (SELECT id, parent_id FROM messages WHERE id IN (SELECT value FROM json_each(@ids))),
         beside AS (
           SELECT messages.id FROM messages WHERE parent_id IN (SELECT parent_id FROM shown)
           UNION
           SELECT messages.id FROM messages WHERE conversation_id = @conversationId AND parent_id IS NULL
             AND EXISTS (SELECT 1 FROM shown WHERE shown.parent_id IS NULL)
         )
         SELECT json_group_array(id ORDER BY ordinal) FROM messages
         WHERE id IN (SELECT id FROM beside)
           AND (id IN (SELECT id FROM shown) OR NOT ${isWordless('messages')})
         GROUP BY parent_id HAVING count(*) > 1 AND sum(id IN (SELECT id FROM shown)) > 0`,
      )
      .pluck();
  }

  /** The path of a message; nothing for none. @throws AppError `not-found` */
  pathTo(conversationId: string, messageId: string | null): readonly string[] {
    if (messageId === null) return [];
    if (this.#place.get(messageId)?.conversationId !== conversationId) throw new AppError('not-found');
    const path = this.#extended(messageId) ?? this.#read(conversationId, messageId);
    this.#paths = [path, ...this.#paths.filter((kept) => kept[0] !== path[0])].slice(0, keptPaths);
    return path;
  }

  /** The messages of a path that end or begin with a place; none where there is none. */
  page(
    conversationId: string,
    path: readonly string[],
    { place, towards }: { readonly place: number; readonly towards: 'earlier' | 'later' },
  ): BranchPage {
    const ids = this.#run(path, { place, step: towards === 'later' ? 1 : -1, limits: this.#limits });
    return this.#pageOf(conversationId, path, [ids]);
  }

  /** What stands around a place of a path: as much before it as after it. */
  around(conversationId: string, path: readonly string[], place: number): BranchPage {
    const limits = { messages: this.#limits.messages / 2, characters: this.#limits.characters / 2 };
    return this.#pageOf(conversationId, path, [
      this.#run(path, { place: place - 1, step: -1, limits }),
      this.#run(path, { place, step: 1, limits }),
    ]);
  }

  /** The places of a path whose messages have a text, the last one first, as far as there is time to look. */
  find(path: readonly string[], { text, before }: { readonly text: string; readonly before: number }): FoundPlaces {
    const wanted = fold(text.trim());
    if (wanted === '') return { places: [], next: null };
    const places: number[] = [];
    const deadline = performance.now() + this.#limits.milliseconds;
    for (let place = before - 1; place >= 0; place -= 1) {
      const row = this.#message.get(path[place] ?? '');
      if (row !== undefined && fold(searchedText(row.parts).text).includes(wanted)) places.push(place);
      if (performance.now() > deadline && place > 0) return { places, next: place };
    }
    return { places, next: null };
  }

  /** To be called where messages may come back under ids that they have had: what is known of their paths is forgotten. */
  forget(): void {
    this.#paths = [];
  }

  #pageOf(
    conversationId: string,
    path: readonly string[],
    runs: readonly (readonly { readonly place: number; readonly row: MessageRow }[])[],
  ): BranchPage {
    const rows = runs.flat().sort((left, right) => left.place - right.place);
    const ids = JSON.stringify(rows.map(({ row }) => row.id));
    return {
      messages: rows.map(({ row }) => fromRow(row)),
      start: rows[0]?.place ?? path.length,
      versions: this.#versions.all({ conversationId, ids }).map((group) => JSON.parse(group) as string[]),
    };
  }

  #run(
    path: readonly string[],
    from: { readonly place: number; readonly step: 1 | -1; readonly limits: Omit<PageLimits, 'milliseconds'> },
  ): { readonly place: number; readonly row: MessageRow }[] {
    const { step, limits } = from;
    const rows: { readonly place: number; readonly row: MessageRow }[] = [];
    let characters = 0;
    for (let { place } = from; rows.length < limits.messages; place += step) {
      const id = path[place];
      const row = id === undefined ? undefined : this.#message.get(id);
      if (row === undefined) break;
      characters += row.parts.length + row.metadata.length;
      if (rows.length >= leastMessages && characters > limits.characters) break;
      rows.push({ place, row });
    }
    return rows;
  }

  /** A path that is kept, shortened or with what is new; undefined where none leads there. */
  #extended(messageId: string): readonly string[] | undefined {
    const added: string[] = [];
    let id: string | null = messageId;
    while (id !== null && added.length < mostNew) {
      for (const path of this.#paths) {
        const index = path.lastIndexOf(id);
        if (index !== -1) return [...path.slice(0, index + 1), ...added.toReversed()];
      }
      added.push(id);
      id = this.#place.get(id)?.parentId ?? null;
    }
    return id === null ? added.toReversed() : undefined;
  }

  #read(conversationId: string, messageId: string): readonly string[] {
    const parents = new Map(this.#links.all(conversationId).map(({ id, parentId }) => [id, parentId]));
    const path: string[] = [];
    for (let id: string | null = messageId; id !== null; id = parents.get(id) ?? null) path.push(id);
    return path.toReversed();
  }
}
