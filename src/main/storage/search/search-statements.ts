import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { conversationColumns } from '../statements.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { MentionedPerson } from '../../../shared/model/message.ts';
import type { SearchFilters, SearchPlace } from '../../../shared/model/search.ts';

/** More are no list to choose from. */
const mostPeople = 200;

/** A message that an index has named. */
export interface Candidate {
  readonly ordinal: number;
  /** Whether the filters let it pass: 0 or 1. */
  readonly passes: number;
}

/** A message that is shown as a hit. */
export interface HitRow {
  readonly conversationId: string;
  readonly messageId: string;
  readonly role: 'user' | 'assistant';
  readonly createdAt: number;
  readonly parts: string;
}

/** A conversation in whose title something was found. */
export interface TitleRow extends Conversation {
  /** The lower, the better. */
  readonly score: number;
}

/** What an index is asked. */
export interface IndexQuery {
  readonly expression: string;
  readonly before: number;
  readonly after: number;
  readonly filters: SearchFilters;
}

const hasFile = (conversationId: string) =>
  `(EXISTS (SELECT 1 FROM attachments WHERE attachments.conversation_id = ${conversationId})
    OR EXISTS (SELECT 1 FROM conversation_files WHERE conversation_files.conversation_id = ${conversationId}))`;

/** A question belongs to the deployment that has answered it. */
const deploymentOfMessage = `coalesce(
  messages.metadata ->> 'deploymentId',
  (SELECT answer.metadata ->> 'deploymentId' FROM messages AS answer WHERE answer.parent_id = messages.id LIMIT 1)
)`;

/** An answer belongs to the question that it answers. */
const mentions = `(EXISTS (
    SELECT 1 FROM mentioned_people WHERE person_id = @personId AND mentioned_people.ordinal = messages.ordinal
  ) OR (messages.role = 'assistant' AND EXISTS (
    SELECT 1 FROM messages AS question JOIN mentioned_people ON mentioned_people.ordinal = question.ordinal
    WHERE question.id = messages.parent_id AND person_id = @personId
  )))`;

/** A condition on a row of `conversations`. */
function isAt(place: SearchPlace | undefined): string {
  switch (place?.kind) {
    case undefined:
      return 'conversations.binned_at IS NULL';
    case 'folder':
      return 'conversations.folder_id = @folderId AND conversations.binned_at IS NULL';
    case 'archive':
      return 'conversations.archived_at IS NOT NULL AND conversations.binned_at IS NULL';
    case 'bin':
      return 'conversations.binned_at IS NOT NULL';
  }
}

function folderOf(place: SearchPlace | undefined): string | undefined {
  return place?.kind === 'folder' ? place.folderId : undefined;
}

/**
 * The messages that an index names, newest first, one by one. The filters are a column and no condition, so that the caller gets
 * the word also where they let nothing pass.
 */
export function candidates(database: Database, index: string, query: IndexQuery): IterableIterator<Candidate> {
  const { expression, before, after, filters } = query;
  const { from, until, role, deploymentId, place, personId } = filters;
  const conditions = [
    from === undefined ? [] : 'messages.created_at >= @from',
    until === undefined ? [] : 'messages.created_at < @until',
    role === undefined ? [] : 'messages.role = @role',
    deploymentId === undefined ? [] : `${deploymentOfMessage} IS @deploymentId`,
    filters.hasFile === undefined ? [] : hasFile('messages.conversation_id'),
    personId === undefined ? [] : mentions,
    // Elsewhere a hit in the bin is left out when it is read: few conversations are there.
    place === undefined
      ? []
      : `EXISTS (SELECT 1 FROM conversations WHERE conversations.id = messages.conversation_id AND ${isAt(place)})`,
  ].flat();
  const isFiltered = conditions.length > 0;
  const statement = database.prepare<unknown[], Candidate>(
    `SELECT found.rowid AS ordinal, ${isFiltered ? conditions.join(' AND ') : '1'} AS passes
     FROM ${index} AS found ${isFiltered ? 'CROSS JOIN messages ON messages.ordinal = found.rowid' : ''}
     WHERE found.${index} MATCH @expression AND found.rowid < @before AND found.rowid >= @after
     ORDER BY found.rowid DESC`,
  );
  const folderId = folderOf(place);
  return statement.iterate({ expression, before, after, from, until, role, deploymentId, personId, folderId });
}

