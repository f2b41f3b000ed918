import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import type { Conversation } from '../../shared/model/conversation.ts';
import {
  type ConversationPage,
  cursorOf,
  type Folder,
  type PageCursor,
  placeKey,
  type Placement,
} from '../../shared/model/conversation-order.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';
import { conversationColumns } from './statements.ts';

type FolderRow = Pick<Folder, 'id' | 'name'> & { readonly isCollapsed: 0 | 1 };

/** 1 and 0 set and clear, null leaves as it is. */
interface PlacementRow {
  readonly conversationId: string;
  readonly isPinned: 0 | 1 | null;
  readonly isArchived: 0 | 1 | null;
  readonly isInBin: 0 | 1 | null;
  readonly isMoved: 0 | 1;
  readonly folderId: string | null;
  readonly at: number;
}

/** Later than any conversation. */
const start: PageCursor = { time: Number.MAX_SAFE_INTEGER, id: '' };

/** The order of the conversations in an open database. */
export class OrderDatabase implements LocalPart<'order'> {
  readonly #database: Database;
  readonly #page: Statement<PageCursor & { readonly place: string; readonly limit: number }, Conversation>;
  readonly #conversation: Statement<[id: string], Conversation>;
  readonly #arrange: Statement<PlacementRow>;
  readonly #folders: Statement<[], FolderRow>;
  readonly #saveFolder: Statement<FolderRow>;
  readonly #deleteFolder: Statement<[id: string]>;
  readonly #inBin: Statement<StoreInput<'inBin'>, string>;
  readonly #delete: Statement<[id: string]>;

  constructor(database: Database) {
    this.#database = database;
    this.#page = database.prepare(
      `SELECT ${conversationColumns} FROM conversations
       WHERE place = @place AND (placed_at, id) < (@time, @id) ORDER BY placed_at DESC, id DESC LIMIT @limit`,
    );
    this.#conversation = database.prepare(`SELECT ${conversationColumns} FROM conversations WHERE id = ?`);
    this.#arrange = database.prepare(
      `UPDATE conversations SET
         pinned_at = ${setOrCleared('pinned_at', '@isPinned')},
         archived_at = ${setOrCleared('archived_at', '@isArchived')},
         binned_at = ${setOrCleared('binned_at', '@isInBin')},
         folder_id = iif(@isMoved, (SELECT id FROM folders WHERE id = @folderId), folder_id)
       WHERE id = @conversationId`,
    );
    this.#folders = database.prepare('SELECT id, name, is_collapsed AS isCollapsed FROM folders');
    this.#saveFolder = database.prepare(
      `INSERT INTO folders (id, name, is_collapsed) VALUES (@id, @name, @isCollapsed)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_collapsed = excluded.is_collapsed`,
    );
    this.#deleteFolder = database.prepare('DELETE FROM folders WHERE id = ?');
    this.#inBin = database
      .prepare<StoreInput<'inBin'>, string>(
        `SELECT id FROM conversations WHERE place = 'bin' AND placed_at <= @until LIMIT @limit`,
      )
      .pluck();
    this.#delete = database.prepare('DELETE FROM conversations WHERE id = ?');
  }

  page({ place, after, limit }: StoreInput<'page'>): ConversationPage {
    const { time, id } = after ?? start;
    // One more than is given tells whether there are more.
    const found = this.#page.all({ place: placeKey(place), time, id, limit: limit + 1 });
    const conversations = found.slice(0, limit);
    const last = conversations.at(-1);
    return { conversations, next: found.length > limit && last !== undefined ? cursorOf(last) : null };
  }

  find({ conversationIds }: StoreInput<'find'>): Conversation[] {
    return conversationIds.flatMap((id) => this.#conversation.get(id) ?? []);
  }

  arrange({ placements, at }: StoreInput<'arrange'>): void {
    this.#write(() => {
      for (const placement of placements) this.#arrange.run(toRow(placement, at));
    });
  }

  folders(): Folder[] {
    return this.#folders.all().map(({ id, name, isCollapsed }) => ({ id, name, isCollapsed: isCollapsed === 1 }));
  }

  saveFolder(folder: StoreInput<'saveFolder'>): void {
    this.#saveFolder.run({ ...folder, isCollapsed: folder.isCollapsed ? 1 : 0 });
  }

  deleteFolder({ folderId }: StoreInput<'deleteFolder'>): void {
    this.#deleteFolder.run(folderId);
  }

  inBin(input: StoreInput<'inBin'>): string[] {
    return this.#inBin.all(input);
  }

  delete({ conversationIds }: StoreInput<'delete'>): void {
    this.#write(() => {
      for (const id of conversationIds) this.#delete.run(id);
    });
  }

  #write(work: () => void): void {
    this.#database.transaction(work).immediate();
  }
}

/** A second time changes nothing: since when it is so is kept. */
function setOrCleared(column: string, wish: string): string {
  return `CASE ${wish} WHEN 1 THEN coalesce(${column}, @at) WHEN 0 THEN NULL ELSE ${column} END`;
}

function toRow({ conversationId, isPinned, folderId, isArchived, isInBin }: Placement, at: number): PlacementRow {
  return {
    conversationId,
    isPinned: toWish(isPinned),
    isArchived: toWish(isArchived),
    isInBin: toWish(isInBin),
    isMoved: folderId === undefined ? 0 : 1,
    folderId: folderId ?? null,
    at,
  };
}

function toWish(value: boolean | undefined): 0 | 1 | null {
  return value === undefined ? null : value ? 1 : 0;
}
