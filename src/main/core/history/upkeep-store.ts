/** What keeps the file of a history small, and lets it be copied. */
export interface UpkeepStore {
  /** Moves everything into the one file and leaves it alone until `thaw`; writing goes on beside it. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Gives a little of the room of what was deleted back to the disk. Resolves to whether there is more. */
  vacuum(): Promise<boolean>;
  /**
   * Deletes a few of the conversations that were last used before a time, in milliseconds since the epoch. Resolves to whether
   * there are more.
   */
  deleteUnused(input: { before: number }): Promise<boolean>;
}
