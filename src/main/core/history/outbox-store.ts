import type { ConversationAssistant } from '../../../shared/model/conversation.ts';
import type { WaitingMessage } from '../../../shared/model/outbox.ts';

/** A message that waits, and where among those of its conversation. */
export interface SaveWaiting {
  readonly message: WaitingMessage;
  /** Less comes first. */
  readonly position: number;
  /** What its conversation is made with, where it is new. */
  readonly conversation?: {
    readonly title: string;
    readonly assistant: ConversationAssistant | undefined;
    readonly createdAt: number;
  };
}

/** Messages that wait to be sent. */
export interface OutboxStore {
  /** All of them, in the order of each conversation. */
  waiting(): Promise<WaitingMessage[]>;
  /**
   * Keeps a message, in place of the one with its id; makes its conversation where that is new. One that is in its
   * conversation already does not wait any more: it is ignored.
   * @throws AppError `attachment-missing` where a file of the assistant is not kept, `not-found` without the conversation
   */
  saveWaiting(input: SaveWaiting): Promise<void>;
  /**
   * Deletes a message with the files that it alone had, and its conversation where nothing else is in it; one that is taken back
   * into the composer leaves both.
   */
  deleteWaiting(input: { readonly messageId: string; readonly isTakenBack: boolean }): Promise<void>;
}
