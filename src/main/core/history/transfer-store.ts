import type { Conversation, ConversationAssistant, ConversationSettings } from '../../../shared/model/conversation.ts';
import type { plainOrder } from '../../../shared/model/conversation-order.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { TitleSource } from './conversation-store.ts';
import type { StoredFile } from './file-store.ts';

/** A message with its place in the tree. */
export interface PlacedMessage {
  readonly message: Message;
  /** Null for a root. */
  readonly parentId: string | null;
}

/** Where a conversation stands in the list; what is in the bin is not exported. */
export interface ListPlace {
  /** Milliseconds since the epoch; null where it is not pinned. */
  readonly pinnedAt: number | null;
  /** Milliseconds since the epoch; null where it is not archived. */
  readonly archivedAt: number | null;
  readonly folder: { readonly id: string; readonly name: string } | null;
}

/** A conversation without its messages, with all that belongs to it. */
export interface ConversationRecord {
  readonly conversation: Omit<Conversation, keyof typeof plainOrder>;
  readonly place: ListPlace;
  readonly settings: ConversationSettings;
  /** Null where it was begun without one. */
  readonly assistant: ConversationAssistant | null;
  readonly titleSource: TitleSource;
  /** The last message of the branch that is shown; null where there is none. */
  readonly shownLeafId: string | null;
}

/** What a page of messages is asked for by. */
export interface MessagePageRequest {
  readonly conversationId: string;
  /** `shown` from the root to the shown leaf, `all` the whole tree; both parents first. */
  readonly branch: 'shown' | 'all';
  /** The ordinal after which the page begins, 0 for the first one. */
  readonly after: number;
}

/** Some messages of a conversation; none where it has come to its end. */
export interface MessagePage {
  readonly messages: readonly PlacedMessage[];
  /** Of the last one. */
  readonly ordinal: number;
}

/** A whole conversation that comes from elsewhere. */
export interface NewConversation extends ConversationRecord {
  /** Parents before their children. */
  readonly messages: readonly PlacedMessage[];
}

/** What became of a conversation from elsewhere: `present` was here before, `conflict` has a message of another one. */
export type ImportOutcome = 'taken' | 'present' | 'conflict';

/** Where a page of the list of conversations ends. */
export interface ListCursor {
  readonly createdAt: number;
  readonly row: number;
}

/** A conversation of the list. */
export interface ListedConversation {
  readonly id: string;
  readonly title: string;
}

/** Some of the conversations that are not in the bin. */
export interface ConversationListPage {
  readonly conversations: readonly ListedConversation[];
  /** Null where there are no more. */
  readonly next: ListCursor | null;
}

/** What leaves this computer's history as files, and comes into it from files. */
export interface TransferStore {
  /** Conversations, the oldest first, a page of some thousand at a time. */
  exportList(input: { readonly after: ListCursor | null }): Promise<ConversationListPage>;
  /** @throws AppError `not-found` */
  exportConversation(input: { conversationId: string }): Promise<ConversationRecord>;
  /** A page of at most some hundred messages and about a megabyte; one that is larger comes alone. */
  exportMessages(input: MessagePageRequest): Promise<MessagePage>;
  /**
   * Keeps a conversation in one transaction; one that is here already stays as it is. Its folder is the one of that id or name,
   * and is made where there is none.
   */
  importConversation(input: NewConversation): Promise<ImportOutcome>;
  /** Keeps a file of an imported conversation; nothing where it or the conversation's file is there, or that is not. */
  importFile(input: StoredFile & { readonly conversationId: string }): Promise<void>;
}
