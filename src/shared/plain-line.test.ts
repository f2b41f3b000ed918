import { expect, test } from 'vitest';
import { plainLine } from './plain-line.ts';

test.each([
  ['a title that turns the line around', 'Bank\u202Emoc.live', 'Bankmoc.live'],
  ['zero-width characters that hide a part', 'pay\u200Bpal\u2060\u00AD', 'paypal'],
  ['line breaks of every kind', 'one\r\n\ttwo\u2028three', 'one two three'],
  ['joiners of an emoji, which are kept', '👩\u200D💻', '👩\u200D💻'],
])('leaves nothing of %s', (_name, text, expected) => {
  expect(plainLine(text, 50)).toBe(expected);
});

test('an endless text is cut, and never in the middle of a character', () => {
  expect(plainLine('😀'.repeat(10_000), 10)).toBe(`${'😀'.repeat(4)}…`);
  expect(plainLine('x'.repeat(10), 10)).toBe('x'.repeat(10));
});
