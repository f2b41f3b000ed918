import type { Token, Tokens } from 'marked';
import { decodeEntities } from './entities.ts';
import type { LinkCheck } from './link-check.ts';
import { type Block, MarkdownReader } from './markdown-reader.ts';

/** The top-level blocks of a text that is read once. */
export function splitBlocks(text: string): readonly Block[] {
  return new MarkdownReader().read(text).flat();
}

/** Tells apart what a link of the text points to. */
export type LinkTarget =
  | { readonly kind: 'link'; readonly address: string }
  /** An address that is not opened, as it can be read. */
  | { readonly kind: 'refused'; readonly address: string }
  /** No address, or a place in the text itself, which has none. */
  | { readonly kind: 'none' };

/**
 * Where a link of an answer may lead.
 * SECURITY: only absolute https, http and mailto addresses that the check lets through; everything else (javascript:,
 * data:, file:, UNC, unknown and relative ones) is plain text. The address is the check's own spelling, so that what is
 * shown is what is opened.
 */
export function linkTarget(href: string, check: LinkCheck): LinkTarget {
  const written = href.trim();
  if (written === '' || written.startsWith('#')) return { kind: 'none' };
  const readable = written.replaceAll(controlCharacters, encodeURIComponent);
  const address = readable === written && /^(?:https?:\/\/|mailto:)/i.test(written) ? check(written) : undefined;
  // The check's spelling is checked once more when it is opened, and can be longer than what was written.
  const isOpened = address !== undefined && check(address) === address;
  return isOpened ? { kind: 'link', address } : { kind: 'refused', address: readable };
}

/**
 * What is told beside a link besides its text: where it really leads, where its text says otherwise or cannot be trusted to.
 * SECURITY: `[https://bank.example](https://evil.example)`, and letters of other scripts that look like those of a known name;
 * a name with such letters is told as the network has it (`xn--…`).
 */
export function linkPlace(address: string, text: string): string | undefined {
  const place = placeOf(address);
  const claimed = claimedPlace(text);
  const isForeign = /(?:^|[.@])xn--/.test(place);
  const isSaid = claimed === undefined || claimed === place || place.endsWith(`.${claimed}`);
  return isForeign || !isSaid ? place : undefined;
}

/** The host of a page without its `www.`, the receivers of a mail. */
function placeOf(address: string): string {
  const { protocol, host, pathname } = new URL(address);
  return protocol === 'mailto:' ? pathname.toLowerCase() : host.replace(/^www\./, '');
}

/** The place that a text gives itself out for, be it an address, the name of a host or that of a person's mail. */
function claimedPlace(text: string): string | undefined {
  const written = text.replaceAll(controlCharacters, '').normalize('NFKC').trim();
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:(?:\/\/)?)?(\S+)$/i.exec(written) ?? [];
  const isMail = /^mailto:$/i.test(scheme) || /^[^/?#@]+@[^/?#@]+$/.test(rest);
  if (isMail) return rest.replace(/\?.*/, '').toLowerCase();
  const isHost = /^(?:[^/?#@]*@)?[^\s/?#@:]+\.[\p{L}\p{N}-]{2,}(?:[:/?#]|$)/u.test(rest);
  const address = `https://${rest}`;
  return (isHost || scheme.endsWith('://')) && URL.canParse(address) ? placeOf(address) : undefined;
}

/** SECURITY: invisible characters, and those that turn text around: they disguise an address. */
// oxlint-disable-next-line no-control-regex -- these characters are what is looked for
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** The words of running text without their marks. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const { tokens: inner } = token as { readonly tokens?: readonly Token[] };
      if (inner !== undefined && inner.length > 0) return plainText(inner);
      if (token.type === 'br') return ' ';
      const { text = token.raw, escaped } = token as { readonly text?: string; readonly escaped?: boolean };
      return token.type === 'text' && escaped !== true ? decodeEntities(text) : text;
    })
    .join('');
}

/** Longer text is laid out in pieces: one line without end, laid out as one, would hold up the window for seconds. */
export const longText = 20_000;

/** A long text in pieces that make up the whole, cut behind white space where there is some. */
export function textPieces(text: string): readonly string[] {
  return text.match(/[^]{1,3800}(?:[^]{0,200}\s|[^]{0,200})/g) ?? [];
}

/** The room that the numbers of a list need at its side, as a length of CSS. */
export function numbersWidth({ start, items }: Pick<Tokens.List, 'start' | 'items'>): string {
  const last = (start === '' ? 1 : start) + items.length - 1;
  return `max(24px, ${`${last}`.length + 1.5}ch)`;
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
