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
  /** Last used first, without those in the bin. */
  readonly conversations: Statement<[], Conversation>;
  readonly shownLeaf: Statement<[conversationId: string], string | null>;
  readonly message: Statement<[id: string], Place & Pick<MessageRow, 'role' | 'parts'>>;
  /** Does nothing where it is there. */
  readonly addConversation: Statement<
    Pick<Conversation, 'id' | 'title' | 'deploymentId' | 'createdAt'> & {
      readonly settings: string;
      readonly assistant: string | null;
    }
  >;
  readonly addMessage: Statement<MessageRow & Place>;
  /** For a new turn, which brings the conversation back from the archive, and from the bin where the two crossed. */
  readonly showLeaf: Statement<
    Pick<Conversation, 'id' | 'deploymentId' | 'updatedAt'> & {
      readonly leafId: string;
      /** The answers to choose from, as JSON. */
      readonly compared: string;
    }
  >;
  /** Puts an answer in the place of one of those compared. */
  readonly compareInstead: Statement<Readonly<Record<'conversationId' | 'besideId' | 'answerId' | 'compared', string>>>;
  readonly saveAnswer: Statement<MessageRow>;
  /** Ids of the answers that were marked. */
  readonly markInterrupted: Statement<[], string>;
  readonly rename: Statement<{ readonly conversationId: string; readonly title: string; readonly source: TitleSource }>;
  readonly configure: Statement<{ readonly conversationId: string; readonly settings: string }>;
  /** Changes nothing where the file is another conversation's. */
  readonly giveFile: Statement<{ readonly attachmentId: string; readonly conversationId: string }>;
  /** Changes nothing where the file is no assistant's. */
  readonly lendFile: Statement<{ readonly attachmentId: string; readonly conversationId: string }>;
}

/** A conversation's columns as the model names them. */
export const conversationColumns = `id, title, deployment_id AS deploymentId, created_at AS createdAt,
  updated_at AS updatedAt, pinned_at AS pinnedAt, folder_id AS folderId, archived_at AS archivedAt, binned_at AS binnedAt`;

/** Prepares every statement once. */
export function prepareStatements(database: Database): Statements {
  return {
    conversations: database.prepare(
      `SELECT ${conversationColumns} FROM conversations WHERE binned_at IS NULL ORDER BY updated_at DESC, rowid DESC`,
    ),

    shownLeaf: database
      .prepare<[string], string | null>('SELECT shown_leaf_id FROM conversations WHERE id = ?')
      .pluck(),

    message: database.prepare(
      `SELECT conversation_id AS conversationId, parent_id AS parentId, role, parts FROM messages WHERE id = ?`,
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
      // What was used last comes first in the list, also where the clock was set back.
      `UPDATE conversations
       SET shown_leaf_id = @leafId, deployment_id = @deploymentId, compared = @compared, archived_at = NULL, binned_at = NULL,
         updated_at = max(
           @updatedAt, updated_at,
           coalesce((SELECT updated_at + 1 FROM conversations WHERE id <> @id ORDER BY updated_at DESC LIMIT 1), 0)
         )
       WHERE id = @id`,
    ),

    compareInstead: database.prepare(
      `UPDATE conversations
       SET compared = @compared, shown_leaf_id = iif(shown_leaf_id = @besideId, @answerId, shown_leaf_id)
       WHERE id = @conversationId`,
    ),

    saveAnswer: database.prepare(
      `UPDATE messages SET status = @status, parts = @parts, metadata = @metadata
       WHERE id = @id AND role = 'assistant'`,
    ),

    markInterrupted: database
      .prepare<[], string>(`UPDATE messages SET status = 'interrupted' WHERE status = 'streaming' RETURNING id`)
      .pluck(),

    rename: database.prepare(
      `UPDATE conversations SET title = @title, title_source = @source
       WHERE id = @conversationId AND (@source = 'person' OR title_source = 'automatic')`,
    ),

    configure: database.prepare('UPDATE conversations SET settings = @settings WHERE id = @conversationId'),

    giveFile: database.prepare(
      `UPDATE attachments SET conversation_id = coalesce(conversation_id, @conversationId)
       WHERE id = @attachmentId AND (
         coalesce(conversation_id, @conversationId) = @conversationId
         OR EXISTS (
           SELECT 1 FROM conversation_files WHERE attachment_id = @attachmentId AND conversation_id = @conversationId
         )
       )`,
    ),

    lendFile: database.prepare(
      `INSERT INTO conversation_files (conversation_id, attachment_id)
       SELECT @conversationId, attachment_id FROM assistant_files WHERE attachment_id = @attachmentId LIMIT 1`,
    ),
  };
}

/** Whether a message has any text to be read, or an image to be seen. */
export function hasText(message: string): string {
  return `EXISTS (
    SELECT 1 FROM json_each(${message}.parts)
    WHERE value ->> 'type' = 'data-image' OR (value ->> 'type' = 'text' AND trim(value ->> 'text') <> '')
  )`;
}

/** Whether an answer has ended, but not well, before it said anything. */
export function isWordless(message: string): string {
  return `(coalesce(${message}.status, '') IN ('stopped', 'interrupted', 'failed') AND NOT ${hasText(message)})`;
}
