import type {
  BranchPage,
  Conversation,
  ConversationAssistant,
  ConversationSettings,
} from '../../../shared/model/conversation.ts';
import type { Message } from '../../../shared/model/message.ts';

/** A question and the still empty answer to it, written together before the model is asked. */
export interface BeginTurn {
  readonly conversationId: string;
  /** Used where the conversation is new. */
  readonly title: string;
  /** Used where the conversation is new. */
  readonly settings?: ConversationSettings;
  /** Used where the conversation is new. */
  readonly assistant?: ConversationAssistant | undefined;
  readonly deploymentId: string;
  readonly question: Message;
  /** The question that this one is another version of; without it, the question goes on from the shown branch. */
  readonly besideId?: string | undefined;
  /** Its status is `streaming`. */
  readonly answer: Message;
  /** Answers of other models, for the person to compare. */
  readonly otherAnswers?: readonly Message[];
}

/** A second answer beside one that is there. */
export interface BeginAnswer {
  readonly conversationId: string;
  /** The answer that the new one stands beside. */
  readonly besideId: string;
  readonly deploymentId: string;
  /** Its status is `streaming`. */
  readonly answer: Message;
}

/** A conversation with the end of a branch; what comes before it is read page by page. */
export interface StoredConversation extends Pick<BranchPage, 'messages' | 'start'> {
  readonly conversation: Conversation;
  readonly settings: ConversationSettings;
  /** Null where it was begun without one. */
  readonly assistant: ConversationAssistant | null;
}

/** A conversation as it is shown. */
export interface ShownBranch extends StoredConversation, Pick<BranchPage, 'versions'> {
  /** Where the message that was asked for is further up on the branch: what stands around it. */
  readonly around: BranchPage | null;
  /** The answers to choose from, where the branch ends with a question that several models were asked. */
  readonly compared: readonly Message[];
}

/** Who chose a title: a person's choice is never replaced by an automatic one. */
export type TitleSource = 'automatic' | 'person';

/** Conversations and their messages. */
export interface ConversationStore {
  /** Last used first, without those in the bin. */
  list(): Promise<Conversation[]>;
  /**
   * The end of the shown branch, and what is around a message of it that is further up.
   * @throws AppError `not-found`
   */
  open(input: { conversationId: string; messageId?: string | undefined }): Promise<ShownBranch>;
  /**
   * Appends the question to the shown branch, or puts it beside another question, and the answers to the question, in one
   * transaction; makes the conversation where it is new. Resolves to the branch that ends with the question: what the model is to be sent.
   * The files of the question belong to the conversation from now on.
   * @throws AppError `invalid-request` where a message id is taken, `not-found` where there is nothing to stand beside,
   * `attachment-missing` where a file of it is not kept
   */
  beginTurn(input: BeginTurn): Promise<StoredConversation>;
  /**
   * Adds an answer beside another and shows it, in its place where it is one of those compared. Resolves to the branch that ends with the question.
   * @throws AppError `not-found`
   */
  beginAnswer(input: BeginAnswer): Promise<StoredConversation>;
  /**
   * Replaces parts and metadata of an answer that was begun: a checkpoint, or its end. Where it ended without any text and
   * another answer to the same question has some, that one is shown again. Ignored where it was deleted.
   */
  saveAnswer(input: { answer: Message }): Promise<void>;
  /** Resolves to whether the title was taken. @throws AppError `not-found` where a person's title has no conversation */
  rename(input: { conversationId: string; title: string; source: TitleSource }): Promise<boolean>;
  /** Replaces a conversation's settings. @throws AppError `not-found` */
  configure(input: { conversationId: string; settings: ConversationSettings }): Promise<void>;
}
