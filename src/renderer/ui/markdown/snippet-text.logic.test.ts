import { expect, test } from 'vitest';
import { plainText as searchedText } from '../../../main/storage/search/plain-text.ts';
import { hostileHtml } from '../../test-support/hostile-corpus.ts';
import type { AnswerToken } from './answer-token.ts';
import { plainText, splitBlocks } from './markdown.logic.ts';

const ordinary = [
  '# One\n\nA **bold** and *soft* ~~old~~ `code` line and [a page](https://example.com/a_(b)).',
  '> quoted\n>\n> more of it',
  '- one\n- **two**\n  - three',
  '3. three\n4. four',
  '| a | b |\n| :- | -: |\n| 1 | `2` |',
  '```ts\nconst a = 1 < 2 && "b";\n```\n\nAfter it.',
  'Multiplied: 2 * 3 * 4, snake_case_name and a $5 note.',
];

/** The words of a block in the order of the page. */
function words(token: AnswerToken): string {
  if (token.type === 'code') return token.text;
  if (token.type === 'table')
    return [token.header, ...token.rows]
      .flat()
      .map((cell) => plainText(cell.tokens))
      .join(' ');
  if (token.type === 'list')
    return token.items.map((item) => item.tokens.map((each) => words(each as AnswerToken)).join(' ')).join(' ');
  if (token.type === 'blockquote') return token.tokens.map((each) => words(each as AnswerToken)).join(' ');
  return 'tokens' in token && token.tokens !== undefined ? plainText(token.tokens) : token.raw;
}

// Character references are the one difference: the search finds and shows them as they are written.
test('what is searched, and shown of a message that is found, has the words of its page: two ways to read must not drift apart', () => {
  for (const text of [
    ...ordinary,
    ...hostileHtml.filter((html) => !html.includes('&')).map((html) => `before ${html} after`),
  ]) {
    const shown = splitBlocks(text)
      .map(({ token }) => words(token))
      .join(' ');
    const letters = (each: string) => each.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
    expect(letters(searchedText(text)), text).toBe(letters(shown));
  }
});
