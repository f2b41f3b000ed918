import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { Draft, DraftEdit, type KeptDrafts } from '../../shared/model/draft.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';

interface DraftRow {
  readonly conversationId: string;
  readonly text: string;
  /** JSON. */
  readonly files: string;
  /** JSON. */
  readonly choices: string;
}

interface EditRow {
  readonly questionId: string;
  readonly text: string;
  /** JSON. */
  readonly removed: string;
}

/** Drafts and edits in an open database. */
export class DraftDatabase implements LocalPart<'drafts'> {
  readonly #database: Database;
  readonly #drafts: Statement<[], DraftRow & { readonly isNew: 0 | 1 }>;
  readonly #edits: Statement<[], EditRow>;
  readonly #save: Statement<DraftRow & { readonly savedAt: number }>;
  readonly #text: Statement<[conversationId: string], string>;
  readonly #delete: Statement<[conversationId: string]>;
  readonly #saveEdit: Statement<EditRow & { readonly savedAt: number }>;
  readonly #deleteEdit: Statement<[questionId: string]>;
  readonly #deleteDrafts: Statement<{ readonly before: number }>;
  readonly #deleteEdits: Statement<{ readonly before: number }>;

  constructor(database: Database) {
    this.#database = database;
    this.#drafts = database.prepare(
      `SELECT conversation_id AS conversationId, text, files, choices,
         NOT EXISTS (SELECT 1 FROM conversations WHERE id = conversation_id) AS isNew
       FROM drafts ORDER BY saved_at DESC, rowid DESC`,
    );
    this.#edits = database.prepare(
      'SELECT question_id AS questionId, text, removed FROM draft_edits ORDER BY saved_at DESC, rowid DESC',
    );
    this.#save = database.prepare(
      `INSERT INTO drafts (conversation_id, text, files, choices, saved_at)
       VALUES (@conversationId, @text, @files, @choices, @savedAt)
       ON CONFLICT (conversation_id) DO UPDATE
       SET text = excluded.text, files = excluded.files, choices = excluded.choices, saved_at = excluded.saved_at`,
    );
    this.#text = database.prepare<[string], string>('SELECT text FROM drafts WHERE conversation_id = ?').pluck();
    this.#delete = database.prepare('DELETE FROM drafts WHERE conversation_id = ?');
    this.#saveEdit = database.prepare(
      `INSERT INTO draft_edits (question_id, text, removed, saved_at)
       SELECT id, @text, @removed, @savedAt FROM messages WHERE id = @questionId AND role = 'user'
       ON CONFLICT (question_id) DO UPDATE
       SET text = excluded.text, removed = excluded.removed, saved_at = excluded.saved_at`,
    );
    this.#deleteEdit = database.prepare('DELETE FROM draft_edits WHERE question_id = ?');
    this.#deleteDrafts = database.prepare('DELETE FROM drafts WHERE saved_at < @before');
    this.#deleteEdits = database.prepare('DELETE FROM draft_edits WHERE saved_at < @before');
  }

  /** What this version cannot read is left out; it costs no other one. */
  drafts(): KeptDrafts {
    return {
      drafts: this.#drafts.all().flatMap(({ files, choices, isNew, ...row }) => {
        const draft = Draft.safeParse({ ...row, files: parsed(files), choices: parsed(choices) }).data;
        return draft === undefined ? [] : [{ ...draft, isNew: isNew === 1 }];
      }),
      edits: this.#edits
        .all()
        .flatMap((row) => DraftEdit.safeParse({ ...row, removed: parsed(row.removed) }).data ?? []),
    };
  }

  saveDraft({ conversationId, text, files, choices, savedAt }: StoreInput<'saveDraft'>): void {
    if (text === '' && files.length === 0) {
      this.#delete.run(conversationId);
      return;
    }
    this.#save.run({
      conversationId,
      text,
      files: JSON.stringify(files),
      choices: JSON.stringify(choices),
      savedAt,
    });
  }

  forgetSent({ conversationId, text }: StoreInput<'forgetSent'>): void {
    if (this.#text.get(conversationId)?.trim() === text.trim()) this.#delete.run(conversationId);
  }

  saveEdit({ questionId, edit, savedAt }: StoreInput<'saveEdit'>): void {
    if (edit === null) this.#deleteEdit.run(questionId);
    else this.#saveEdit.run({ questionId, text: edit.text, removed: JSON.stringify(edit.removed), savedAt });
  }

  deleteDrafts(input: StoreInput<'deleteDrafts'>): void {
    const work = this.#database.transaction(() => {
      this.#deleteDrafts.run(input);
      this.#deleteEdits.run(input);
    });
    work.immediate();
  }
}

function parsed(json: string): unknown {
  return JSON.parse(json);
}
