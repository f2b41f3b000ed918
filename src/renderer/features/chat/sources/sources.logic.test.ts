import { describe, expect, test } from 'vitest';
import type { Citation } from '../../../../shared/model/source.ts';
import { answerSources, citedText, shownLines, type SourceLine } from './sources.logic.ts';

const page = (sourceId: string, address = `https://example.org/${sourceId}`): SourceLine => ({
  sourceId,
  title: sourceId,
  address,
  host: 'example.org',
});
const cite = (text: string, citations: readonly Citation[], sources = [page('a'), page('b')]) =>
  citedText({ text, providerMetadata: { parley: { citations } } }, sources);
const mark = (number: number, id: string) => `\u00A0[\\[${number}\\]](<https://example.org/${id}>)`;

describe('the lines of sources', () => {
  test('an address that may not be opened is no link, whatever main has let through', () => {
    const parts = ['javascript:alert(1)', 'file:///etc/passwd', 'mailto:a@example.org', 'https://a:b@example.org/'].map(
      (url, index) => ({ type: 'source-url' as const, sourceId: `${index}`, url, title: 'Click' }),
    );
    expect(answerSources({ parts }).map(({ address, host }) => [address, host])).toEqual(
      parts.map(() => [undefined, '']),
    );
  });

  test('a title that names another page does not hide whose page it is', () => {
    const part = {
      type: 'source-url' as const,
      sourceId: '1',
      url: 'https://evil.example/',
      title: 'https://bank.example',
    };
    expect(answerSources({ parts: [part] })).toMatchObject([{ host: 'evil.example' }]);
  });

  test('a long list does not push the conversation away, and one more line is no reason for a button', () => {
    const lines = Array.from({ length: 7 }, (_, index) => page(`${index}`));
    expect(shownLines(lines, false)).toMatchObject({ shown: { length: 5 }, more: 2 });
    expect(shownLines(lines.slice(1), false)).toMatchObject({ shown: { length: 6 }, more: 0 });
    expect(shownLines(lines, true)).toMatchObject({ shown: { length: 7 }, more: 0 });
  });
});

describe('marks in a text', () => {
  test('stand where the citation ends, in the order of the text, each once', () => {
    const citations = [
      { sourceId: 'b', start: 7, end: 12 },
      { sourceId: 'a', start: 0, end: 6 },
      { sourceId: 'a', start: 2, end: 6 },
    ];
    expect(cite('Herons fish.', citations)).toBe(`Herons${mark(1, 'a')} fish.${mark(2, 'b')}`);
  });

  test('stand behind the character that the service means, where the text has emoji', () => {
    expect(cite('😀 Herons fish.', [{ sourceId: 'a', start: 2, end: 8 }])).toBe(`😀 Herons${mark(1, 'a')} fish.`);
  });

  test.each([
    ['code', 'Run `npm ci` first', 6, (text: string) => text.replace('`npm ci`', `\`npm ci\`${mark(1, 'a')}`)],
    ['an address', 'See https://a.example/b now', 10, (text: string) => text.replace('/b', `/b${mark(1, 'a')}`)],
    ['a block of code', '```\nnpm ci\nnpm test\n```\n\nDone', 7, (text: string) => text],
    ['a block of code without an end', '~~~js\nlet a;\nlet b;', 8, (text: string) => text],
  ])('do not become a part of %s', (_name, text, end, expected) => {
    expect(cite(text, [{ sourceId: 'a', start: 0, end }])).toBe(expected(text));
  });

  test('come after a block of code that has ended', () => {
    const text = '```\ncode\n```\nHerons fish.';
    expect(cite(text, [{ sourceId: 'a', start: 13, end: text.length }])).toBe(`${text}${mark(1, 'a')}`);
  });

  test('are left out where the model has written the link itself', () => {
    const text = 'Herons ([example](https://example.org/a)).';
    expect(cite(text, [{ sourceId: 'a', start: 7, end: text.length - 1 }])).toBe(text);
  });

  test('stay one link with a hostile address, also in a table', () => {
    const hostile = page('a', 'https://example.org/?a=1&copy=2|x`*');
    const cited = cite('Herons', [{ sourceId: 'a', start: 0, end: 6 }], [hostile]);
    expect(cited).toBe('Herons\u00A0[\\[1\\]](<https://example.org/?a=1&amp;copy=2%7cx%60%2a>)');
  });

  test('do not come from what is no citation, and not beyond the end of the text', () => {
    expect(citedText({ text: 'Herons', providerMetadata: { openai: { annotations: [{}] } } }, [page('a')])).toBe(
      'Herons',
    );
    expect(cite('Herons', [{ sourceId: 'none', start: 0, end: 6 }])).toBe('Herons');
    expect(cite('Herons', [{ sourceId: 'a', start: 0, end: 900 }])).toBe(`Herons${mark(1, 'a')}`);
  });

  test('cost little in a hostile text', () => {
    const citations = Array.from({ length: 500 }, (_, index) => ({ sourceId: 'a', start: 0, end: index }));
    for (const text of ['['.repeat(100_000), '`'.repeat(100_001), '```\n'.repeat(30_000), '<'.repeat(100_000)]) {
      expect(cite(text, citations).length).toBeGreaterThanOrEqual(text.length);
    }
  });
});
