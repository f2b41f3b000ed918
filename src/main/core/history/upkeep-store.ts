/** What keeps the file of a history small, and lets it be copied. */
export interface UpkeepStore {
  /** Moves everything into the one file and leaves it alone until `thaw`; writing goes on beside it. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Gives a little of the room of what was deleted back to the disk. Resolves to whether there is more. */
  vacuum(): Promise<boolean>;
  /** Takes some of the words of what was deleted out of the search's indexes. Resolves to whether there is more to do. */
  forgetWords(): Promise<boolean>;
  /** Deletes a little of what is told of use before a day (`2026-11-21`). Resolves to whether there is more. */
  deleteUsage(input: { before: string }): Promise<boolean>;
  /**
   * Deletes a few of the conversations that were last used before a time, in milliseconds since the epoch. Resolves to whether
   * there are more.
   */
  deleteUnused(input: { before: number }): Promise<boolean>;
}
