import type { BranchPage, BranchPageRequest, FindRequest, FoundPlaces } from '../../../shared/model/conversation.ts';
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
   * Some messages in a row: as many as are read in no time, two at least where there are two.
   * @throws AppError `not-found` where the anchor is not there any more, or has nothing in that place before it
   */
  branchPage(input: BranchPageRequest): Promise<BranchPage>;
  /**
   * Looks for a text in the messages of a branch for some milliseconds, without regard to case and accents.
   * @throws AppError `not-found` where the anchor is not there any more
   */
  findInBranch(input: FindRequest): Promise<FoundPlaces>;
  /**
   * Shows the branch of a message, down to where it was shown last; ends a comparison. Resolves to its end, and to what is
   * around the message.
   * @throws AppError `not-found`
   */
  show(input: { conversationId: string; messageId: string }): Promise<ShownBranch>;
  /** What `show` would show; nothing is written. @throws AppError `not-found` */
  view(input: { conversationId: string; messageId: string }): Promise<ShownBranch>;
  /**
   * Removes one of several versions of a message with everything that follows it, and with files that no message has any
   * more; shows the version beside it where it was shown, and resolves to what is around that. No error where it is gone.
   * @throws AppError `not-found`; `invalid-request` where it is the only version
   */
  deleteVersion(input: { conversationId: string; messageId: string }): Promise<ShownBranch>;
  /**
   * Copies the branch of an answer, up to it, into a new conversation; its files belong to both.
   * @throws AppError `not-found`
   */
  fork(input: Fork): Promise<void>;
}
