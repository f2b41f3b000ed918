import { allowedExternalUrl } from '../../../../shared/external-url.ts';
import {
  type Citation,
  SourceDocumentPart,
  type SourcePart,
  SourceUrlPart,
  TextMetadata,
} from '../../../../shared/model/source.ts';
import type { ChatMessage } from '../chat-message.ts';

/** How many sources are shown before a person asks for the rest. */
const shownAtFirst = 5;

/** One line of the list of sources; its number is its place. */
export interface SourceLine {
  readonly sourceId: string;
  readonly title: string;
  /** What the title links to; undefined where it is nothing that can be opened. */
  readonly address: string | undefined;
  /** Whose page it is, which no title can gloss over; empty where the title says it. */
  readonly host: string;
}

/** What an answer is based on, in the order in which the model has told it. */
export function answerSources({ parts }: Pick<ChatMessage, 'parts'>): readonly SourceLine[] {
  return parts.flatMap((part) => {
    const source = readSource(part);
    return source === undefined ? [] : [toLine(source)];
  });
}

function readSource(part: ChatMessage['parts'][number]): SourcePart | undefined {
  switch (part.type) {
    case 'source-url':
      return SourceUrlPart.safeParse(part).data;
    case 'source-document':
      return SourceDocumentPart.safeParse(part).data;
    default:
      return undefined;
  }
}

function toLine(source: SourcePart): SourceLine {
  const { sourceId, title } = source;
  const address = source.type === 'source-url' ? webAddress(source.url) : undefined;
  const host = address === undefined ? '' : new URL(address).host;
  return { sourceId, title, address, host: title === address ? '' : host };
}

// SECURITY: an address leaves by the one allow-list, and a source is never a mail to be written.
function webAddress(url: string): string | undefined {
  const address = allowedExternalUrl(url);
  return address?.startsWith('http') === true ? address : undefined;
}

/** The lines that are shown, and how many more there are. */
export function shownLines(
  lines: readonly SourceLine[],
  isOpen: boolean,
): { readonly shown: readonly SourceLine[]; readonly more: number } {
  // One more line takes no more room than a button that says so.
  const isShort = isOpen || lines.length <= shownAtFirst + 1;
  return isShort
    ? { shown: lines, more: 0 }
    : { shown: lines.slice(0, shownAtFirst), more: lines.length - shownAtFirst };
}

/** A text of an answer as markdown, with a small link to the source where it cites one. */
export function citedText(
  { text, providerMetadata }: { readonly text: string; readonly providerMetadata?: unknown },
  sources: readonly SourceLine[],
): string {
  const citations = TextMetadata.safeParse(providerMetadata).data?.parley.citations ?? [];
  if (citations.length === 0) return text;
  const untouched = untouchedStretches(text);
  const marks = inUnits(text, citations).flatMap(({ sourceId, start, end }) => {
    const number = sources.findIndex((source) => source.sourceId === sourceId) + 1;
    const address = sources[number - 1]?.address;
    // A model that was given web pages often writes a link itself.
    if (number === 0 || address === undefined || text.slice(start, end).includes('](')) return [];
    const stretch = untouched.find((each) => each.start < end && end < each.end);
    const at = stretch === undefined ? end : stretch.end;
    return stretch?.isBlock === true ? [] : [{ at, markdown: mark(number, address) }];
  });
  const ordered = marks.toSorted((first, second) => first.at - second.at);
  let cited = '';
  let last = 0;
  for (const [index, { at, markdown }] of ordered.entries()) {
    const isRepeated = ordered.slice(0, index).some((other) => other.at === at && other.markdown === markdown);
    if (isRepeated) continue;
    cited += text.slice(last, at) + markdown;
    last = at;
  }
  return cited + text.slice(last);
}

/** Citations with their places in UTF-16 units: the service counts characters. */
function inUnits(text: string, citations: readonly Citation[]): readonly Citation[] {
  if (!/[\uD800-\uDBFF]/.test(text)) {
    return citations.map(({ sourceId, start, end }) => ({ sourceId, start, end: Math.min(end, text.length) }));
  }
  const units = [0];
  for (const character of text) units.push((units.at(-1) ?? 0) + character.length);
  const toUnits = (place: number) => units[place] ?? text.length;
  return citations.map(({ sourceId, start, end }) => ({ sourceId, start: toUnits(start), end: toUnits(end) }));
}

/** Code, links and addresses, in which a mark would become a part of them; each length is bounded, so that none goes over a text twice. */
const untouchedText =
  /^ {0,3}(?<fence>`{3,20}|~{3,20})[^\n]*\n(?:(?! {0,3}\k<fence>)[^\n]*(?:\n|$))*(?: {0,3}\k<fence>[^\n]*)?|`[^`\n]{0,500}`|!?\[[^\]\n]{0,300}\]\([^)\n]{0,2100}\)|<[^>\n]{0,500}>|https?:\/\/\S{1,2100}/gm;

function untouchedStretches(text: string) {
  return Array.from(text.matchAll(untouchedText), ({ index, 0: match, groups }) => {
    return { start: index, end: index + match.length, isBlock: groups?.['fence'] !== undefined };
  });
}

/** SECURITY: read by the markdown of every answer, whose links go by the same list; escaped, so that it stays one link. */
function mark(number: number, address: string): string {
  const percent = (sign: string) => `%${sign.charCodeAt(0).toString(16)}`;
  const escaped = address.replaceAll('&', '&amp;').replace(/[|\\<>`*]/g, percent);
  return `\u00A0[\\[${number}\\]](<${escaped}>)`;
}
