import type { Database } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { Message } from '../../shared/model/message.ts';
import type { StoreInput, StoredConversation, StoreMethod, StoreValue } from '../core/history/store.ts';
import { fromRow, toRow } from './message-row.ts';
import { prepareStatements, type Place, type Statements } from './statements.ts';

/** The history store where it is: the same methods, answering at once. */
type LocalHistoryStore = { [Method in StoreMethod]: (input: StoreInput<Method>) => StoreValue<Method> };

/** The history in an open database. */
export class HistoryDatabase implements LocalHistoryStore {
  readonly #database: Database;
  readonly #statements: Statements;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = prepareStatements(database);
  }

  /** Answers that a Parley which was killed never ended. */
  markInterrupted(): void {
    this.#statements.markInterrupted.run();
  }

  list(): Conversation[] {
    return this.#statements.conversations.all();
  }

  open({ conversationId }: StoreInput<'open'>): StoredConversation {
    return this.#database.transaction(() => {
      const leafId = this.#statements.shownLeaf.get(conversationId);
      return this.#branch(conversationId, leafId ?? null);
    })();
  }

  beginTurn(input: StoreInput<'beginTurn'>): StoredConversation {
    const { conversationId, title, deploymentId, question, answer } = input;
    return this.#write(() => {
      if (this.#isRepeated(input)) return this.#branch(conversationId, question.id);
      const { createdAt } = question.metadata;
      this.#statements.addConversation.run({ conversationId, title, deploymentId, createdAt });
      const parentId = this.#statements.shownLeaf.get(conversationId) ?? null;
      this.#add(question, { conversationId, parentId });
      this.#add(answer, { conversationId, parentId: question.id });
      this.#show(answer, { conversationId, deploymentId });
      return this.#branch(conversationId, question.id);
    });
  }

  beginAnswer(input: StoreInput<'beginAnswer'>): StoredConversation {
    const { conversationId, besideId, deploymentId, answer } = input;
    return this.#write(() => {
      const beside = this.#statements.place.get(besideId);
      if (beside?.conversationId !== conversationId || beside.role !== 'assistant') throw new AppError('not-found');
      const place = { conversationId, parentId: beside.parentId };
      const begun = this.#statements.place.get(answer.id);
      if (begun === undefined) this.#add(answer, place);
      else if (isAt(begun, place)) this.saveAnswer({ answer });
      else throw new AppError('invalid-request');
      this.#show(answer, { conversationId, deploymentId });
      return this.#branch(conversationId, place.parentId);
    });
  }

  saveAnswer({ answer }: StoreInput<'saveAnswer'>): void {
    this.#statements.saveAnswer.run(toRow(answer));
  }

  rename({ conversationId, title, source }: StoreInput<'rename'>): boolean {
    const taken = this.#statements.rename.run({ conversationId, title, source }).changes > 0;
    if (!taken && source === 'person') throw new AppError('not-found');
    return taken;
  }

  delete({ conversationId }: StoreInput<'delete'>): void {
    this.#statements.deleteConversation.run(conversationId);
  }

  /** Moves the write-ahead log into the database and lets go of the file. */
  close(): void {
    this.#database.close();
  }

  /**
   * Whether this very turn was begun before: main asks again where the storage process died before it could answer. The
   * answer then counts as interrupted, which it isn't.
   */
  #isRepeated({ conversationId, question, answer }: StoreInput<'beginTurn'>): boolean {
    const asked = this.#statements.place.get(question.id);
    const begun = this.#statements.place.get(answer.id);
    if (asked === undefined && begun === undefined) return false;
    const isSame =
      asked?.conversationId === conversationId &&
      asked.parts === toRow(question).parts &&
      begun !== undefined &&
      isAt(begun, { conversationId, parentId: question.id });
    if (!isSame) throw new AppError('invalid-request');
    this.saveAnswer({ answer });
    return true;
  }

  #add(message: Message, place: Pick<Place, 'conversationId' | 'parentId'>): void {
    this.#statements.addMessage.run({ ...toRow(message), ...place });
  }

  #show(answer: Message, { conversationId, deploymentId }: { conversationId: string; deploymentId: string }): void {
    const updatedAt = answer.metadata.createdAt;
    this.#statements.showLeaf.run({ conversationId, deploymentId, leafId: answer.id, updatedAt });
  }

  #branch(conversationId: string, leafId: string | null): StoredConversation {
    const conversation = this.#statements.conversation.get(conversationId);
    if (conversation === undefined) throw new AppError('not-found');
    return { conversation, messages: this.#statements.branch.all(leafId).map(fromRow) };
  }

  #write<Value>(work: () => Value): Value {
    return this.#database.transaction(work).immediate();
  }
}

function isAt(found: Place, { conversationId, parentId }: Pick<Place, 'conversationId' | 'parentId'>): boolean {
  return found.conversationId === conversationId && found.parentId === parentId && found.role === 'assistant';
}
