import { describe, expect, test } from 'vitest';
import { isLongText } from './pasted-text.logic.ts';

describe('a pasted text', () => {
  test('of a few pages or of very many lines goes along as a file, a snippet does not', () => {
    expect(isLongText('word '.repeat(200))).toBe(false);
    expect(isLongText('line\n'.repeat(199))).toBe(false);
    expect(isLongText('line\n'.repeat(200))).toBe(true);
    expect(isLongText('x'.repeat(8001))).toBe(true);
    expect(isLongText('')).toBe(false);
  });
});
