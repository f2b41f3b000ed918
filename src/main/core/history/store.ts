import type { AppErrorData } from '../../../shared/errors.ts';
import type { Conversation, ConversationSettings } from '../../../shared/model/conversation.ts';
import type { Message } from '../../../shared/model/message.ts';

/** A question and the still empty answer to it, written together before the model is asked. */
export interface BeginTurn {
  readonly conversationId: string;
  /** Used where the conversation is new. */
  readonly title: string;
  /** Used where the conversation is new. */
  readonly settings?: ConversationSettings;
  readonly deploymentId: string;
  readonly question: Message;
  /** Its status is `streaming`. */
  readonly answer: Message;
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

/** A file as it is kept. */
export interface StoredFile {
  readonly attachmentId: string;
  /** What was read out of it; empty for an image. */
  readonly text: string;
  readonly data: Uint8Array;
}

/** A conversation with its shown branch, oldest message first. */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly settings: ConversationSettings;
  readonly messages: readonly Message[];
}

/** Who chose a title: a person's choice is never replaced by an automatic one. */
export type TitleSource = 'automatic' | 'person';

/**
 * What the storage process does, one method a request. Every write is durable when its promise resolves, and may be asked
 * again with the same input to the same effect: that is what happens when the process dies before it answers.
 * All methods throw AppError: `history-locked`, `history-unreadable`, `history-newer`, `history-unavailable`, `disk-full`.
 */
export interface HistoryStore {
  /** Last used first. */
  list(): Promise<Conversation[]>;
  /** @throws AppError `not-found` */
  open(input: { conversationId: string }): Promise<StoredConversation>;
  /**
   * Appends the question to the shown branch and the answer to the question, in one transaction; makes the conversation
   * where it is new. Resolves to the branch up to and with the question: what the model is to be sent.
   * The files of the question belong to the conversation from now on.
   * @throws AppError `invalid-request` where a message id is taken, `attachment-missing` where a file of it is not kept
   */
  beginTurn(input: BeginTurn): Promise<StoredConversation>;
  /**
   * Adds an answer beside another and shows it. Resolves to the branch up to and with the question.
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
  /** Removes a conversation with its messages; no error where there is none. */
  delete(input: { conversationId: string }): Promise<void>;
  /** Keeps a file of a draft. */
  addFile(input: StoredFile): Promise<void>;
  /** @throws AppError `attachment-missing` */
  fileText(input: { attachmentId: string }): Promise<string>;
  /** @throws AppError `attachment-missing` */
  fileData(input: { attachmentId: string }): Promise<Uint8Array>;
  /** Removes a file that was not sent; no error where there is none. */
  deleteDraftFile(input: { attachmentId: string }): Promise<void>;
  /** Removes every file that was not sent. */
  deleteDraftFiles(): Promise<void>;
}

/** The first message to a storage process. */
export interface OpenDatabase {
  /** Absolute path of the database file. */
  readonly file: string;
  /** 32 bytes as 64 hexadecimal digits. */
  readonly key: string;
}

/** The methods that can be called by message. */
export type StoreMethod = keyof HistoryStore;

/** What a method is called with. */
export type StoreInput<Method extends StoreMethod> = Parameters<HistoryStore[Method]>[0];

/** What a method resolves to. */
export type StoreValue<Method extends StoreMethod> = Awaited<ReturnType<HistoryStore[Method]>>;

type StoreCall = {
  [Method in StoreMethod]: { readonly method: Method; readonly input: StoreInput<Method> };
}[StoreMethod];

/** What a storage process can be asked; `openDatabase` comes first, after `close` only `openDatabase`. */
export type StoreCommand =
  | { readonly method: 'openDatabase'; readonly input: OpenDatabase }
  | { readonly method: 'close'; readonly input: undefined }
  | StoreCall;

/** Main to storage. Requests are answered in order. */
export type StoreRequest = StoreCommand & { readonly id: number };

/** Storage to main. */
export type StoreReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: AppErrorData };
