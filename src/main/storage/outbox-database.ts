import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import { WaitingMessage } from '../../shared/model/outbox.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';
import { prepareStatements, type Statements } from './statements.ts';

interface WaitingRow {
  readonly id: string;
  readonly conversationId: string;
  readonly position: number;
  /** JSON. */
  readonly files: string;
  /** JSON, all of the message. */
  readonly content: string;
}

/** The messages of an open database that wait to be sent. */
export class OutboxDatabase implements LocalPart<'outbox'> {
  readonly #database: Database;
  readonly #statements: Pick<Statements, 'addConversation' | 'lendFile'>;
  readonly #waiting: Statement<[], string>;
  readonly #use: Statement<{ readonly conversationId: string; readonly at: number }>;
  readonly #save: Statement<WaitingRow>;
  readonly #keepFiles: Statement<[messageId: string]>;
  readonly #delete: Statement<[messageId: string], string>;
  readonly #isThere: Statement<[conversationId: string], number>;
  readonly #deleteEmpty: Statement<[conversationId: string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#waiting = database
      .prepare<[], string>('SELECT content FROM waiting_messages ORDER BY conversation_id, position, rowid')
      .pluck();
    this.#use = database.prepare(
      'UPDATE conversations SET updated_at = @at WHERE id = @conversationId AND updated_at < @at',
    );
    this.#save = database.prepare(
      `INSERT INTO waiting_messages (id, conversation_id, position, files, content)
       SELECT @id, @conversationId, @position, @files, @content WHERE NOT EXISTS (SELECT 1 FROM messages WHERE id = @id)
       ON CONFLICT (id) DO UPDATE SET position = excluded.position, files = excluded.files, content = excluded.content`,
    );
    this.#keepFiles = database.prepare(`UPDATE waiting_messages SET files = '[]' WHERE id = ?`);
    this.#delete = database
      .prepare<[string], string>('DELETE FROM waiting_messages WHERE id = ? RETURNING conversation_id')
      .pluck();
    this.#isThere = database.prepare<[string], number>('SELECT 1 FROM conversations WHERE id = ?').pluck();
    this.#deleteEmpty = database.prepare(
      `DELETE FROM conversations
       WHERE id = ? AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = conversations.id)
         AND NOT EXISTS (SELECT 1 FROM waiting_messages WHERE conversation_id = conversations.id)
         AND NOT EXISTS (SELECT 1 FROM drafts WHERE conversation_id = conversations.id)`,
    );
  }

  /** What this version cannot read is left out; it costs no other one. */
  waiting(): WaitingMessage[] {
    return this.#waiting.all().flatMap((content) => WaitingMessage.safeParse(JSON.parse(content)).data ?? []);
  }

  saveWaiting({ message, position, conversation }: StoreInput<'saveWaiting'>): void {
    const { id, conversationId, files, deploymentIds, settings = {} } = message;
    const save = this.#database.transaction(() => {
      if (conversation !== undefined) {
        const { title, assistant, createdAt } = conversation;
        const added = this.#statements.addConversation.run({
          id: conversationId,
          title,
          deploymentId: deploymentIds[0] ?? '',
          settings: JSON.stringify(settings),
          assistant: assistant === undefined ? null : JSON.stringify(assistant),
          createdAt,
        });
        if (added.changes > 0) {
          for (const { attachmentId } of assistant?.files ?? []) {
            const { changes } = this.#statements.lendFile.run({ attachmentId, conversationId });
            if (changes === 0) throw new AppError('attachment-missing');
          }
        }
        // What waits is a use: retention must not take the conversation, and the message with it, before it is sent.
        this.#use.run({ conversationId, at: createdAt });
      }
      if (this.#isThere.get(conversationId) === undefined) throw new AppError('not-found');
      this.#save.run({
        id,
        conversationId,
        position,
        files: JSON.stringify(files),
        content: JSON.stringify(message),
      });
    });
    save.immediate();
  }

  deleteWaiting({ messageId, isTakenBack }: StoreInput<'deleteWaiting'>): void {
    const work = this.#database.transaction(() => {
      if (isTakenBack) this.#keepFiles.run(messageId);
      const conversationId = this.#delete.get(messageId);
      if (conversationId !== undefined && !isTakenBack) this.#deleteEmpty.run(conversationId);
    });
    work.immediate();
  }
}
