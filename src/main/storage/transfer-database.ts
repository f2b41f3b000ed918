import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import type { TitleSource } from '../core/history/conversation-store.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';
import type {
  ConversationListPage,
  ConversationRecord,
  ImportOutcome,
  ListCursor,
  MessagePage,
  PlacedMessage,
} from '../core/history/transfer-store.ts';
import { readAssistant, readSettings } from './branch-tree.ts';
import { fromRow, type MessageRow, toRow } from './message-row.ts';

/** Conversations of one page: what main takes in a millisecond or two. */
const listRows = 2000;
/** Messages of one page. */
const pageRows = 200;
/** Characters of one page, as JSON. */
const pageCharacters = 1_000_000;

type NewRow = ConversationRecord['conversation'] & {
  readonly titleSource: TitleSource;
  readonly settings: string;
  readonly assistant: string | null;
  readonly pinnedAt: number | null;
  readonly archivedAt: number | null;
  readonly folderId: string | null;
};

type RecordRow = NewRow & {
  readonly folderName: string | null;
  readonly shownLeafId: string | null;
};

interface PageRow extends MessageRow {
  readonly ordinal: number;
  readonly parentId: string | null;
}

interface PageQuery {
  readonly conversationId: string;
  readonly after: number;
}

const pageColumns =
  'ordinal, parent_id AS parentId, id, role, status, created_at AS createdAt, parts, metadata FROM messages';

/** What is exported of an open database, and imported into it. */
export class TransferDatabase implements LocalPart<'transfer'> {
  readonly #database: Database;
  readonly #onImport: () => void;
  readonly #list: Statement<[ListCursor], ListCursor & { readonly id: string; readonly title: string }>;
  readonly #record: Statement<[id: string], RecordRow>;
  readonly #page: Readonly<Record<StoreInput<'exportMessages'>['branch'], Statement<PageQuery, PageRow>>>;
  readonly #addConversation: Statement<NewRow>;
  readonly #folder: Statement<{ readonly id: string; readonly name: string }, string>;
  readonly #addFolder: Statement<{ readonly id: string; readonly name: string }>;
  readonly #addMessage: Statement<MessageRow & { readonly conversationId: string; readonly parentId: string | null }>;
  readonly #isWaiting: Statement<[messageId: string], number>;
  readonly #showLeaf: Statement<{ readonly id: string; readonly leafId: string | null }>;
  readonly #addFile: Statement<{ readonly attachmentId: string; readonly conversationId: string }>;
  readonly #addContent: Statement<{ readonly attachmentId: string; readonly text: string; readonly data: Uint8Array }>;

