import type { MarkedToken, Token } from 'marked';

/** A formula in TeX: alone on its lines, or in running text. */
export interface MathToken {
  readonly type: 'math';
  readonly raw: string;
  readonly text: string;
  readonly isDisplayed: boolean;
}

/** The text of a footnote, where it stands in the answer. */
export interface FootnoteToken {
  readonly type: 'footnote';
  readonly raw: string;
  readonly label: string;
  readonly tokens: Token[];
}

/** The mark of a footnote in running text. */
export interface FootnoteMarkToken {
  readonly type: 'footnoteMark';
  readonly raw: string;
  readonly label: string;
}

/** Every token that is rendered. */
export type AnswerToken = MarkedToken | MathToken | FootnoteToken | FootnoteMarkToken;

const knownTypes: ReadonlySet<string> = new Set<AnswerToken['type']>([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'footnote',
  'footnoteMark',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'math',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
]);

/** SECURITY: only these types of token are rendered; what an extension or a later version adds is left out. */
export function knownToken(token: Token): AnswerToken | undefined {
  return knownTypes.has(token.type) ? (token as AnswerToken) : undefined;
}
