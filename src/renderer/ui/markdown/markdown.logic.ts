import { lexer, type MarkedToken, type Token } from 'marked';
import { decodeEntities } from './entities.ts';

/** One top-level piece of a markdown text. */
export interface Block {
  /** Stable while the text grows at its end. */
  readonly key: string;
  readonly token: MarkedToken;
  /** What the rendering of this block depends on: its own text, and the text's link definitions where it uses one. */
  readonly identity: string;
}

/** Splits a text into its top-level blocks. */
export function splitBlocks(text: string): readonly Block[] {
  const tokens = lexer(text, { gfm: true });
  const definitions = Object.keys(tokens.links).length === 0 ? '' : JSON.stringify(tokens.links);
  return tokens.flatMap((token, index) => {
    if (!isKnownToken(token) || token.type === 'space' || token.type === 'def') return [];
    const uses = token.raw.includes('[') ? definitions : '';
    return [{ key: `${index}`, token, identity: `${token.type}\n${token.raw}\n${uses}` }];
  });
}

const knownTypes: ReadonlySet<string> = new Set<MarkedToken['type']>([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
]);

/** SECURITY: only these types of token are rendered; what an extension or a later version adds is left out. */
export function isKnownToken(token: Token): token is MarkedToken {
  return knownTypes.has(token.type);
}

/** Tells apart what a link of the text points to. */
export type LinkTarget = { readonly kind: 'link'; readonly address: string } | { readonly kind: 'none' };

const linkSchemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/**
 * Where a link of an answer may lead.
 * SECURITY: only absolute https, http and mailto addresses; everything else (javascript:, data:, file:, UNC, unknown and
 * relative ones) is plain text. The address is the parser's own spelling, so that what is shown is what is opened.
 */
export function linkTarget(href: string): LinkTarget {
  const written = href.trim();
  if (!/^(?:https?:\/\/|mailto:)/i.test(written) || hasControlCharacter(written)) return { kind: 'none' };
  if (!URL.canParse(written)) return { kind: 'none' };
  const url = new URL(written);
  if (!linkSchemes.has(url.protocol)) return { kind: 'none' };
  // SECURITY: `https://bank.example@evil.example` reads as the bank.
  if (url.username !== '' || url.password !== '') return { kind: 'none' };
  return { kind: 'link', address: url.href };
}

function hasControlCharacter(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
  return /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(text);
}

/** The language that a fence names, for the label of its block; `text` where it names none. */
export function codeLanguage(info: string | undefined): string {
  const language = decodeEntities(info ?? '')
    .trim()
    .split(/\s/)[0];
  return language === undefined || language === '' ? 'text' : language.slice(0, 40);
}

/** Answers sit under the conversation's own headings, so theirs begin at h3. */
export function headingLevel(depth: number): 3 | 4 | 5 | 6 {
  if (depth <= 1) return 3;
  if (depth === 2) return 4;
  return depth === 3 ? 5 : 6;
}
