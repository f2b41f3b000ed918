import { randomUUID } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import type { BranchPage, FoundPlaces } from '../../shared/model/conversation.ts';
import type { Message } from '../../shared/model/message.ts';
import type { ShownBranch } from '../core/history/conversation-store.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';
import type { BranchTree } from './branch-tree.ts';
import { type MessageRow, toRow } from './message-row.ts';

/** A file, and a conversation that has it. */
interface FileLink {
  readonly attachmentId: string;
  readonly conversationId: string;
}

/** A message as it stands among others. */
interface Standing {
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly role: string;
}

/** The branches of the conversations in an open database. */
export class BranchDatabase implements LocalPart<'branches'> {
  readonly #database: Database;
  readonly #tree: BranchTree;
  readonly #message: Statement<[messageId: string], Standing>;
  readonly #versionsOf: Statement<[Omit<Standing, 'role'>], string>;
  readonly #showLeaf: Statement<[{ readonly conversationId: string; readonly leafId: string }]>;
  readonly #filesBelow: Statement<[messageId: string], string>;
  readonly #deleteBelow: Statement<[messageId: string]>;
  readonly #isFileNamed: Statement<[FileLink], number>;
  readonly #unlinkFile: Statement<[FileLink]>;
  readonly #handOnFile: Statement<[FileLink]>;
  readonly #deleteFile: Statement<[FileLink]>;
  readonly #linkFiles: Statement<[Pick<FileLink, 'conversationId'>]>;
  readonly #isThere: Statement<[conversationId: string], number>;
  readonly #addConversation: Statement<[StoreInput<'fork'>]>;
  readonly #addMessage: Statement<[MessageRow & Omit<Standing, 'role'>]>;

