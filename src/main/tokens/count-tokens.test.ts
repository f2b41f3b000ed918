import { countTokens as countWhole } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { countTokens } from './count-tokens.ts';

const prose =
  'The quick brown fox jumps over the lazy dog; two of them, in fact, did so twice.\n\n  Indented  text, too. ';

describe('countTokens', () => {
  it('counts prose and code as the whole text is counted, though it is counted in pieces', () => {
    const text = prose.repeat(400);
    expect(countTokens(text)).toBe(countWhole(text));
    const code = 'export function add(first: number, second: number) {\n    return first + second;\n}\n'.repeat(200);
    expect(countTokens(code)).toBe(countWhole(code));
  });

  it('is close where there are no spaces to part a text at', () => {
    const text = '这是一个没有空格的中文句子，它说明了为什么要这样计算。'.repeat(60);
    const whole = countWhole(text);
    expect(countTokens(text)).toBeGreaterThanOrEqual(whole);
    expect(countTokens(text)).toBeLessThan(whole * 1.02);
  });

  it.each([
    ['a million equal letters', 'a'.repeat(1_000_000)],
    ['a million spaces', ' '.repeat(1_000_000)],
    ['a hundred thousand rare characters without a space', '\u4e02\u9f98\u5f0c\u7c72'.repeat(25_000)],
    ['halves of characters', '\ud83d'.repeat(10_000)],
  ])('comes to an end with %s, which take byte pairs the square of their length', (_name, text) => {
    expect(countTokens(text)).toBeGreaterThan(0);
  });

  it('takes the name of a special token for the text that it is', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('does not part a character into halves that count double', () => {
    const text = '😀'.repeat(1000);
    expect(countTokens(text)).toBe(countWhole(text));
  });
});
