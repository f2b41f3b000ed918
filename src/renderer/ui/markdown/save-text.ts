import { createContext } from 'react';

/** A text that a person may keep as a file. */
export interface SavedText {
  /** The name that is offered, with its ending. */
  readonly name: string;
  readonly text: string;
}

/** Hands down how a text of an answer is saved where the person says; where nobody has, nothing is offered to be saved. */
export const SaveTextContext = createContext<((file: SavedText) => void) | undefined>(undefined);
