import { AppError } from '../../../shared/errors.ts';
import {
  type BranchPage,
  type BranchPageRequest,
  type OpenConversation,
  titleLimit,
} from '../../../shared/model/conversation.ts';
import type { ShownBranch } from '../history/conversation-store.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Clock } from '../ports.ts';
import type { ChatService } from './chat-service.ts';

/** What branches stand on. */
export interface ConversationBranchesOptions {
  readonly chat: Pick<ChatService, 'runningTurns' | 'isBusy' | 'stopConversation'>;
  readonly store: Pick<HistoryStore, 'open' | 'branchPage' | 'show' | 'deleteVersion' | 'fork'>;
  readonly clock: Clock;
  /** Nothing is deleted for good. */
  readonly isHeld: boolean;
  /** Whether a conversation is never written. */
  readonly isTemporary: (conversationId: string) => boolean;
  /** Called when the list of conversations has changed. */
  readonly onHistoryChange: (conversationId: string) => void;
}

/** A version of a message. */
interface VersionInput {
  readonly conversationId: string;
  readonly messageId: string;
}

/** Conversations as windows show them: one branch each, and the answers that are still under way beside it. */
export class ConversationBranches {
  readonly #options: ConversationBranchesOptions;

  constructor(options: ConversationBranchesOptions) {
    this.#options = options;
  }

  /** The end of a conversation, and what is around a message of it. @throws AppError `not-found` */
  async open(conversationId: string, messageId?: string): Promise<OpenConversation> {
    const { chat, store } = this.#options;
    const before = chat.runningTurns(conversationId);
    const shown = await store.open({ conversationId, messageId });
    // A turn that was being written to history meanwhile is in these messages already.
    const turns = before.length > 0 ? before : chat.runningTurns(conversationId);
    return this.#opened(
      shown,
      turns.map(({ id }) => id),
    );
  }

  /** Some more messages of a conversation. @throws AppError `not-found` */
  page(request: BranchPageRequest): Promise<BranchPage> {
    return this.#options.store.branchPage(request);
  }

  /**
   * Shows a version of a message. Where it is one of several answers to choose from, the others end.
   * @throws AppError `turn-running`, `not-found`
   */
  async show(input: VersionInput): Promise<OpenConversation> {
    await this.#endComparison(input.conversationId);
    return this.#opened(await this.#options.store.show(input), []);
  }

  /** @throws AppError `history-held`; `turn-running`; `not-found`; `invalid-request` where it is the only version */
  async deleteVersion(input: VersionInput): Promise<OpenConversation> {
    if (this.#options.isHeld) throw new AppError('history-held');
    this.#refuseWhileBusy(input.conversationId);
    return this.#opened(await this.#options.store.deleteVersion(input), []);
  }

  /** Begins a conversation with a copy of a branch, up to an answer. @throws AppError `turn-running`, `not-found` */
  async fork(input: {
    readonly conversationId: string;
    readonly answerId: string;
    readonly newConversationId: string;
  }): Promise<void> {
    const { store, clock, onHistoryChange } = this.#options;
    // A copy would be written.
    if (this.#options.isTemporary(input.conversationId)) throw new AppError('invalid-request');
    this.#refuseWhileBusy(input.conversationId);
    const { conversation } = await store.open(input);
    const title = forkTitle(conversation.title);
    await store.fork({ ...input, title, createdAt: clock.now() });
    onHistoryChange(input.newConversationId);
  }

  async #endComparison(conversationId: string): Promise<void> {
    const { chat, store } = this.#options;
    const turns = chat.runningTurns(conversationId);
    if (turns.length === 0) return this.#refuseWhileBusy(conversationId);
    const { compared } = await store.open({ conversationId });
    const isComparison = turns.every((turn) => compared.some(({ id }) => id === turn.id));
    if (!isComparison) throw new AppError('turn-running');
    await chat.stopConversation(conversationId);
  }

  #opened(shown: ShownBranch, turnIds: readonly string[]): OpenConversation {
    const { messages, compared, ...kept } = shown;
    return {
      ...kept,
      isTemporary: this.#options.isTemporary(kept.conversation.id),
      messages: messages.filter(({ id }) => !turnIds.includes(id)),
      runningTurnId: turnIds.find((turnId) => !compared.some(({ id }) => id === turnId)) ?? null,
      compared: compared.map((answer) =>
        turnIds.includes(answer.id) ? { kind: 'running', turnId: answer.id } : { kind: 'ended', answer },
      ),
    };
  }

  #refuseWhileBusy(conversationId: string): void {
    if (this.#options.chat.isBusy(conversationId)) throw new AppError('turn-running');
  }
}

function forkTitle(title: string): string {
  return `Copy of ${title}`.slice(0, titleLimit);
}
