import type { Database } from 'better-sqlite3-multiple-ciphers';
import { AppError } from '../../shared/errors.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import { type FilePart, type Message, messageFiles } from '../../shared/model/message.ts';
import type { ShownBranch, StoredConversation } from '../core/history/conversation-store.ts';
import type { LocalPart, StoreInput } from '../core/history/store.ts';
import type { BranchTree } from './branch-tree.ts';
import { toRow } from './message-row.ts';
import { type Place, prepareStatements, type Statements } from './statements.ts';

/**
 * The conversations in an open database. Main asks again what a storage process that died did not answer, so a turn or an answer
 * that was begun already is begun once.
 */
export class ConversationDatabase implements LocalPart<'conversations'> {
  readonly #database: Database;
  readonly #statements: Statements;
  readonly #tree: BranchTree;

  constructor(database: Database, tree: BranchTree) {
    this.#database = database;
    this.#tree = tree;
    this.#statements = prepareStatements(database);
  }

  /** Marks the answers that nobody ended, because Parley itself was; an empty one gives way to the one before it. */
  markInterrupted(): void {
    for (const answerId of this.#statements.markInterrupted.all()) this.#tree.giveWay(answerId);
  }

  list(): Conversation[] {
    return this.#statements.conversations.all();
  }

  open({ conversationId, messageId }: StoreInput<'open'>): ShownBranch {
    return this.#tree.shown(conversationId, messageId);
  }

  beginTurn(input: StoreInput<'beginTurn'>): StoredConversation {
    const { conversationId, title, deploymentId, question, besideId, answer } = input;
    const { otherAnswers = [], settings = {}, assistant } = input;
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
        const parentId =
          besideId === undefined
            ? (this.#statements.shownLeaf.get(conversationId) ?? null)
            : this.#placeBeside(besideId, conversationId, 'user');
        this.#add(question, { conversationId, parentId });
        for (const { attachmentId } of messageFiles(question)) this.#giveFile(attachmentId, conversationId);
        const answers = [answer, ...otherAnswers];
        for (const each of answers) this.#add(each, { conversationId, parentId: question.id });
        this.#show(answer, { conversationId, deploymentId, compared: otherAnswers.length > 0 ? answers : [] });
        if (besideId !== undefined) this.#tree.remember(answer.id);
      }
      return this.#tree.upTo(conversationId, question.id);
    });
  }

  beginAnswer({ conversationId, besideId, deploymentId, answer }: StoreInput<'beginAnswer'>): StoredConversation {
    return this.#write(() => {
      const parentId = this.#placeBeside(besideId, conversationId, 'assistant');
      if (!this.#answerWasBegun(answer, { conversationId, parentId })) {
        this.#add(answer, { conversationId, parentId });
        const compared = this.#tree.comparedIds(conversationId);
        if (compared.includes(besideId))
          this.#compareInstead({ conversationId, besideId, answerId: answer.id, compared });
        else this.#show(answer, { conversationId, deploymentId, compared: [] });
        this.#tree.remember(answer.id);
      }
      return this.#tree.upTo(conversationId, parentId);
    });
  }

  saveAnswer({ answer }: StoreInput<'saveAnswer'>): void {
    this.#write(() => {
      this.#statements.saveAnswer.run(toRow(answer));
      this.#tree.giveWay(answer.id);
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

  #wasBegun({ conversationId, question, answer, otherAnswers = [] }: StoreInput<'beginTurn'>): boolean {
    const asked = this.#statements.message.get(question.id);
    const begun = [answer, ...otherAnswers].map((each) =>
      this.#answerWasBegun(each, { conversationId, parentId: question.id }),
    );
    if (asked === undefined) return false;
    if (begun.includes(false) || asked.parts !== toRow(question).parts) throw new AppError('invalid-request');
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

  /** The assistant's files stay as long as the conversation does; one that is never written does not hold them. */
  #lendFiles(files: readonly FilePart[], conversationId: string): void {
    for (const { attachmentId } of files) {
      const { changes } = this.#statements.lendFile.run({ attachmentId, conversationId });
      if (changes === 0 && !this.#database.memory) throw new AppError('attachment-missing');
    }
  }

  /** Where another version of a message belongs. @throws AppError `not-found` */
  #placeBeside(besideId: string, conversationId: string, role: Message['role']): string | null {
    const beside = this.#statements.message.get(besideId);
    if (beside?.conversationId !== conversationId || beside.role !== role) throw new AppError('not-found');
    return beside.parentId;
  }

  #compareInstead(change: {
    readonly conversationId: string;
    readonly besideId: string;
    readonly answerId: string;
    readonly compared: readonly string[];
  }): void {
    const { conversationId, besideId, answerId } = change;
    const compared = JSON.stringify(change.compared.map((id) => (id === besideId ? answerId : id)));
    this.#statements.compareInstead.run({ conversationId, besideId, answerId, compared });
  }

  #show(
    answer: Message,
    shown: { readonly conversationId: string; readonly deploymentId: string; readonly compared: readonly Message[] },
  ): void {
    const { conversationId: id, deploymentId, compared } = shown;
    const updatedAt = answer.metadata.createdAt;
    const comparedIds = JSON.stringify(compared.map((each) => each.id));
    this.#statements.showLeaf.run({ id, deploymentId, leafId: answer.id, updatedAt, compared: comparedIds });
  }

  #write<Value>(work: () => Value): Value {
    return this.#database.transaction(work).immediate();
  }
}
