import type { Database } from 'better-sqlite3-multiple-ciphers';
import type { MentionedPerson } from '../../../shared/model/message.ts';
import type { MessageHit, SearchCursor, SearchHit, SearchPage, TitleHit } from '../../../shared/model/search.ts';
import type { LocalPart, StoreInput } from '../../core/history/store.ts';
import { searchedText } from './plain-text.ts';
import {
  candidates,
  prepareSearchStatements,
  type SearchStatements,
  titleCandidates,
  type TitleRow,
} from './search-statements.ts';
import { hasTerms, markedText, snippetOf, type TextSearch, textStart } from './snippet.ts';
import { parseQuery, partsExpression, termPatterns, wordsExpression } from './terms.ts';

/** What one request may take. */
export interface SearchLimits {
  /** Most messages that are ranked against each other. */
  readonly candidates: number;
  readonly milliseconds: number;
  readonly page: number;
}

const usualLimits: SearchLimits = { candidates: 1_000, milliseconds: 40, page: 30 };
const mostTitles = 20;
const start: SearchCursor = { stage: 'words', before: null, after: null, offset: 0, hasFound: false };
const batchBytes = 128 * 1024;

/** Messages that were found, and where they end; 0 where there are no more. */
interface Window {
  readonly ordinals: readonly number[];
  /** Behind the newest one. */
  readonly before: number;
  readonly after: number;
}

/** A request, read. */
interface Reading {
  readonly stage: SearchCursor['stage'];
  readonly patterns: TextSearch;
  readonly filters: StoreInput<'search'>['filters'];
  /** Undefined where what is searched for can't be found in this stage. */
  readonly expression: string | undefined;
  readonly before: number;
  readonly after: number | null;
}

/** The search in an open database; the triggers of its tables keep the indexes. */
export class SearchDatabase implements LocalPart<'search'> {
  readonly #database: Database;
  readonly #limits: SearchLimits;
  readonly #statements: SearchStatements;

  constructor(database: Database, limits: SearchLimits = usualLimits) {
    this.#database = database;
    this.#limits = limits;
    this.#statements = prepareSearchStatements(database);
  }

