import { describe, expect, test } from 'vitest';
import { endlessMarks, hostileDocuments } from '../../test-support/hostile-documents.ts';
import { officialExamples } from '../../test-support/official-examples.ts';
import { readMarkdown } from './answer-lexer.ts';
import { knownToken } from './answer-token.ts';
import { MarkdownReader } from './markdown-reader.ts';

/** What a text is when marked reads all of it at once. */
function whole(text: string): unknown {
  return readMarkdown(text)
    .map(knownToken)
    .filter((token) => token !== undefined && token.type !== 'space' && token.type !== 'def')
    .map(withoutSource);
}

function read(reader: MarkdownReader, text: string): unknown {
  return reader.read(text).flatMap((blocks) => blocks.map(({ token }) => withoutSource(token)));
}

/** The line ends behind a block are not told of by its view. */
function withoutSource(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !isSpace(each)).map(withoutSource);
  if (typeof value !== 'object' || value === null) return value;
  const { type } = value as { readonly type?: unknown };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'raw' || type === 'html')
      .map(([name, each]) => [
        name,
        type === 'html' && typeof each === 'string' ? each.trimEnd() : withoutSource(each),
      ]),
  );
}

function isSpace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'space';
}

const answer = `# Title

Some *text* with [a link][l], a note[^n] and $x^2$, for $5 or $6.

- one

  more of it
- two
  1. three

     \`\`\`js
     let a;

     let b;
     \`\`\`

| a | b |
| - | - |
| 1 | 2 |

> quoted
lazy

\`\`\`python
def f():

    return 1
\`\`\`

$$
a
+ b
$$

<div>
html

</div>

    indented

    code

[l]: https://example.com/ "A
title"
[^n]: The note.

    Its second paragraph.

Last [l] and [^n].
`;

describe('a text that arrives bit by bit', () => {
  test('is read as if it had come whole, at each character', () => {
    const reader = new MarkdownReader();
    for (let end = 0; end <= answer.length; end += 1) {
      const text = answer.slice(0, end);
      expect(read(reader, text), JSON.stringify(text)).toEqual(whole(text));
    }
  });

  test('is read so at every cut of every official example, and whole when it comes after what was shown calmly', () => {
    for (const { name, markdown } of officialExamples()) {
      const [exact, calm] = [new MarkdownReader(), new MarkdownReader()];
      for (let end = 1; end <= markdown.length; end += 1) {
        const cut = markdown.slice(0, end);
        expect(JSON.stringify(read(exact, cut)), `${name} ${JSON.stringify(cut)}`).toBe(JSON.stringify(whole(cut)));
        calm.read(cut, true);
      }
      expect(JSON.stringify(read(calm, markdown)), name).toBe(JSON.stringify(whole(markdown)));
    }
  });

  test('is so with line ends of every kind, whatever it is made of', () => {
    const texts = [...hostileDocuments(40, 20_260_202)].map((text) => text.slice(0, 1500));
    for (const text of [answer.replaceAll('\n', '\r\n'), answer.replaceAll('\n', '\r'), ...texts]) {
      const reader = new MarkdownReader();
      for (let end = 0; end < text.length; end += 37) reader.read(text.slice(0, end), true);
      expect(read(reader, text), JSON.stringify(text)).toEqual(whole(text));
    }
  });

  test('may be followed by any other, as a version of an answer by another', () => {
    const reader = new MarkdownReader();
    for (const text of ['- one\n\n two\n', '- one\n\n  two\n', answer, answer.slice(0, 200), `x${answer}`, '']) {
      expect(read(reader, text)).toEqual(whole(text));
    }
  });

  test('keeps what is settled: a block is not read again when more comes', () => {
    const reader = new MarkdownReader();
    const settled = 'One.\n\nTwo.\n\n'.repeat(100);
    const [first] = reader.read(`${settled}Three`, true);
    const [again] = reader.read(`${settled}Three and more`, true);
    expect(again).toBe(first);
  });

  test('reads again only what uses a definition that comes late', () => {
    const reader = new MarkdownReader();
    const text = 'See [the page].\n\nSee [another].\n\nMore.\n\nEnd.\n\n';
    const before = reader.read(text, true).flat();
    const after = reader.read(`${text}[The  Page]: https://example.com/\n`, true).flat();
    expect(after.map((block, index) => block === before[index])).toEqual([false, true, true, false]);
    expect(JSON.stringify(after[0]?.token)).toContain('https://example.com/');
  });
});

describe('while more is to come', () => {
  test.each([
    ['Some **bold', 'strong'],
    ['Some `code', 'codespan'],
    ['- an *item', 'em'],
    ['~~gone', 'del'],
  ])('an open mark is shown as what it will be: %s', (text, type) => {
    expect(JSON.stringify(new MarkdownReader().read(text, true))).toContain(`"type":"${type}"`);
  });

  test('an address that is half there is neither shown nor a link', () => {
    const shown = JSON.stringify(new MarkdownReader().read('See [the page](https://exa', true).flat()[0]?.identity);
    expect(shown).not.toContain('https');
    expect(shown).toContain('the page');
  });
});

describe('a text of one mark without end', () => {
  // What takes the square of its length, or more, does not come to its end within the time of a test.
  test.each(endlessMarks)('is read at once and while it grows: %j', (mark) => {
    const text = mark.repeat(Math.ceil(60_000 / mark.length));
    const reader = new MarkdownReader();
    for (let end = 0; end < text.length; end += 3000) reader.read(text.slice(0, end), true);
    expect(reader.read(text)).toBeDefined();
    expect(new MarkdownReader().read(`${text}\n\nafter`).flat().at(-1)?.token.raw).toContain('after');
  });

  test('of 1 MB in one line, or in a fence that is never closed, is one block with all of its text', () => {
    const line = 'word **bold** '.repeat(75_000);
    for (const [opener, type] of [
      ['', 'paragraph'],
      ['```js\n', 'code'],
      ['$$\n', 'paragraph'],
    ] as const) {
      const reader = new MarkdownReader();
      for (let end = 0; end < line.length; end += 10_000) reader.read(opener + line.slice(0, end), true);
      const [block] = reader.read(opener + line).flat();
      expect(block?.token).toMatchObject({ type, raw: opener + line });
    }
  });
});
