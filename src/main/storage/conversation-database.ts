import type { Database } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import { type Conversation, ConversationAssistant, ConversationSettings } from '../../shared/model/conversation.ts';
import { type FilePart, type Message, messageFiles } from '../../shared/model/message.ts';
import type { StoredConversation } from '../core/history/conversation-store.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';
import { fromRow, toRow } from './message-row.ts';
import { type Place, prepareStatements, type Statements } from './statements.ts';

/**
 * The conversations in an open database. Main asks again what a storage process that died did not answer, so a turn or an answer
 * that was begun already is begun once.
 */
export class ConversationDatabase implements LocalPart<'conversations'> {
  readonly #database: Database;
  readonly #statements: Statements;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = prepareStatements(database);
  }

  /** Marks the answers that nobody ended, because Parley itself was; an empty one gives way to the one before it. */
  markInterrupted(): void {
    for (const answerId of this.#statements.markInterrupted.all()) this.#statements.showEarlierAnswer.run(answerId);
  }

  list(): Conversation[] {
    return this.#statements.conversations.all();
  }

  open({ conversationId }: StoreInput<'open'>): StoredConversation {
    return this.#branch(conversationId, this.#statements.shownLeaf.get(conversationId) ?? null);
  }

  beginTurn(input: StoreInput<'beginTurn'>): StoredConversation {
    const { conversationId, title, deploymentId, question, answer, settings = {}, assistant } = input;
    return this.#write(() => {
      if (!this.#wasBegun(input)) {
        const { createdAt } = question.metadata;
        const added = this.#statements.addConversation.run({
          id: conversationId,
          title,
          deploymentId,
          settings: JSON.stringify(settings),
          assistant: assistant === undefined ? null : JSON.stringify(assistant),
          createdAt,
        });
        if (added.changes > 0) this.#lendFiles(assistant?.files ?? [], conversationId);
        const parentId = this.#statements.shownLeaf.get(conversationId) ?? null;
        this.#add(question, { conversationId, parentId });
        for (const { attachmentId } of messageFiles(question)) this.#giveFile(attachmentId, conversationId);
        this.#add(answer, { conversationId, parentId: question.id });
        this.#show(answer, conversationId, deploymentId);
      }
      return this.#branch(conversationId, question.id);
    });
  }

  beginAnswer({ conversationId, besideId, deploymentId, answer }: StoreInput<'beginAnswer'>): StoredConversation {
    return this.#write(() => {
      const beside = this.#statements.message.get(besideId);
      if (beside?.conversationId !== conversationId || beside.role !== 'assistant') throw new AppError('not-found');
      const { parentId } = beside;
      if (!this.#answerWasBegun(answer, { conversationId, parentId })) {
        this.#add(answer, { conversationId, parentId });
        this.#show(answer, conversationId, deploymentId);
      }
      return this.#branch(conversationId, parentId);
    });
  }

  saveAnswer({ answer }: StoreInput<'saveAnswer'>): void {
    this.#write(() => {
      this.#statements.saveAnswer.run(toRow(answer));
      this.#statements.showEarlierAnswer.run(answer.id);
    });
  }

  rename({ conversationId, title, source }: StoreInput<'rename'>): boolean {
    const isTaken = this.#statements.rename.run({ conversationId, title, source }).changes > 0;
    if (!isTaken && source === 'person') throw new AppError('not-found');
    return isTaken;
  }

  configure({ conversationId, settings }: StoreInput<'configure'>): void {
    const written = JSON.stringify(settings);
    const isThere = this.#statements.configure.run({ conversationId, settings: written }).changes > 0;
    if (!isThere) throw new AppError('not-found');
  }

  delete({ conversationId }: StoreInput<'delete'>): void {
    this.#statements.deleteConversation.run(conversationId);
  }

  #wasBegun({ conversationId, question, answer }: StoreInput<'beginTurn'>): boolean {
    const asked = this.#statements.message.get(question.id);
    const answerWasBegun = this.#answerWasBegun(answer, { conversationId, parentId: question.id });
    if (asked === undefined) return false;
    if (!answerWasBegun || asked.parts !== toRow(question).parts) throw new AppError('invalid-request');
    return true;
  }

  #answerWasBegun(answer: Message, place: Place): boolean {
    const begun = this.#statements.message.get(answer.id);
    if (begun === undefined) return false;
    const isThere =
      begun.conversationId === place.conversationId && begun.parentId === place.parentId && begun.role === 'assistant';
    if (!isThere) throw new AppError('invalid-request');
    // Opening the file again marked it as interrupted, but its turn goes on.
    this.#statements.saveAnswer.run(toRow(answer));
    return true;
  }

  #add(message: Message, place: Place): void {
    this.#statements.addMessage.run({ ...toRow(message), ...place });
  }

  #giveFile(attachmentId: string, conversationId: string): void {
    const { changes } = this.#statements.giveFile.run({ attachmentId, conversationId });
    if (changes === 0) throw new AppError('attachment-missing');
  }

  /** The assistant's files stay as long as the conversation does. */
  #lendFiles(files: readonly FilePart[], conversationId: string): void {
    for (const { attachmentId } of files) {
      const { changes } = this.#statements.lendFile.run({ attachmentId, conversationId });
      if (changes === 0) throw new AppError('attachment-missing');
    }
  }

  #show(answer: Message, conversationId: string, deploymentId: string): void {
    const updatedAt = answer.metadata.createdAt;
    this.#statements.showLeaf.run({ id: conversationId, deploymentId, leafId: answer.id, updatedAt });
  }

  #branch(conversationId: string, leafId: string | null): StoredConversation {
    const conversation = this.#statements.conversation.get(conversationId);
    if (conversation === undefined) throw new AppError('not-found');
    const settings = readSettings(this.#statements.settings.get(conversationId));
    const assistant = readAssistant(this.#statements.assistant.get(conversationId));
    return { conversation, settings, assistant, messages: this.#statements.branch.all(leafId).map(fromRow) };
  }

  #write<Value>(work: () => Value): Value {
    return this.#database.transaction(work).immediate();
  }
}

/** What this version does not know of stored settings is left out; it costs no conversation. */
function readSettings(text = '{}'): ConversationSettings {
  const { data = {} } = ConversationSettings.safeParse(JSON.parse(text));
  return data;
}

/** One that this version cannot read costs no conversation. */
function readAssistant(text: string | null | undefined): ConversationAssistant | null {
  return ConversationAssistant.safeParse(JSON.parse(text ?? 'null')).data ?? null;
}
