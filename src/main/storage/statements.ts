import type { Database } from 'better-sqlite3-multiple-ciphers';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { TitleSource } from '../core/history/store.ts';
import type { MessageRow } from './message-row.ts';

/** Where a message stands in the tree of its conversation. */
export interface Place {
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly role: string;
  readonly parts: string;
}

const conversationColumns =
  'id, title, deployment_id AS deploymentId, created_at AS createdAt, updated_at AS updatedAt';

/** Everything that is asked of the file. */
export type Statements = ReturnType<typeof prepareStatements>;

/** Prepares every statement once. */
export function prepareStatements(database: Database) {
  return {
    conversations: database.prepare<[], Conversation>(
      `SELECT ${conversationColumns} FROM conversations ORDER BY updated_at DESC, rowid DESC`,
    ),

    conversation: database.prepare<[string], Conversation>(
      `SELECT ${conversationColumns} FROM conversations WHERE id = ?`,
    ),

    shownLeaf: database
      .prepare<[string], string | null>('SELECT shown_leaf_id FROM conversations WHERE id = ?')
      .pluck(),

    place: database.prepare<[string], Place>(
      `SELECT conversation_id AS conversationId, parent_id AS parentId, role, parts FROM messages WHERE id = ?`,
    ),

    /** From the root to a message. */
    branch: database.prepare<[string | null], MessageRow>(
      `WITH RECURSIVE branch (id, parent_id) AS (
         SELECT id, parent_id FROM messages WHERE id = ?
         UNION ALL
         SELECT messages.id, messages.parent_id FROM branch JOIN messages ON messages.id = branch.parent_id
       )
       SELECT messages.id, role, status, created_at AS createdAt, parts, metadata
       FROM branch JOIN messages USING (id) ORDER BY ordinal`,
    ),

    addConversation: database.prepare<{
      conversationId: string;
      title: string;
      deploymentId: string;
      createdAt: number;
    }>(
      `INSERT INTO conversations (id, title, title_source, deployment_id, created_at, updated_at)
       VALUES (@conversationId, @title, 'automatic', @deploymentId, @createdAt, @createdAt)
       ON CONFLICT (id) DO NOTHING`,
    ),

    addMessage: database.prepare<MessageRow & Pick<Place, 'conversationId' | 'parentId'>>(
      `INSERT INTO messages (id, conversation_id, parent_id, role, status, created_at, parts, metadata)
       VALUES (@id, @conversationId, @parentId, @role, @status, @createdAt, @parts, @metadata)`,
    ),

    showLeaf: database.prepare<{ conversationId: string; deploymentId: string; leafId: string; updatedAt: number }>(
      `UPDATE conversations SET shown_leaf_id = @leafId, deployment_id = @deploymentId, updated_at = @updatedAt
       WHERE id = @conversationId`,
    ),

    saveAnswer: database.prepare<MessageRow>(
      `UPDATE messages SET status = @status, parts = @parts, metadata = @metadata WHERE id = @id AND role = 'assistant'`,
    ),

    markInterrupted: database.prepare<[]>(`UPDATE messages SET status = 'interrupted' WHERE status = 'streaming'`),

    rename: database.prepare<{ conversationId: string; title: string; source: TitleSource }>(
      `UPDATE conversations SET title = @title, title_source = @source
       WHERE id = @conversationId AND (@source = 'person' OR title_source = 'automatic')`,
    ),

    deleteConversation: database.prepare<[string]>('DELETE FROM conversations WHERE id = ?'),
  };
}
