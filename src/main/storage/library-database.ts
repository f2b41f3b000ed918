import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import { OwnAssistant } from '../../shared/model/assistant.ts';
import { libraryLimit, type OwnPrompt } from '../../shared/model/prompt.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';

/** The person's prompts and assistants in an open database. */
export class LibraryDatabase implements LocalPart<'library'> {
  readonly #database: Database;
  readonly #prompts: Statement<[], OwnPrompt>;
  readonly #promptsBesides: Statement<[promptId: string], number>;
  readonly #savePrompt: Statement<OwnPrompt>;
  readonly #deletePrompt: Statement<[promptId: string]>;
  readonly #assistants: Statement<[], string>;
  readonly #assistantsBesides: Statement<[assistantId: string], number>;
  readonly #saveAssistant: Statement<{ readonly id: string; readonly content: string }>;
  readonly #deleteAssistant: Statement<[assistantId: string]>;
  readonly #giveFile: Statement<{ readonly assistantId: string; readonly attachmentId: string }>;
  readonly #keepFiles: Statement<{ readonly assistantId: string; readonly kept: string }>;

  constructor(database: Database) {
    this.#database = database;
    this.#prompts = database.prepare('SELECT id, name, text FROM prompts');
    this.#promptsBesides = database.prepare<[string], number>('SELECT count(*) FROM prompts WHERE id <> ?').pluck();
    this.#savePrompt = database.prepare(
      `INSERT INTO prompts (id, name, text) VALUES (@id, @name, @text)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text`,
    );
    this.#deletePrompt = database.prepare('DELETE FROM prompts WHERE id = ?');
    this.#assistants = database.prepare<[], string>('SELECT content FROM assistants').pluck();
    this.#assistantsBesides = database
      .prepare<[string], number>('SELECT count(*) FROM assistants WHERE id <> ?')
      .pluck();
    this.#saveAssistant = database.prepare(
      `INSERT INTO assistants (id, content) VALUES (@id, @content)
       ON CONFLICT (id) DO UPDATE SET content = excluded.content`,
    );
    this.#deleteAssistant = database.prepare('DELETE FROM assistants WHERE id = ?');
    // Neither what a message has sent nor what is not there any more.
    this.#giveFile = database.prepare(
      `INSERT INTO assistant_files (assistant_id, attachment_id)
       SELECT @assistantId, id FROM attachments WHERE id = @attachmentId AND conversation_id IS NULL
       ON CONFLICT DO UPDATE SET attachment_id = excluded.attachment_id`,
    );
    this.#keepFiles = database.prepare(
      `DELETE FROM assistant_files
       WHERE assistant_id = @assistantId AND attachment_id NOT IN (SELECT value FROM json_each(@kept))`,
    );
  }

  prompts(): OwnPrompt[] {
    return this.#prompts.all();
  }

  savePrompt(prompt: StoreInput<'savePrompt'>): void {
    const save = this.#database.transaction(() => {
      checkRoom(this.#promptsBesides.get(prompt.id));
      this.#savePrompt.run(prompt);
    });
    save.immediate();
  }

  deletePrompt({ promptId }: StoreInput<'deletePrompt'>): void {
    this.#deletePrompt.run(promptId);
  }

  /** What this version cannot read is left out; it costs no other one. */
  assistants(): OwnAssistant[] {
    return this.#assistants.all().flatMap((content) => OwnAssistant.safeParse(JSON.parse(content)).data ?? []);
  }

  saveAssistant(assistant: StoreInput<'saveAssistant'>): void {
    const { id, files } = assistant;
    const kept = files.map(({ attachmentId }) => attachmentId);
    const save = this.#database.transaction(() => {
      checkRoom(this.#assistantsBesides.get(id));
      this.#saveAssistant.run({ id, content: JSON.stringify(assistant) });
      this.#keepFiles.run({ assistantId: id, kept: JSON.stringify(kept) });
      for (const attachmentId of kept) {
        if (this.#giveFile.run({ assistantId: id, attachmentId }).changes === 0)
          throw new AppError('attachment-missing');
      }
    });
    save.immediate();
  }

  deleteAssistant({ assistantId }: StoreInput<'deleteAssistant'>): void {
    this.#deleteAssistant.run(assistantId);
  }
}

/** Counts the others, so that one that is there can always be changed. */
function checkRoom(others = 0): void {
  if (others >= libraryLimit) throw new AppError('library-full', { fields: { limit: libraryLimit } });
}
