import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import type { LocalPart, StoreInput } from '../core/history/store.ts';

/** A few milliseconds each: what a person waits for comes in between. */
const pagesPerStep = 200;
const conversationsPerStep = 20;
const indexPagesPerStep = 64;
const usageRowsPerStep = 1000;
/** SQLite's own. */
const pagesPerCheckpoint = 1000;

/** The upkeep of an open database. */
export class UpkeepDatabase implements LocalPart<'upkeep'> {
  readonly #database: Database;
  readonly #deleteUnused: Statement<{ readonly before: number; readonly count: number }>;
  readonly #deleteUsage: Statement<{ readonly before: string; readonly count: number }>;
  readonly #deletedWords: Statement<[], { readonly kind: 'message' | 'title' }>;
  readonly #endDeletedWords: Statement<[kind: string]>;
  readonly #changes: Statement<[], number>;

  constructor(database: Database) {
    this.#database = database;
    this.#deleteUnused = database.prepare(
      `DELETE FROM conversations WHERE id IN (
         SELECT id FROM conversations WHERE updated_at < @before ORDER BY updated_at LIMIT @count
       )`,
    );
    this.#deleteUsage = database.prepare(
      'DELETE FROM usage WHERE id IN (SELECT id FROM usage WHERE day < @before ORDER BY day LIMIT @count)',
    );
    this.#deletedWords = database.prepare('SELECT kind FROM deleted_words');
    this.#endDeletedWords = database.prepare('DELETE FROM deleted_words WHERE kind = ?');
    this.#changes = database.prepare<[], number>('SELECT total_changes()').pluck();
  }

  freeze(): void {
    this.#database.pragma('wal_autocheckpoint = 0');
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
  }

  thaw(): void {
    this.#database.pragma(`wal_autocheckpoint = ${pagesPerCheckpoint}`);
  }

  vacuum(): boolean {
    const before = this.#freePages;
    if (before > 0) this.#database.pragma(`incremental_vacuum(${pagesPerStep})`);
    const after = this.#freePages;
    // A file of an early version gives nothing back; its room is used again.
    return after > 0 && after < before;
  }

  forgetWords(): boolean {
    for (const { kind } of this.#deletedWords.all()) {
      if (this.#merge(`${kind}_words`) || this.#merge(`${kind}_parts`)) return true;
      this.#endDeletedWords.run(kind);
    }
    return false;
  }

  deleteUnused({ before }: StoreInput<'deleteUnused'>): boolean {
    return this.#deleteUnused.run({ before, count: conversationsPerStep }).changes === conversationsPerStep;
  }

  deleteUsage({ before }: StoreInput<'deleteUsage'>): boolean {
    return this.#deleteUsage.run({ before, count: usageRowsPerStep }).changes === usageRowsPerStep;
  }

  /** Whether FTS5 had anything to do: once it has not, an index is one piece without a word that stands nowhere. */
  #merge(index: string): boolean {
    const before = this.#changes.get() ?? 0;
    this.#database.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`).run(-indexPagesPerStep);
    // The command itself counts as one.
    return (this.#changes.get() ?? 0) - before > 1;
  }

  get #freePages(): number {
    return Number(this.#database.pragma('freelist_count', { simple: true }));
  }
}
