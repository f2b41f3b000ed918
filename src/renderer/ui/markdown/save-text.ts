import { createContext } from 'react';

/** A text that a person may keep as a file. */
export interface SavedText {
  /** The name that is offered, with its ending. */
  readonly name: string;
  readonly text: string;
}

/** What came of it; nothing at all where the person thinks better of it. */
export interface SaveResult {
  readonly ok: boolean;
}

/** Hands down how a text of an answer is saved where the person says; where nobody has, nothing is offered to be saved. */
export const SaveTextContext = createContext<((file: SavedText) => Promise<SaveResult>) | undefined>(undefined);
