import { queryLimit } from '../../../shared/model/search.ts';
import { fold } from '../../../shared/fold.ts';

/** Letters, digits and what belongs to them; what the tokenizer of the search migration takes for words as well. */
const wordLetters = String.raw`\p{L}\p{N}\p{M}\p{Co}`;
/** An emoji, or a half of a flag, is a word by itself. */
const emoji = /[\p{Extended_Pictographic}\p{RI}]/gu;
const words = new RegExp(`[${wordLetters}]+|[\\p{Extended_Pictographic}\\p{RI}]`, 'gu');
/** Scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
const longestWord = 128;
const mostTerms = 16;
const partLength = 3;

/** One thing that is searched for: words that stand in a row. */
export interface Term {
  /** Folded, as they are marked in a hit. */
  readonly words: readonly string[];
  /** What stands for them in the word index. */
  readonly tokens: readonly string[];
  /** The last one may be the beginning of a word. */
  readonly isPrefix: boolean;
}

/** What the word index is given for a text: its words, and pairs of letters where the script has no spaces. */
export function indexWords(text: string): string {
  return fold(text)
    .replaceAll(unspaced, (run) => ` ${pairsOf(run, 'text').join(' ')} `)
    .replaceAll(emoji, (letter) => ` ${emojiToken(letter)} `);
}

/** What the index of parts is given for a text: every three letters in a row of its words, once. */
export function indexParts(text: string): string {
  const parts = new Set<string>();
  for (const word of new Set(wordsOf(fold(text)))) {
    // Of shorter words the word index finds every part that is long enough to be searched for.
    if (word.length > partLength) for (const part of partsOf(word)) parts.add(part);
  }
  return [...parts].join(' ');
}

/** Reads what a person typed: words, `"phrases"`, and the last word as the beginning of one. */
export function parseQuery(typed: string): readonly Term[] {
  const pieces = [...fold(typed.slice(0, queryLimit)).matchAll(/["“”„«»]([^"“”„«»]*)["“”„«»]?|[^\s"“”„«»]+/gu)];
  const terms = pieces.flatMap(([piece, phrase], index): Term[] => {
    const found = wordsOf(phrase ?? piece);
    const last = found.at(-1);
    if (last === undefined) return [];
    // A phrase without its end is still being typed.
    const isOpen = phrase === undefined || !/.["“”„«»]$/u.test(piece);
    const isBeginning = isOpen && index === pieces.length - 1 && last.length > 1 && !isEmoji(last);
    const tokens = found.flatMap(tokensOf);
    return [{ words: found, tokens, isPrefix: isBeginning || isUnspaced(last.slice(-1)) }];
  });
  return terms.slice(0, mostTerms);
}

/** The terms in FTS5's language. */
export function wordsExpression(terms: readonly Term[]): string {
  // SECURITY: what a person types is never FTS5 syntax: tokens are letters and digits, and each stands in quotes.
  return terms.map(({ tokens, isPrefix }) => `"${tokens.join(' ')}"${isPrefix ? ' *' : ''}`).join(' AND ');
}

/** The parts of the terms in FTS5's language; undefined where a word is too short to be looked for inside of others. */
export function partsExpression(terms: readonly Term[]): string | undefined {
  const parts = terms.flatMap(({ words: found }) => found.map(partsOf));
  if (parts.length === 0 || parts.some((each) => each.length === 0)) return undefined;
  return [...new Set(parts.flat())].map((part) => `"${part}"`).join(' AND ');
}

/** Expressions that find each term in folded text; in the stage of parts inside of words too. */
export function termPatterns(terms: readonly Term[], stage: 'words' | 'parts'): readonly RegExp[] {
  return terms.map(({ words: found, isPrefix }) => {
    // Nothing in it has to be escaped: it is letters, digits and emoji.
    const pattern = found.reduce((before, word) => before + between(before, word) + word);
    if (stage === 'parts') return new RegExp(pattern, 'gu');
    const isOpen = (word: string | undefined) => word === undefined || isEmoji(word);
    const begin = isOpen(found[0]) || isUnspaced(pattern.slice(0, 1)) ? '' : `(?<![${wordLetters}])`;
    const end = isPrefix || isOpen(found.at(-1)) ? '' : `(?![${wordLetters}])`;
    return new RegExp(begin + pattern + end, 'gu');
  });
}

/** What may stand between two words of a phrase; next to an emoji that may be nothing. */
function between(before: string, word: string): string {
  return `[^${wordLetters}]${isEmoji(word) || isEmoji(Array.from(before).at(-1) ?? '') ? '*' : '+'}`;
}

function isEmoji(word: string): boolean {
  return word.match(emoji) !== null;
}

/** The tokenizer takes no emoji, so its number stands for it, behind a letter that nobody writes. */
function emojiToken(letter: string): string {
  return `\ue0e0${letter.codePointAt(0)?.toString(16)}`;
}

function wordsOf(folded: string): readonly string[] {
  return folded.match(words)?.map((word) => word.slice(0, longestWord)) ?? [];
}

function tokensOf(word: string): readonly string[] {
  if (isEmoji(word)) return [emojiToken(word)];
  const tokens: string[] = [];
  let end = 0;
  const addWord = (piece: string) => {
    if (piece !== '') tokens.push(piece);
  };
  for (const { 0: run, index } of word.matchAll(unspaced)) {
    addWord(word.slice(end, index));
    tokens.push(...pairsOf(run, 'query'));
    end = index + run.length;
  }
  addWord(word.slice(end));
  return tokens;
}

/** In a text the last letter stands alone as well, so that every letter begins a token and is found by it. */
function pairsOf(run: string, use: 'text' | 'query'): readonly string[] {
  const letters = Array.from(run);
  const pairs = letters.map((letter, index) => letter + (letters[index + 1] ?? ''));
  return use === 'query' && pairs.length > 1 ? pairs.slice(0, -1) : pairs;
}

function partsOf(word: string): readonly string[] {
  const parts: string[] = [];
  for (let start = 0; start + partLength <= word.length; start++) parts.push(word.slice(start, start + partLength));
  // Half of a letter that takes two units is none.
  return /[\ud800-\udfff]/.test(word) ? parts.filter((part) => part.isWellFormed()) : parts;
}

function isUnspaced(letter: string): boolean {
  return letter.match(unspaced) !== null;
}