  /** @param onImport called when messages have come that may have been here before */
  constructor(database: Database, onImport: () => void) {
    this.#database = database;
    this.#onImport = onImport;
    this.#list = database.prepare(
      `SELECT id, title, created_at AS createdAt, rowid AS row FROM conversations
       WHERE binned_at IS NULL AND (created_at, rowid) > (@createdAt, @row)
       ORDER BY created_at, rowid LIMIT ${listRows}`,
    );
    this.#record = database.prepare(
      `SELECT conversations.id, title, title_source AS titleSource, deployment_id AS deploymentId, settings, assistant,
         shown_leaf_id AS shownLeafId, created_at AS createdAt, updated_at AS updatedAt,
         pinned_at AS pinnedAt, archived_at AS archivedAt, folders.id AS folderId, folders.name AS folderName
       FROM conversations LEFT JOIN folders ON folders.id = folder_id WHERE conversations.id = ?`,
    );
    this.#folder = database
      .prepare<{ id: string; name: string }, string>(
        'SELECT id FROM folders WHERE id = @id OR name = @name ORDER BY id = @id DESC LIMIT 1',
      )
      .pluck();
    this.#addFolder = database.prepare('INSERT INTO folders (id, name) VALUES (@id, @name)');
    this.#page = {
      all: database.prepare(
        `SELECT ${pageColumns} WHERE conversation_id = @conversationId AND ordinal > @after ORDER BY ordinal LIMIT ${pageRows}`,
      ),
      shown: database.prepare(
        `WITH RECURSIVE branch (id, parent) AS (
           SELECT messages.id, parent_id FROM conversations JOIN messages ON messages.id = shown_leaf_id
           WHERE conversations.id = @conversationId
           UNION ALL
           SELECT messages.id, parent_id FROM branch JOIN messages ON messages.id = branch.parent
         )
         SELECT ${pageColumns} WHERE id IN (SELECT id FROM branch) AND ordinal > @after ORDER BY ordinal LIMIT ${pageRows}`,
      ),
    };
    this.#addConversation = database.prepare(
      `INSERT INTO conversations (id, title, title_source, deployment_id, settings, assistant, created_at, updated_at,
         pinned_at, archived_at, folder_id)
       VALUES (@id, @title, @titleSource, @deploymentId, @settings, @assistant, @createdAt, @updatedAt,
         @pinnedAt, @archivedAt, @folderId)`,
    );
    this.#addMessage = database.prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, status, created_at, parts, metadata)
       VALUES (@id, @conversationId, @parentId, @role, @status, @createdAt, @parts, @metadata)
       ON CONFLICT (id) DO NOTHING`,
    );
    this.#isWaiting = database.prepare<[string], number>('SELECT 1 FROM waiting_messages WHERE id = ?').pluck();
    this.#showLeaf = database.prepare('UPDATE conversations SET shown_leaf_id = @leafId WHERE id = @id');
    this.#addFile = database.prepare(
      `INSERT INTO attachments (id, conversation_id)
       SELECT @attachmentId, id FROM conversations WHERE id = @conversationId
       ON CONFLICT (id) DO NOTHING`,
    );
    this.#addContent = database.prepare(
      'INSERT INTO attachment_contents (id, text, data) VALUES (@attachmentId, @text, @data) ON CONFLICT (id) DO NOTHING',
    );
  }

  exportList({ after }: StoreInput<'exportList'>): ConversationListPage {
    const rows = this.#list.all(after ?? { createdAt: Number.MIN_SAFE_INTEGER, row: 0 });
    const last = rows.length === listRows ? rows.at(-1) : undefined;
    return {
      conversations: rows.map(({ id, title }) => ({ id, title })),
      next: last === undefined ? null : { createdAt: last.createdAt, row: last.row },
    };
  }

  exportConversation({ conversationId }: StoreInput<'exportConversation'>): ConversationRecord {
    const row = this.#record.get(conversationId);
    if (row === undefined) throw new AppError('not-found');
    const {
      titleSource,
      settings,
      shownLeafId,
      assistant,
      pinnedAt,
      archivedAt,
      folderId,
      folderName,
      ...conversation
    } = row;
    const folder = folderId === null || folderName === null ? null : { id: folderId, name: folderName };
    return {
      conversation,
      place: { pinnedAt, archivedAt, folder },
      settings: readSettings(settings),
      assistant: readAssistant(assistant),
      titleSource,
      shownLeafId,
    };
  }

  exportMessages({ conversationId, branch, after }: StoreInput<'exportMessages'>): MessagePage {
    const messages: PlacedMessage[] = [];
    let ordinal = after;
    let characters = 0;
    for (const { ordinal: place, parentId, ...row } of this.#page[branch].iterate({ conversationId, after })) {
      characters += row.parts.length;
      if (messages.length > 0 && characters > pageCharacters) break;
      messages.push({ message: fromRow(row), parentId });
      ordinal = place;
    }
    return { messages, ordinal };
  }

  importConversation(input: StoreInput<'importConversation'>): ImportOutcome {
    const { conversation, place, settings, assistant, titleSource, shownLeafId, messages } = input;
    const { id } = conversation;
    try {
      const write = this.#database.transaction(() => {
        if (this.#record.get(id) !== undefined) return 'present';
        this.#addConversation.run({
          ...conversation,
          titleSource,
          settings: JSON.stringify(settings),
          assistant: assistant === null ? null : JSON.stringify(assistant),
          pinnedAt: place.pinnedAt,
          archivedAt: place.archivedAt,
          folderId: place.folder === null ? null : this.#folderFor(place.folder),
        });
        for (const { message, parentId } of messages) {
          // Under its id, one that waits to be sent would count as sent.
          if (this.#isWaiting.get(message.id) !== undefined) throw new MessageConflict();
          const { changes } = this.#addMessage.run({ ...toRow(message), conversationId: id, parentId });
          if (changes === 0) throw new MessageConflict();
        }
        this.#showLeaf.run({ id, leafId: shownLeafId });
        this.#onImport();
        return 'taken';
      });
      return write.immediate();
    } catch (thrown) {
      if (thrown instanceof MessageConflict) return 'conflict';
      throw thrown;
    }
  }

  #folderFor(folder: { readonly id: string; readonly name: string }): string {
    const known = this.#folder.get(folder);
    if (known !== undefined) return known;
    this.#addFolder.run(folder);
    return folder.id;
  }

  importFile({ conversationId, attachmentId, text, data }: StoreInput<'importFile'>): void {
    const add = this.#database.transaction(() => {
      // SECURITY: a file that is here already is not replaced by one that only has its id.
      const isNew = this.#addFile.run({ attachmentId, conversationId }).changes > 0;
      if (isNew) this.#addContent.run({ attachmentId, text, data });
    });
    add.immediate();
  }
}

/** Undoes the conversation. */
class MessageConflict extends Error {}
