import { AppError } from '../../../shared/errors.ts';
import type { ChatService, CompareInput, QuestionInput, SendInput } from '../chat/chat-service.ts';
import type { Turn } from '../chat/turn.ts';
import type { DraftKeeper } from '../drafts/draft-keeper.ts';
import type { TemporaryConversations } from '../history/temporary-conversations.ts';

/** What questions stand on. */
export interface QuestionsOptions {
  readonly chat: ChatService;
  readonly drafts: DraftKeeper;
  readonly temporary: TemporaryConversations;
}

/** What the person asks: where it is kept, and what becomes of its draft. */
export class Questions {
  readonly #options: QuestionsOptions;

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  /** Takes a question; where policy has it so, its conversation is never written. @throws AppError */
  async send(input: SendInput): Promise<Turn> {
    const { chat, drafts } = this.#options;
    await this.#prepare(input);
    const turn = await chat.send(input);
    if (input.besideId === undefined) await drafts.sent(input.conversationId, input.text);
    return turn;
  }

  /** Takes a question for several models; otherwise like `send`. @throws AppError */
  async compare(input: CompareInput): Promise<readonly Turn[]> {
    const { chat, drafts } = this.#options;
    await this.#prepare(input);
    const turns = await chat.compare(input);
    await drafts.sent(input.conversationId, input.text);
    return turns;
  }

  /** Makes a new conversation a temporary one, or an ordinary one again. @throws AppError `invalid-request` */
  async setTemporary(conversationId: string, isTemporary: boolean): Promise<void> {
    const { drafts, temporary } = this.#options;
    await temporary.set(conversationId, isTemporary);
    if (isTemporary) await drafts.takeBack(conversationId);
  }

  async #prepare({ conversationId, attachmentIds = [] }: QuestionInput): Promise<void> {
    const { temporary } = this.#options;
    await temporary.prepare(conversationId);
    // A file that is attached is written before anybody knows where it goes.
    if (attachmentIds.length > 0 && temporary.has(conversationId)) throw new AppError('invalid-request');
  }
}
