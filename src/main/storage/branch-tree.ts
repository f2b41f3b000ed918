import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import { type Conversation, ConversationAssistant, ConversationSettings } from '../../shared/model/conversation.ts';
import type { Message } from '../../shared/model/message.ts';
import type { ShownBranch, StoredConversation } from '../core/history/conversation-store.ts';
import { BranchPages } from './branch-pages.ts';
import { fromRow, type MessageRow } from './message-row.ts';
import { conversationColumns, hasText, isWordless } from './statements.ts';

/** What of a conversation says which branch is shown. */
interface ShownRow {
  /** JSON. */
  readonly settings: string;
  /** JSON. */
  readonly assistant: string | null;
  readonly leafId: string | null;
  /** JSON. */
  readonly compared: string;
}

/** The tree of a conversation's messages: its branches, which one is shown, and which was where it divides. */
export class BranchTree {
  /** Its messages. */
  readonly pages: BranchPages;
  readonly #conversation: Statement<[conversationId: string], Conversation>;
  readonly #shown: Statement<[conversationId: string], ShownRow>;
  readonly #branch: Statement<[messageId: string | null], MessageRow>;
  readonly #message: Statement<[messageId: string], MessageRow>;
  readonly #parent: Statement<[messageId: string], string | null>;
  readonly #leafBelow: Statement<[messageId: string], string>;
  readonly #remember: Statement<[leafId: string]>;
  readonly #moveLeaf: Statement<[{ readonly conversationId: string; readonly leafId: string }]>;
  readonly #earlierAnswer: Statement<
    [answerId: string],
    { readonly conversationId: string; readonly answerId: string }
  >;