  search({ query, filters, cursor }: StoreInput<'search'>): SearchPage {
    const place = cursor ?? start;
    const { stage, before, after, offset } = place;
    const terms = parseQuery(query);
    const isIndexing = this.#statements.backlog.get() !== undefined;
    if (terms.length === 0) return { hits: [], next: null, isIndexing };
    const expression = stage === 'words' ? wordsExpression(terms) : partsExpression(terms);
    const patterns = termPatterns(terms, stage);
    const reading = { stage, patterns, filters, expression, before: before ?? Number.MAX_SAFE_INTEGER, after };
    const titles = before === null && offset === 0 ? this.#titles(reading) : [];
    const window = this.#window(reading);
    const messages = window.ordinals
      .slice(offset, offset + this.#limits.page)
      .flatMap((each) => this.#hit(each, reading));
    const hits: SearchHit[] = [...titles, ...messages];
    const hasFound = place.hasFound || hits.length > 0;
    return { hits, next: this.#next({ ...place, hasFound }, window), isIndexing };
  }

  mentioned(): MentionedPerson[] {
    return this.#statements.people.all().map(({ id, name }) => ({ id, name }));
  }

  indexOlder(): boolean {
    const backlog = this.#statements.backlog.get();
    if (backlog === undefined) return false;
    const { kind, before } = backlog;
    const { older, takeIn, setBacklog, endBacklog } = this.#statements;
    const work = () => {
      const from = batchOf(older[kind].all(before));
      if (from === undefined) return void endBacklog.run(kind);
      for (const statement of takeIn[kind]) statement.run({ from, before });
      setBacklog.run(from, kind);
    };
    this.#database.transaction(work).immediate();
    return this.#statements.backlog.get() !== undefined;
  }

  #next(place: SearchCursor, { ordinals, before, after }: Window): SearchCursor | null {
    const offset = place.offset + this.#limits.page;
    if (offset < ordinals.length) return { ...place, before, after, offset };
    if (after > 0) return { ...place, before: after, after: null, offset: 0 };
    return place.stage === 'words' && !place.hasFound ? { ...start, stage: 'parts' } : null;
  }

  /** The newest messages that were found, best first where there are no others. */
  #window({ stage, patterns, expression, filters, before, after }: Reading): Window {
    const ordinals: number[] = [];
    if (expression === undefined) return { ordinals, before, after: 0 };
    const deadline = performance.now() + this.#limits.milliseconds;
    const query = { expression, before, after: after ?? 0, filters };
    let end = query.after;
    for (const { ordinal, passes } of candidates(this.#database, `message_${stage}`, query)) {
      if (passes === 1 && (stage === 'words' || this.#isHit(ordinal, patterns))) ordinals.push(ordinal);
      // A window that is looked at again ends where it did, so that its pages lose nothing.
      const isFull = ordinals.length === this.#limits.candidates || performance.now() > deadline;
      if (after === null && isFull) {
        end = ordinal;
        break;
      }
    }
    const newest = ordinals[0] ?? 0;
    if (stage === 'words' && end === 0) this.#rank(ordinals, { expression, before });
    return { ordinals, before: newest + 1, after: end };
  }

  #rank(ordinals: number[], { expression, before }: { readonly expression: string; readonly before: number }): void {
    const oldest = ordinals.at(-1);
    if (oldest === undefined) return;
    const scores = new Map(
      this.#statements.scores.all(expression, oldest, before).map(({ ordinal, score }) => [ordinal, score]),
    );
    const scoreOf = (ordinal: number) => scores.get(ordinal) ?? 0;
    ordinals.sort((left, right) => scoreOf(left) - scoreOf(right) || right - left);
  }

  /** The index of parts tells only that all of them are there somewhere. */
  #isHit(ordinal: number, patterns: TextSearch): boolean {
    const row = this.#statements.hit.get(ordinal);
    if (row === undefined) return false;
    const { text, files } = searchedText(row.parts);
    return hasTerms(`${text}\n${files}`, patterns);
  }

  #titles({ expression, filters, stage, patterns }: Reading): TitleHit[] {
    if (expression === undefined || filters.role !== undefined) return [];
    const index = `title_${stage}`;
    return titleCandidates(this.#database, index, { expression, filters, most: this.#limits.candidates })
      .filter(({ title }) => stage === 'words' || hasTerms(title, patterns))
      .sort((left, right) => left.score - right.score || right.updatedAt - left.updatedAt)
      .slice(0, mostTitles)
      .map((row) => titleHit(row, patterns));
  }

  #hit(ordinal: number, { patterns, filters }: Reading): MessageHit[] {
    const row = this.#statements.hit.get(ordinal);
    const conversation = row && this.#statements.conversation.get(row.conversationId);
    if (row === undefined || conversation === undefined) return [];
    if ((conversation.binnedAt !== null) !== (filters.place?.kind === 'bin')) return [];
    const { messageId, role, createdAt, parts } = row;
    const { text, files } = searchedText(parts);
    const snippet = snippetOf(text, patterns) ?? snippetOf(files, patterns) ?? textStart(text);
    return [{ kind: 'message', conversation, messageId, role, createdAt, snippet }];
  }
}

function titleHit(row: TitleRow, search: TextSearch): TitleHit {
  const { score: _, ...conversation } = row;
  return { kind: 'title', conversation, snippet: markedText(conversation.title, search) };
}

/** The oldest of the rows that are taken in together; at least one is. */
function batchOf(rows: readonly { readonly ordinal: number; readonly bytes: number }[]): number | undefined {
  let bytes = 0;
  const last = rows.find((row) => (bytes += row.bytes) >= batchBytes) ?? rows.at(-1);
  return last?.ordinal;
}
