import type { Token } from 'marked';

/** Up to where a text can grow no more. */
export interface SettlePoint {
  /** How many of the tokens lie before it. */
  readonly index: number;
  readonly offset: number;
}

/**
 * The last place before which a text that grows at its end is settled: a blank line, and after it the first line of another
 * block, whole, so that it is known for what it is. Nothing that markdown knows reaches over that, but a definition of a link.
 */
export function settlePoint(text: string, tokens: readonly Token[]): SettlePoint | undefined {
  let offset = 0;
  let point: SettlePoint | undefined;
  const lastLine = text.lastIndexOf('\n');
  for (const [index, token] of tokens.entries()) {
    if (offset > lastLine) break;
    const isBlock = token.type !== 'space' && text[offset] !== '\n';
    if (index > 0 && isBlock && /\n[ \t]*\n$/.test(text.slice(Math.max(0, offset - 80), offset)))
      point = { index, offset };
    // Where the lexer has put a block together anew, what it says of its source is no guide.
    if (!text.startsWith(token.raw, offset)) return point;
    offset += token.raw.length;
  }
  return point;
}
