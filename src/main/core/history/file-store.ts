/** A file as it is kept. */
export interface StoredFile {
  readonly attachmentId: string;
  /** What was read out of it; empty for an image. */
  readonly text: string;
  readonly data: Uint8Array;
  /** Its conversation, where it is not a draft's. */
  readonly conversationId?: string;
}

/** Attached files. */
export interface FileStore {
  /** Keeps a file of a draft, or of a conversation. */
  addFile(input: StoredFile): Promise<void>;
  /** @throws AppError `attachment-missing` */
  fileText(input: { attachmentId: string }): Promise<string>;
  /** @throws AppError `attachment-missing` */
  fileData(input: { attachmentId: string }): Promise<Uint8Array>;
  /** Removes a file that was not sent; no error where there is none. */
  deleteDraftFile(input: { attachmentId: string }): Promise<void>;
  /** Removes every file that was not sent and that no draft and no waiting message has. */
  deleteDraftFiles(): Promise<void>;
}