  constructor(database: Database, tree: BranchTree) {
    this.#database = database;
    this.#tree = tree;
    this.#message = database.prepare(
      'SELECT conversation_id AS conversationId, parent_id AS parentId, role FROM messages WHERE id = ?',
    );
    this.#versionsOf = database
      .prepare<[Omit<Standing, 'role'>], string>(
        'SELECT id FROM messages WHERE conversation_id = @conversationId AND parent_id IS @parentId ORDER BY ordinal',
      )
      .pluck();
    this.#showLeaf = database.prepare(
      `UPDATE conversations SET shown_leaf_id = @leafId, compared = '[]' WHERE id = @conversationId`,
    );
    this.#filesBelow = database
      .prepare<[string], string>(
        `${below} SELECT DISTINCT part.atom FROM messages, json_tree(messages.parts) AS part
         WHERE messages.id IN (SELECT id FROM below) AND part.key = 'attachmentId' AND part.atom IS NOT NULL`,
      )
      .pluck();
    this.#deleteBelow = database.prepare(`${below} DELETE FROM messages WHERE id IN (SELECT id FROM below)`);
    this.#isFileNamed = database
      .prepare<[FileLink], number>(
        `SELECT 1 FROM messages, json_tree(messages.parts) AS part
         WHERE messages.conversation_id = @conversationId AND part.key = 'attachmentId' AND part.atom = @attachmentId
         LIMIT 1`,
      )
      .pluck();
    this.#unlinkFile = database.prepare(
      'DELETE FROM conversation_files WHERE attachment_id = @attachmentId AND conversation_id = @conversationId',
    );
    this.#handOnFile = database.prepare(
      `UPDATE attachments SET conversation_id = link.conversation_id FROM conversation_files AS link
       WHERE id = @attachmentId AND attachments.conversation_id = @conversationId AND link.attachment_id = id`,
    );
    this.#deleteFile = database.prepare(
      'DELETE FROM attachments WHERE id = @attachmentId AND conversation_id = @conversationId',
    );
    // What its messages and its assistant name.
    this.#linkFiles = database.prepare(
      `INSERT INTO conversation_files (conversation_id, attachment_id)
       SELECT DISTINCT @conversationId, part.atom FROM (
         SELECT parts AS json FROM messages WHERE conversation_id = @conversationId
         UNION ALL
         SELECT assistant FROM conversations WHERE id = @conversationId AND assistant IS NOT NULL
       ) AS named, json_tree(named.json) AS part
       WHERE part.key = 'attachmentId' AND part.atom IN (SELECT id FROM attachments)`,
    );
    this.#isThere = database.prepare<[string], number>('SELECT 1 FROM conversations WHERE id = ?').pluck();
    this.#addConversation = database.prepare(
      `INSERT INTO conversations (id, title, title_source, deployment_id, settings, assistant, created_at, updated_at)
       SELECT @newConversationId, @title, 'automatic', deployment_id, settings, assistant, @createdAt, @createdAt
       FROM conversations WHERE id = @conversationId`,
    );
    this.#addMessage = database.prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, status, created_at, parts, metadata)
       VALUES (@id, @conversationId, @parentId, @role, @status, @createdAt, @parts, @metadata)`,
    );
  }

  branchPage({ conversationId, anchorId, place, towards }: StoreInput<'branchPage'>): BranchPage {
    const page = this.#tree.pages.page(conversationId, this.#tree.pages.pathTo(conversationId, anchorId), {
      place,
      towards,
    });
    if (page.messages.length === 0) throw new AppError('not-found');
    return page;
  }

  findInBranch({ conversationId, anchorId, text, before }: StoreInput<'findInBranch'>): FoundPlaces {
    const path = this.#tree.pages.pathTo(conversationId, anchorId);
    return this.#tree.pages.find(path, { text, before: Math.min(before ?? path.length, path.length) });
  }

  show({ conversationId, messageId }: StoreInput<'show'>): ShownBranch {
    return this.#write(() => {
      if (this.#message.get(messageId)?.conversationId !== conversationId) throw new AppError('not-found');
      this.#showBelow(conversationId, messageId);
      return this.#tree.shown(conversationId, messageId);
    });
  }

  view(input: StoreInput<'view'>): ShownBranch {
    // As it would be shown, and taken back: who looks at another version leaves nothing behind.
    this.#database.exec('BEGIN');
    try {
      return this.show(input);
    } finally {
      this.#database.exec('ROLLBACK');
    }
  }

  deleteVersion({ conversationId, messageId }: StoreInput<'deleteVersion'>): ShownBranch {
    return this.#write(() => {
      const message = this.#message.get(messageId);
      const besideId = message === undefined ? undefined : this.#delete(conversationId, messageId, message);
      return this.#tree.shown(conversationId, besideId);
    });
  }

  fork(input: StoreInput<'fork'>): void {
    this.#write(() => {
      const { conversationId, answerId, newConversationId } = input;
      if (this.#isThere.get(newConversationId) !== undefined) return;
      const message = this.#message.get(answerId);
      if (message?.conversationId !== conversationId || message.role !== 'assistant') throw new AppError('not-found');
      this.#addConversation.run(input);
      let parentId: string | null = null;
      for (const copy of copiesOf(this.#tree.whole(answerId))) {
        this.#addMessage.run({ ...toRow(copy), conversationId: newConversationId, parentId });
        parentId = copy.id;
      }
      this.#linkFiles.run({ conversationId: newConversationId });
      if (parentId !== null) this.#showLeaf.run({ conversationId: newConversationId, leafId: parentId });
    });
  }

  /** Gives the version that stands in its place. */
  #delete(conversationId: string, messageId: string, { parentId, ...message }: Standing): string {
    if (message.conversationId !== conversationId) throw new AppError('not-found');
    const versions = this.#versionsOf.all({ conversationId, parentId });
    const index = versions.indexOf(messageId);
    const beside = versions[index - 1] ?? versions[index + 1];
    if (beside === undefined) throw new AppError('invalid-request');
    const files = this.#filesBelow.all(messageId);
    if (this.#tree.isShown(conversationId, messageId)) this.#showBelow(conversationId, beside);
    this.#deleteBelow.run(messageId);
    for (const attachmentId of files) this.#letGo({ attachmentId, conversationId });
    return beside;
  }

  /** Removes a file from a conversation where no message of it names it any more. */
  #letGo(link: FileLink): void {
    if (this.#isFileNamed.get(link) !== undefined) return;
    this.#unlinkFile.run(link);
    this.#handOnFile.run(link);
    this.#deleteFile.run(link);
  }

  #showBelow(conversationId: string, messageId: string): void {
    const leafId = this.#tree.leafBelow(messageId);
    this.#showLeaf.run({ conversationId, leafId });
    this.#tree.remember(leafId);
  }

  #write<Value>(work: () => Value): Value {
    return this.#database.transaction(work).immediate();
  }
}

/** A message and everything that follows it, as the table `below`. */
const below = `WITH RECURSIVE below (id) AS (
  SELECT ?
  UNION ALL
  SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id
)`;

/** Messages under ids of their own, which their summaries name too; none of them has a turn that could end it. */
function copiesOf(messages: readonly Message[]): Message[] {
  const newIds = new Map(messages.map(({ id }) => [id, randomUUID()]));
  const newId = (id: string) => newIds.get(id) ?? id;
  return messages.map(({ id, role, parts, metadata }) => ({
    id: newId(id),
    role,
    parts: parts.map((part) =>
      part.type === 'data-summary' ? { ...part, data: { ...part.data, upToId: newId(part.data.upToId) } } : part,
    ),
    metadata: metadata.status === 'streaming' ? { ...metadata, status: 'interrupted' } : metadata,
  }));
}
