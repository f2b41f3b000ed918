import type { ShownBranch } from './conversation-store.ts';

/** A conversation that begins with what another one has come to. */
export interface Fork {
  readonly conversationId: string;
  /** The answer that the new conversation goes on from. */
  readonly answerId: string;
  readonly newConversationId: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The branches of conversations. */
export interface BranchStore {
  /**
   * Shows the branch of a message, down to where it was shown last; ends a comparison.
   * @throws AppError `not-found`
   */
  show(input: { conversationId: string; messageId: string }): Promise<ShownBranch>;
  /**
   * Removes one of several versions of a message with everything that follows it, and with files that no message has any
   * more; shows the version beside it where it was shown. No error where it is gone.
   * @throws AppError `not-found`; `invalid-request` where it is the only version
   */
  deleteVersion(input: { conversationId: string; messageId: string }): Promise<ShownBranch>;
  /**
   * Copies the branch of an answer, up to it, into a new conversation; its files belong to both.
   * @throws AppError `not-found`
   */
  fork(input: Fork): Promise<void>;
}
