/**
 * Text as it is compared: without case, accents and differences of width (`Ä` as `a`, `ß` as `ss`, `Ａ` as `a`). Marks that
 * make another letter, as in Japanese and Indian scripts, stay.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\u0591-\u05bd\u064b-\u0652\u0640]/g, '')
    .normalize('NFKC')
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ');
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
