// oxlint-disable-next-line import/default -- it is CommonJS, whose exports are its default
import Database from 'better-sqlite3-multiple-ciphers';
import { expect, onTestFinished, test } from 'vitest';
import { search } from '../migrations/0007-search.ts';
import { plainText } from './plain-text.ts';
import { hasTerms, snippetOf } from './snippet.ts';
import { indexParts, indexWords, parseQuery, partsExpression, termPatterns, wordsExpression } from './terms.ts';

function index() {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  for (const [table] of search.matchAll(/CREATE VIRTUAL TABLE message_[^;]+;/g)) database.exec(table);
  const words = database.prepare('SELECT rowid FROM message_words WHERE message_words MATCH ?').pluck();
  const parts = database.prepare('SELECT rowid FROM message_parts WHERE message_parts MATCH ?').pluck();
  const add = (rowid: number, text: string) => {
    database.prepare('INSERT INTO message_words (rowid, text) VALUES (?, ?)').run(rowid, indexWords(text));
    database.prepare('INSERT INTO message_parts (rowid, text) VALUES (?, ?)').run(rowid, indexParts(text));
  };
  return { words, parts, add };
}

/** The same numbers each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) yield (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

test('nothing that is typed is FTS5 syntax, or breaks the search', () => {
  const { words, parts, add } = index();
  add(1, 'near and or not text');
  const visible = `" "" ' * ^ ( ) { } : + - \\ ; -- , “ » % _ NEAR AND OR NOT text files: NEAR(a 🙂 👩‍👩‍👧 東京 ก é ß İ ﬁ क्ष 한국 Ａ ٣ 𠮷野 ?1 @a $b`;
  const others = [' ', '\0', '\n', '\ud83d', '\udc00', 'e\u0301', '\u200b', '\u202e', '\ue000', 'x'.repeat(300)];
  const pieces = [...visible.split(' '), ...others];
  const random = numbers(7);
  for (let round = 0; round < 400; round++) {
    const length = 1 + Math.floor(random.next().value * 12);
    const typed = Array.from({ length }, () => pieces[Math.floor(random.next().value * pieces.length)]).join('');
    const terms = parseQuery(typed);
    if (terms.length > 0) expect(() => words.all(wordsExpression(terms)), JSON.stringify(typed)).not.toThrow();
    const expression = partsExpression(terms);
    if (expression !== undefined) expect(() => parts.all(expression), JSON.stringify(typed)).not.toThrow();
    for (const stage of ['words', 'parts'] as const) {
      const patterns = termPatterns(terms, stage);
      hasTerms(typed, patterns);
      const snippet = snippetOf(`before ${typed} behind`, patterns);
      for (const [start, end] of snippet?.ranges ?? []) expect(start, JSON.stringify(typed)).toBeLessThan(end);
    }
  }
});

test('a word is found by what was written, in every script', () => {
  const { words, add } = index();
  const texts = [
    'Straße',
    'naïve',
    'ΟΔΟΣ',
    'Ёлка',
    'हिन्दी',
    'ภาษาไทย',
    '東京都庁',
    'がんばって',
    'ﬁnance',
    'السَّلام',
    'İstanbul',
    '𠮷野家',
    '한국어',
    'Łódź',
    'smørrebrød',
    'IŞIKLI',
    '👩‍💻',
    '🇩🇪',
    '❤️',
    'أحمد',
    'Donau\u00addampf',
  ];
  for (const [index_, text] of texts.entries()) add(index_ + 1, `some ${text}, more`);
  for (const [index_, text] of texts.entries()) {
    for (const typed of [text, text.normalize('NFD'), text.toUpperCase(), `"${text}"`]) {
      expect(words.all(wordsExpression(parseQuery(typed))), typed).toEqual([index_ + 1]);
    }
  }
});

test('a search of 10,000 characters is cut, and one of nothing is none', () => {
  expect(parseQuery('word '.repeat(2000)).length).toBeLessThanOrEqual(16);
  expect(parseQuery(' " \0 *** \ufe0f ')).toEqual([]);
});

test('hostile markdown does not hold the search up', () => {
  for (const piece of [
    '[',
    '[a](',
    '[a](()',
    '[a](b(c)',
    '-',
    '--- |',
    '* ',
    '`',
    '**',
    '|',
    '> ',
    '(',
    '\n\n',
    '~~~',
    '\u0301',
    '[a](b "',
  ]) {
    const text = piece.repeat(200_000 / piece.length);
    expect(plainText(text).length, piece).toBeLessThanOrEqual(text.length);
  }
});

test('a snippet has no markdown marks, and its ranges are what was found', () => {
  const text = plainText(
    `# Report\n\n${'Some words before it. '.repeat(30)}\n- **Straßenbahn** \`code_name\` and [a link](https://x.example/(y)) 2 * 3\n\n| a | b |\n|---|---|\n${'And behind it. '.repeat(200)}`,
  );
  expect(text).not.toMatch(/[#`|]|\*\*|https/);
  const snippet = snippetOf(text, termPatterns(parseQuery('strassenbahn link'), 'words'));
  expect(snippet?.ranges.map(([start, end]) => snippet.text.slice(start, end))).toEqual(['Straßenbahn', 'link']);
  expect(snippet?.text.length).toBeLessThan(220);
  expect(snippet?.text).toMatch(/^….* Straßenbahn code_name and a link 2 \* 3 a b And behind.*…$/);
});
