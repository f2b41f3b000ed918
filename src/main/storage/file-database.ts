import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import type { StoredFile } from '../core/history/file-store.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';

/** Neither sent nor an assistant's. */
const isDraft = `conversation_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM assistant_files WHERE attachment_id = attachments.id)
  AND NOT EXISTS (SELECT 1 FROM conversation_files WHERE attachment_id = attachments.id)`;

/** The attached files in an open database. */
export class FileDatabase implements LocalPart<'files'> {
  readonly #database: Database;
  readonly #add: Statement<{ readonly attachmentId: string; readonly conversationId: string | null }>;
  readonly #addContent: Statement<Omit<StoredFile, 'conversationId'>>;
  readonly #text: Statement<[attachmentId: string], string>;
  readonly #data: Statement<[attachmentId: string], Buffer>;
  readonly #deleteDraft: Statement<[attachmentId: string]>;
  readonly #deleteDrafts: Statement<[]>;

  constructor(database: Database) {
    this.#database = database;
    this.#add = database.prepare(
      `INSERT INTO attachments (id, conversation_id) VALUES (@attachmentId, @conversationId) ON CONFLICT (id) DO NOTHING`,
    );
    this.#addContent = database.prepare(
      `INSERT INTO attachment_contents (id, text, data) VALUES (@attachmentId, @text, @data) ON CONFLICT (id) DO NOTHING`,
    );
    this.#text = database.prepare<[string], string>('SELECT text FROM attachment_contents WHERE id = ?').pluck();
    this.#data = database.prepare<[string], Buffer>('SELECT data FROM attachment_contents WHERE id = ?').pluck();
    this.#deleteDraft = database.prepare(`DELETE FROM attachments WHERE id = ? AND ${isDraft}`);
    this.#deleteDrafts = database.prepare(
      `DELETE FROM attachments WHERE ${isDraft} AND id NOT IN (
         SELECT file.value ->> 'id' FROM drafts, json_each(drafts.files) AS file
         UNION ALL
         SELECT file.value ->> 'id' FROM waiting_messages, json_each(waiting_messages.files) AS file
       )`,
    );
  }

  addFile({ attachmentId, conversationId, text, data }: StoreInput<'addFile'>): void {
    const add = this.#database.transaction(() => {
      this.#add.run({ attachmentId, conversationId: conversationId ?? null });
      this.#addContent.run({ attachmentId, text, data });
    });
    add.immediate();
  }

  fileText({ attachmentId }: StoreInput<'fileText'>): string {
    return found(this.#text.get(attachmentId));
  }

  fileData({ attachmentId }: StoreInput<'fileData'>): Uint8Array {
    return found(this.#data.get(attachmentId));
  }

  deleteDraftFile({ attachmentId }: StoreInput<'deleteDraftFile'>): void {
    this.#deleteDraft.run(attachmentId);
  }

  deleteDraftFiles(): void {
    this.#deleteDrafts.run();
  }
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new AppError('attachment-missing');
  return value;
}
