import { describe, expect, it } from 'vitest';
import { draftTitle, toTitle } from './title.ts';

describe('draftTitle', () => {
  it('keeps a short question whole, on one line', () => {
    expect(draftTitle('  What is\n\na monad?  ')).toBe('What is a monad?');
  });

  it('cuts a long one between words', () => {
    const title = draftTitle('Please explain to me in great detail how the storage process of this application works');
    expect(title).toBe('Please explain to me in great detail how the storage…');
  });

  it('cuts a text without spaces all the same', () => {
    expect(draftTitle('字'.repeat(200))).toHaveLength(61);
  });

  it.each(['👩‍👩‍👧‍👦', '🇩🇪', 'é', '🙂'])('never cuts %s in half', (character) => {
    const [title = ''] = draftTitle(character.repeat(100)).split('…');
    expect(title.length).toBeGreaterThan(40);
    expect(title.replaceAll(character, '')).toBe('');
  });
});

describe('toTitle', () => {
  it.each([
    ['"Monads in Practice."', 'Monads in Practice'],
    ['Title: Monads', 'Monads'],
    ['## **Monads**\nand more', 'Monads'],
  ])('takes the plain title out of %j', (text, title) => {
    expect(toTitle(text)).toBe(title);
  });

  it.each(['', '   ', '""', 'x'.repeat(500)])('takes no title from %j', (text) => {
    expect(toTitle(text)).toBeUndefined();
  });
});
