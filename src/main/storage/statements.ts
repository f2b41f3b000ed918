import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { TitleSource } from '../core/history/conversation-store.ts';
import type { MessageRow } from './message-row.ts';

/** Where a message stands in the tree of its conversation. */
export interface Place {
  readonly conversationId: string;
  readonly parentId: string | null;
}

/** Everything that is asked about conversations. */
export interface Statements {
  /** Last used first. */
  readonly conversations: Statement<[], Conversation>;
  readonly conversation: Statement<[id: string], Conversation>;
  /** JSON. */
  readonly settings: Statement<[conversationId: string], string>;
  /** JSON; null where there is none. */
  readonly assistant: Statement<[conversationId: string], string | null>;
  readonly shownLeaf: Statement<[conversationId: string], string | null>;
  readonly message: Statement<[id: string], Place & Pick<MessageRow, 'role' | 'parts'>>;
  /** From the root to a message. */
  readonly branch: Statement<[messageId: string | null], MessageRow>;
  /** Does nothing where it is there. */
  readonly addConversation: Statement<
    Pick<Conversation, 'id' | 'title' | 'deploymentId' | 'createdAt'> & {
      readonly settings: string;
      readonly assistant: string | null;
    }
  >;
  readonly addMessage: Statement<MessageRow & Place>;
  readonly showLeaf: Statement<Pick<Conversation, 'id' | 'deploymentId' | 'updatedAt'> & { readonly leafId: string }>;
  readonly saveAnswer: Statement<MessageRow>;
  /** Ids of the answers that were marked. */
  readonly markInterrupted: Statement<[], string>;
  /** Shows the answer before this one, where this one is shown and ended without any text. */
  readonly showEarlierAnswer: Statement<[answerId: string]>;
  readonly rename: Statement<{ readonly conversationId: string; readonly title: string; readonly source: TitleSource }>;
  readonly configure: Statement<{ readonly conversationId: string; readonly settings: string }>;
  readonly deleteConversation: Statement<[id: string]>;
  /** Changes nothing where the file is another conversation's. */
  readonly giveFile: Statement<{ readonly attachmentId: string; readonly conversationId: string }>;
  /** Changes nothing where the file is no assistant's. */
  readonly lendFile: Statement<{ readonly attachmentId: string; readonly conversationId: string }>;
}

const conversationColumns =
  'id, title, deployment_id AS deploymentId, created_at AS createdAt, updated_at AS updatedAt';

/** Prepares every statement once. */
export function prepareStatements(database: Database): Statements {
  return {
    conversations: database.prepare(
      `SELECT ${conversationColumns} FROM conversations ORDER BY updated_at DESC, rowid DESC`,
    ),

    conversation: database.prepare(`SELECT ${conversationColumns} FROM conversations WHERE id = ?`),

    settings: database.prepare<[string], string>('SELECT settings FROM conversations WHERE id = ?').pluck(),

    assistant: database.prepare<[string], string | null>('SELECT assistant FROM conversations WHERE id = ?').pluck(),

    shownLeaf: database
      .prepare<[string], string | null>('SELECT shown_leaf_id FROM conversations WHERE id = ?')
      .pluck(),

    message: database.prepare(
      `SELECT conversation_id AS conversationId, parent_id AS parentId, role, parts FROM messages WHERE id = ?`,
    ),

    branch: database.prepare(
      `WITH RECURSIVE branch (id, parent_id) AS (
         SELECT id, parent_id FROM messages WHERE id = ?
         UNION ALL
         SELECT messages.id, messages.parent_id FROM branch JOIN messages ON messages.id = branch.parent_id
       )
       SELECT id, role, status, created_at AS createdAt, parts, metadata
       FROM messages WHERE id IN (SELECT id FROM branch) ORDER BY ordinal`,
    ),

    addConversation: database.prepare(
      `INSERT INTO conversations (id, title, title_source, deployment_id, settings, assistant, created_at, updated_at)
       VALUES (@id, @title, 'automatic', @deploymentId, @settings, @assistant, @createdAt, @createdAt)
       ON CONFLICT (id) DO NOTHING`,
    ),

    addMessage: database.prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, status, created_at, parts, metadata)
       VALUES (@id, @conversationId, @parentId, @role, @status, @createdAt, @parts, @metadata)`,
    ),

    showLeaf: database.prepare(
      `UPDATE conversations SET shown_leaf_id = @leafId, deployment_id = @deploymentId, updated_at = @updatedAt
       WHERE id = @id`,
    ),

    saveAnswer: database.prepare(
      `UPDATE messages SET status = @status, parts = @parts, metadata = @metadata
       WHERE id = @id AND role = 'assistant'`,
    ),

    markInterrupted: database
      .prepare<[], string>(`UPDATE messages SET status = 'interrupted' WHERE status = 'streaming' RETURNING id`)
      .pluck(),

    showEarlierAnswer: database.prepare(
      `UPDATE conversations SET shown_leaf_id = earlier.id
       FROM messages AS ended JOIN messages AS earlier ON earlier.parent_id = ended.parent_id
       WHERE ended.id = ? AND conversations.shown_leaf_id = ended.id
         AND ended.status IN ('stopped', 'interrupted', 'failed') AND NOT ${hasText('ended')}
         AND earlier.ordinal = (
           SELECT max(ordinal) FROM messages AS candidate
           WHERE candidate.parent_id = ended.parent_id AND candidate.ordinal < ended.ordinal AND ${hasText('candidate')}
         )`,
    ),

    rename: database.prepare(
      `UPDATE conversations SET title = @title, title_source = @source
       WHERE id = @conversationId AND (@source = 'person' OR title_source = 'automatic')`,
    ),

    configure: database.prepare('UPDATE conversations SET settings = @settings WHERE id = @conversationId'),

    deleteConversation: database.prepare('DELETE FROM conversations WHERE id = ?'),

    giveFile: database.prepare(
      `UPDATE attachments SET conversation_id = @conversationId
       WHERE id = @attachmentId AND coalesce(conversation_id, @conversationId) = @conversationId`,
    ),

    lendFile: database.prepare(
      `INSERT INTO conversation_files (conversation_id, attachment_id)
       SELECT @conversationId, attachment_id FROM assistant_files WHERE attachment_id = @attachmentId LIMIT 1`,
    ),
  };
}

/** Whether a message has any text to be read, or an image to be seen. */
function hasText(message: string): string {
  return `EXISTS (
    SELECT 1 FROM json_each(${message}.parts)
    WHERE value ->> 'type' = 'data-image' OR (value ->> 'type' = 'text' AND trim(value ->> 'text') <> '')
  )`;
}