  constructor(database: Database, pages = new BranchPages(database)) {
    this.pages = pages;
    this.#conversation = database.prepare(`SELECT ${conversationColumns} FROM conversations WHERE id = ?`);
    this.#shown = database.prepare(
      'SELECT settings, assistant, shown_leaf_id AS leafId, compared FROM conversations WHERE id = ?',
    );
    this.#branch = database.prepare(
      `${branchOf('?')}
       SELECT id, role, status, created_at AS createdAt, parts, metadata
       FROM messages WHERE id IN (SELECT id FROM branch) ORDER BY ordinal`,
    );
    this.#message = database.prepare(
      'SELECT id, role, status, created_at AS createdAt, parts, metadata FROM messages WHERE id = ?',
    );
    this.#parent = database.prepare<[string], string | null>('SELECT parent_id FROM messages WHERE id = ?').pluck();
    this.#leafBelow = database
      .prepare<[string], string>(
        `WITH RECURSIVE path (id, depth) AS (
           SELECT ?, 0
           UNION ALL
           SELECT (
             SELECT child.id FROM messages AS child
             LEFT JOIN shown_children AS shown ON shown.parent_id = child.parent_id AND shown.child_id = child.id
             WHERE child.parent_id = path.id ORDER BY shown.child_id IS NOT NULL DESC, child.ordinal DESC LIMIT 1
           ), depth + 1
           FROM path WHERE path.id IS NOT NULL
         )
         SELECT id FROM path WHERE id IS NOT NULL ORDER BY depth DESC LIMIT 1`,
      )
      .pluck();
    this.#remember = database.prepare(
      `INSERT INTO shown_children (parent_id, child_id)
       ${branchOf('?')}
       SELECT parent_id, id FROM branch
       WHERE (SELECT count(*) FROM messages WHERE messages.parent_id = branch.parent_id) > 1
       ON CONFLICT (parent_id) DO UPDATE SET child_id = excluded.child_id`,
    );
    this.#moveLeaf = database.prepare('UPDATE conversations SET shown_leaf_id = @leafId WHERE id = @conversationId');
    this.#earlierAnswer = database.prepare(
      `SELECT ended.conversation_id AS conversationId, earlier.id AS answerId
       FROM messages AS ended
       JOIN conversations ON conversations.shown_leaf_id = ended.id
       JOIN messages AS earlier ON earlier.parent_id = ended.parent_id
       WHERE ended.id = ? AND ${isWordless('ended')} AND earlier.ordinal < ended.ordinal AND ${hasText('earlier')}
       ORDER BY earlier.ordinal DESC LIMIT 1`,
    );
  }

  /** A conversation with the end of the branch of a message. @throws AppError `not-found` */
  upTo(conversationId: string, messageId: string | null): StoredConversation {
    const {
      page: { messages, start },
      ...kept
    } = this.#endOf(conversationId, messageId);
    const { conversation, settings, assistant } = kept;
    return { conversation, settings, assistant, messages, start };
  }

  /** A conversation as it is shown, and what is around a message of it. @throws AppError `not-found` */
  shown(conversationId: string, messageId?: string): ShownBranch {
    const { leafId = null } = this.#shown.get(conversationId) ?? {};
    const compared = this.comparedIds(conversationId).flatMap((id) => this.#read(id));
    const isComparison = compared.length > 0 && leafId !== null;
    const endId = isComparison ? (this.#parent.get(leafId) ?? null) : leafId;
    const { page, path, ...kept } = this.#endOf(conversationId, endId);
    const place = messageId === undefined ? -1 : path.lastIndexOf(messageId);
    const isFurtherUp = place !== -1 && place < page.start;
    return { ...kept, ...page, around: isFurtherUp ? this.pages.around(conversationId, path, place) : null, compared };
  }

  /** Whether a message is among those that are shown. */
  isShown(conversationId: string, messageId: string): boolean {
    const { leafId = null } = this.#shown.get(conversationId) ?? {};
    return (
      this.pages.pathTo(conversationId, leafId).includes(messageId) ||
      this.comparedIds(conversationId).includes(messageId)
    );
  }

  /** Every message from the root to one. */
  whole(messageId: string): Message[] {
    return this.#branch.all(messageId).map(fromRow);
  }

  /** The answers that the person has been given to choose from. */
  comparedIds(conversationId: string): string[] {
    return JSON.parse(this.#shown.get(conversationId)?.compared ?? '[]') as string[];
  }

  /** The end of the branch that was shown last below a message. */
  leafBelow(messageId: string): string {
    return this.#leafBelow.get(messageId) ?? messageId;
  }

  /** Keeps in mind which way a branch goes where others leave it. */
  remember(leafId: string): void {
    this.#remember.run(leafId);
  }

  /** Shows the answer before this one, with what follows it, where this one is shown and ended without any text. */
  giveWay(answerId: string): void {
    const earlier = this.#earlierAnswer.get(answerId);
    if (earlier === undefined) return;
    const leafId = this.leafBelow(earlier.answerId);
    this.#moveLeaf.run({ conversationId: earlier.conversationId, leafId });
    this.remember(leafId);
  }

  #endOf(conversationId: string, messageId: string | null) {
    const conversation = this.#conversation.get(conversationId);
    const shown = this.#shown.get(conversationId);
    if (conversation === undefined || shown === undefined) throw new AppError('not-found');
    const path = this.pages.pathTo(conversationId, messageId);
    const page = this.pages.page(conversationId, path, { place: path.length - 1, towards: 'earlier' });
    return {
      conversation,
      settings: readSettings(shown.settings),
      assistant: readAssistant(shown.assistant),
      path,
      page,
    };
  }

  #read(messageId: string): Message[] {
    const row = this.#message.get(messageId);
    return row === undefined ? [] : [fromRow(row)];
  }
}

/** The messages from the root to one, as the table `branch`. */
function branchOf(messageId: string): string {
  return `WITH RECURSIVE branch (id, parent_id) AS (
    SELECT id, parent_id FROM messages WHERE id = ${messageId}
    UNION ALL
    SELECT messages.id, messages.parent_id FROM branch JOIN messages ON messages.id = branch.parent_id
  )`;
}

/** What this version does not know of stored settings is left out; it costs no conversation. */
export function readSettings(text: string): ConversationSettings {
  const { data = {} } = ConversationSettings.safeParse(JSON.parse(text));
  return data;
}

/** One that this version cannot read costs no conversation. */
export function readAssistant(text: string | null): ConversationAssistant | null {
  return ConversationAssistant.safeParse(JSON.parse(text ?? 'null')).data ?? null;
}
