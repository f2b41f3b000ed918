import { countTokens as countPiece, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base';

/**
 * UTF-16 units that are counted at a time. SECURITY: what takes byte pairs together needs the square of a word's length, so
 * a text of a million equal letters would take hours; of pieces it takes seconds.
 */
const pieceLength = 256;

/** A text may well name a special token; it is text all the same. */
const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

// The library keeps 100,000 words by default.
setMergeCacheSize(10_000);

/**
 * How many tokens a text has in `o200k_base`, the encoding of every current model of Azure OpenAI. Pieces end before a
 * space, where tokens end too; only a word longer than a piece is counted up to two tokens high for each piece of it.
 */
export function countTokens(text: string): number {
  let tokens = 0;
  for (let start = 0; start < text.length;) {
    const end = pieceEnd(text, start);
    tokens += countPiece(text.slice(start, end), asText);
    start = end;
  }
  return tokens;
}

function pieceEnd(text: string, start: number): number {
  const end = start + pieceLength;
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(' ', end);
  if (space > start) return space;
  // Not between the halves of a character.
  return /^[\uDC00-\uDFFF]/.test(text.charAt(end)) ? end - 1 : end;
}
