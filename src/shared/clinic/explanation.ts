/** Who can end the trouble: the person, their IT department, or only Microsoft. */
export type Fixer = 'you' | 'it' | 'microsoft';

/** What the main button of a card does; `sign-in-browser` goes round the operating system's sign-in broker. */
export type Remedy =
  | 'sign-in'
  | 'other-account'
  | 'try-again'
  | 'message-it'
  | 'request-consent'
  | 'sign-in-browser'
  | 'none';

/** Where IT finds the setting in question. */
export interface Portal {
  /** The page's name, as the admin centre shows it. */
  readonly page: string;
  /** The way to it, click by click. */
  readonly path: string;
  /** A deep link of the global cloud, where there is a stable one. */
  readonly url?: string;
}

/**
 * What one code means. Nothing in Parley acts on it: Microsoft may give a code another meaning at any time, so a wrong
 * entry here may mislead a reader and nothing else.
 */
export interface Explanation {
  /** One sentence for a person who is no expert, without blame; `{host}` stands for the other side's name. */
  readonly cause: string;
  readonly fixer: Fixer;
  /** One sentence: what to do next. */
  readonly advice: string;
  readonly remedy: Remedy;
  readonly portal?: Portal;
  /** The technical cause, for IT. */
  readonly note: string;
  /** Set for a code that the service adds to more telling ones. */
  readonly isGeneric?: true;
}

/** A part of the catalogue: explanations by code, without the prefix `AADSTS` or `net::`. */
export type Explanations = Readonly<Record<string, Explanation>>;
