import type { Snippet } from '../../../shared/model/search.ts';
import { fold, foldWithOrigins } from '../../../shared/fold.ts';

/** How a search reads text: what finds each of its terms. */
export type TextSearch = readonly RegExp[];

type Range = [start: number, end: number];

const snippetLength = 200;
const lead = 48;
/** A text is read piece by piece, since to fold it with the place of each letter takes long. */
const pieceLength = 2_000;
const overlap = 400;

/** Whether a text has every term. */
export function hasTerms(text: string, search: TextSearch): boolean {
  const folded = fold(text);
  return search.every((pattern) => folded.search(pattern) !== -1);
}

/** The first place of a text where the search is found, with what stands around it; undefined where nothing is found. */
export function snippetOf(text: string, search: TextSearch): Snippet | undefined {
  for (let start = 0; start < text.length; start += pieceLength - overlap) {
    const piece = text.slice(start, start + pieceLength);
    const [first] = rangesOf(piece, search);
    if (first === undefined) continue;
    return around(text, { from: start + first[0], search });
  }
  return undefined;
}

/** A whole text, short as it is, with what is found in it. */
export function markedText(text: string, search: TextSearch): Snippet {
  return { text, ranges: rangesOf(text, search) };
}

/** The beginning of a text. */
export function textStart(text: string): Snippet {
  return { text: text.length > snippetLength ? `${text.slice(0, lastSpace(text, snippetLength))}…` : text, ranges: [] };
}

function around(text: string, { from, search }: { readonly from: number; readonly search: TextSearch }): Snippet {
  const start = from <= lead ? 0 : nextWord(text, from - lead, from);
  const hasMore = start + snippetLength < text.length;
  const end = hasMore ? Math.max(lastSpace(text, start + snippetLength), from + 1) : text.length;
  const cut = text.slice(start, end);
  const before = start > 0 ? '…' : '';
  const ranges = rangesOf(cut, search).map(([left, right]): Range => [left + before.length, right + before.length]);
  return { text: before + cut + (hasMore ? '…' : ''), ranges };
}

function rangesOf(text: string, search: TextSearch): Range[] {
  const folded = fold(text);
  if (!search.some((pattern) => folded.search(pattern) !== -1)) return [];
  const { text: letters, origins } = foldWithOrigins(text);
  const found = search.flatMap((pattern) =>
    [...letters.matchAll(pattern)].map(({ 0: match, index }): Range => {
      const end = index + match.length;
      return [origins[index] ?? 0, endOf(origins, end, text.length)];
    }),
  );
  return merged(found.toSorted(([left], [right]) => left - right));
}

/** Where the letter ends whose last unit comes before: half of a letter is not marked. */
function endOf(origins: readonly number[], end: number, length: number): number {
  const last = origins[end - 1];
  return origins.slice(end).find((origin) => origin !== last) ?? length;
}

function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [start, end] of ranges) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** The beginning of the first word from a place on, which may be in the middle of one. */
function nextWord(text: string, from: number, before: number): number {
  const space = text.indexOf(' ', from);
  return space === -1 || space >= before ? wholeLetter(text, from) : space + 1;
}

/** The end of the last whole word before a place. */
function lastSpace(text: string, before: number): number {
  const space = text.lastIndexOf(' ', before);
  return space > before - lead ? space : wholeLetter(text, before);
}

function wholeLetter(text: string, index: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(index)) ? index + 1 : index;
}
