/** Accents, vowel signs of Hebrew and Arabic, what stretches a word or may part it, and how an emoji is to look. */
const unread =
  /[\u0300-\u036f]|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]|[\u064b-\u0655\u0670]|[\u00ad\u0640]|\ufe0e|\ufe0f/g;
/** Letters that Unicode does not take apart, as people type them who do not have their keys. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  þ: 'th',
};

/**
 * Text as it is compared: without case, accents and differences of width (`Ä` as `a`, `ß` as `ss`, `Ａ` as `a`, `ø` as `o`), and
 * without what no person sees in a word. Marks that make another letter, as in Japanese and Indian scripts, stay.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replaceAll(unread, '')
    .normalize('NFKC')
    .replaceAll(/[ßςæœøłđðħıŧþ]/g, (letter) => plainLetters[letter] ?? letter);
}

/** Folded text that knows where each of its units comes from. */
export interface FoldedText {
  readonly text: string;
  /** The place in the given text of every unit, and at the end its length. */
  readonly origins: readonly number[];
}

/** Folds letter by letter, so that what is found can be shown where it stands. */
export function foldWithOrigins(text: string): FoldedText {
  const origins: number[] = [];
  let folded = '';
  for (const { 0: letter, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const piece = fold(letter);
    for (let unit = 0; unit < piece.length; unit++) origins.push(index);
    folded += piece;
  }
  origins.push(text.length);
  return { text: folded, origins };
}
