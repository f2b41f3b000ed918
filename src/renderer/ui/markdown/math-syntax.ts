import type { MathToken } from './answer-token.ts';

/** What is longer is no formula: an opener without its end is looked for no further than this. */
const longestInlineMath = 2000;

/** Where the next formula that stands alone may begin in a paragraph; a paragraph ends there. */
export function displayMathStart(source: string): number | undefined {
  const match = /\n(?=\n)|\n {0,3}(?:\$\$|\\\[)/.exec(source);
  return match === null || match[0] === '\n' ? undefined : match.index + 1;
}

// SECURITY: what is longer is no formula, so that an opener without its end is not looked for to the end of the text each time.
const displayed =
  /^ {0,3}(?:\$\$((?:\\[^\n]|[^\\$\n]|\$(?!\$)|\n(?![ \t]*\n)){1,5000})\$\$|\\\[((?:\\(?!\])|[^\\\n]|\n(?![ \t]*\n)){1,5000})\\\])[ \t]*(?:\n|$)/;

/** `$$…$$` or `\[…\]` on lines of their own, without a blank line in between. */
export function displayMath(source: string): MathToken | undefined {
  const match = displayed.exec(source);
  const text = (match?.[1] ?? match?.[2] ?? '').trim();
  if (match === null || text === '') return undefined;
  // `\[` is an escaped bracket, too: what has nothing of a formula is none.
  if (match[2] !== undefined && !/[\\^_=+<>]/.test(text)) return undefined;
  return math(match[0], text, true);
}

/** `$…$`, `$$…$$` and `\(…\)` in running text; amounts of money are none. `before` is what stands right in front. */
export function inlineMath(source: string, before: string): MathToken | undefined {
  if (source.startsWith('\\(')) return escapedMath(source);
  if (!source.startsWith('$') || /[\p{L}\p{N}$\\]$/u.test(before)) return undefined;
  const block = /^\$\$((?:\\[\s\S]|[^\\$]){1,5000})\$\$/.exec(source);
  if (block?.[1] !== undefined && block[1].trim() !== '') return math(block[0], block[1].trim(), true);
  const match = /^\$(?![\s$])((?:\\[^\n]|[^\\$\n]){1,2000})\$(?![\p{L}\p{N}$])/u.exec(source);
  const text = match?.[1];
  if (match === null || text === undefined || /\s$/.test(text) || isMoney(text)) return undefined;
  return math(match[0], text, false);
}

/** From the sign in front of one amount to that behind or before another: `$5 or 6$`. */
function isMoney(text: string): boolean {
  return /^\d[\d.,]*(?:\s*[–-]|\s+\p{L}{2,})/u.test(text) && !/[\\^_=]/.test(text);
}

function escapedMath(source: string): MathToken | undefined {
  const end = source.slice(0, longestInlineMath).indexOf('\\)', 2);
  const text = end === -1 ? '' : source.slice(2, end).trim();
  const isFormula = /[\\^_=+*/<>-]/.test(text) || /^\p{L}$/u.test(text);
  return isFormula ? math(source.slice(0, end + 2), text, false) : undefined;
}

function math(raw: string, text: string, isDisplayed: boolean): MathToken {
  return { type: 'math', raw, text, isDisplayed };
}