/** Titles that an index names, newest first. */
export function titleCandidates(
  database: Database,
  index: string,
  { expression, filters, most }: Omit<IndexQuery, 'before' | 'after'> & { readonly most: number },
): TitleRow[] {
  const { from, until, deploymentId, place, personId } = filters;
  const conditions = [
    isAt(place),
    from === undefined ? [] : 'conversations.updated_at >= @from',
    until === undefined ? [] : 'conversations.updated_at < @until',
    deploymentId === undefined ? [] : 'conversations.deployment_id = @deploymentId',
    filters.hasFile === undefined ? [] : hasFile('conversations.id'),
    personId === undefined
      ? []
      : `EXISTS (SELECT 1 FROM mentioned_people JOIN messages ON messages.ordinal = mentioned_people.ordinal
           WHERE person_id = @personId AND messages.conversation_id = conversations.id)`,
  ].flat();
  const statement = database.prepare<unknown[], TitleRow>(
    `SELECT ${conversationColumns}, bm25(${index}) AS score
     FROM ${index} CROSS JOIN search_titles ON search_titles.ordinal = ${index}.rowid
       CROSS JOIN conversations ON conversations.id = search_titles.conversation_id
     WHERE ${[`${index} MATCH @expression`, ...conditions].join(' AND ')} ORDER BY ${index}.rowid DESC LIMIT @most`,
  );
  return statement.all({ expression, from, until, deploymentId, most, personId, folderId: folderOf(place) });
}

/** Rows that are taken in together. */
interface Batch {
  /** The first one's number. */
  readonly from: number;
  /** The number behind the last one's. */
  readonly before: number;
}

/** A row that is still to be taken in, and how long that takes. */
interface OlderRow {
  readonly ordinal: number;
  readonly bytes: number;
}

/** What is asked about hits, and how the search catches up with what is older than it. */
export interface SearchStatements {
  /** The lower, the better. */
  readonly scores: Statement<
    [expression: string, least: number, before: number],
    { readonly ordinal: number; readonly score: number }
  >;
  readonly hit: Statement<[ordinal: number], HitRow>;
  readonly conversation: Statement<[id: string], Conversation>;
  /** Last mentioned first; of several names of one person the newest. */
  readonly people: Statement<[], MentionedPerson>;
  /** Titles first: there are few of them. */
  readonly backlog: Statement<[], { readonly kind: Backlog; readonly before: number }>;
  /** Newest first. */
  readonly older: Readonly<Record<Backlog, Statement<[before: number], OlderRow>>>;
  readonly takeIn: Readonly<Record<Backlog, readonly Statement<Batch>[]>>;
  readonly setBacklog: Statement<[before: number, kind: Backlog]>;
  readonly endBacklog: Statement<[kind: Backlog]>;
}

type Backlog = 'messages' | 'titles';

/** Prepares every statement of the search once. */
export function prepareSearchStatements(database: Database): SearchStatements {
  return {
    scores: database.prepare(
      `SELECT rowid AS ordinal, bm25(message_words, 1.0, 4.0) AS score FROM message_words
       WHERE message_words MATCH ? AND rowid >= ? AND rowid < ?`,
    ),

    hit: database.prepare(
      `SELECT conversation_id AS conversationId, id AS messageId, role, created_at AS createdAt, parts
       FROM messages WHERE ordinal = ?`,
    ),

    conversation: database.prepare(`SELECT ${conversationColumns} FROM conversations WHERE id = ?`),

    people: database.prepare(
      `SELECT person_id AS id, name, max(ordinal) AS newest FROM mentioned_people
       GROUP BY person_id ORDER BY newest DESC LIMIT ${mostPeople}`,
    ),

    backlog: database.prepare('SELECT kind, before FROM search_backlog ORDER BY kind DESC'),

    older: {
      messages: database.prepare(
        `SELECT ordinal, octet_length(parts) AS bytes FROM messages WHERE ordinal < ? ORDER BY ordinal DESC LIMIT 250`,
      ),
      titles: database.prepare(
        `SELECT ordinal, 200 AS bytes FROM search_titles WHERE ordinal < ? ORDER BY ordinal DESC LIMIT 250`,
      ),
    },

    takeIn: {
      messages: [
        database.prepare<Batch>(
          `INSERT OR REPLACE INTO message_words (rowid, text, files)
           SELECT ordinal, index_words(message_text(parts)), index_words(message_files(parts))
           FROM messages WHERE ordinal >= @from AND ordinal < @before AND status IS NOT 'streaming'`,
        ),
        database.prepare<Batch>(
          `INSERT OR REPLACE INTO message_parts (rowid, text)
           SELECT ordinal, index_parts(message_text(parts) || char(10) || message_files(parts))
           FROM messages WHERE ordinal >= @from AND ordinal < @before AND status IS NOT 'streaming'`,
        ),
      ],
      titles: ['words', 'parts'].map((kind) =>
        database.prepare<Batch>(
          `INSERT OR REPLACE INTO title_${kind} (rowid, text)
           SELECT ordinal, index_${kind}(title) FROM search_titles JOIN conversations ON id = conversation_id
           WHERE ordinal >= @from AND ordinal < @before`,
        ),
      ),
    },

    setBacklog: database.prepare('UPDATE search_backlog SET before = ? WHERE kind = ?'),

    endBacklog: database.prepare('DELETE FROM search_backlog WHERE kind = ?'),
  };
}
