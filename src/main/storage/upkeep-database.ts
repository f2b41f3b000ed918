import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import type { LocalPart, StoreInput } from '../core/history/store.ts';

/** A few milliseconds each: what a person waits for comes in between. */
const pagesPerStep = 200;
const conversationsPerStep = 20;
/** SQLite's own. */
const pagesPerCheckpoint = 1000;

/** The upkeep of an open database. */
export class UpkeepDatabase implements LocalPart<'upkeep'> {
  readonly #database: Database;
  readonly #deleteUnused: Statement<{ readonly before: number; readonly count: number }>;

  constructor(database: Database) {
    this.#database = database;
    this.#deleteUnused = database.prepare(
      `DELETE FROM conversations WHERE id IN (
         SELECT id FROM conversations WHERE updated_at < @before ORDER BY updated_at LIMIT @count
       )`,
    );
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

  deleteUnused({ before }: StoreInput<'deleteUnused'>): boolean {
    return this.#deleteUnused.run({ before, count: conversationsPerStep }).changes === conversationsPerStep;
  }

  get #freePages(): number {
    return Number(this.#database.pragma('freelist_count', { simple: true }));
  }
}
