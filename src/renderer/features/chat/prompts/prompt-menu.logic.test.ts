import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../../../shared/model/prompt.ts';
import { matchingPrompts, type MenuKey, menuCommand, slashWord } from './prompt-menu.logic.ts';

/** The caret stands at the bar. */
function wordAt(marked: string) {
  const caret = marked.indexOf('|');
  return slashWord(marked.replace('|', ''), caret);
}

describe('slashWord', () => {
  it.each([
    ['/|', { start: 0, end: 1, query: '' }],
    ['Hello /le|', { start: 6, end: 9, query: 'le' }],
    ['one\n/le| two', { start: 4, end: 7, query: 'le' }],
  ])('finds the word at the caret: %j', (marked, word) => {
    expect(wordAt(marked)).toEqual(word);
  });

  it.each(['|/le', '/l|e', 'and/or|', '/usr/bin|', '/le |', 'https://x|', '7 / 2|', '|', `/${'x'.repeat(61)}|`])(
    'does not open where a slash is a slash: %j',
    (marked) => expect(wordAt(marked)).toBeUndefined(),
  );
});

describe('matchingPrompts', () => {
  const prompts = ['Cover letter', 'Lettuce recipe', 'Résumé', 'Palette'].map((name): Prompt => ({
    id: name,
    source: 'person',
    name,
    text: '',
  }));
  const names = (query: string) => matchingPrompts(prompts, query).map(({ name }) => name);

  it('puts a name that begins so before a word that does, and that before the rest', () => {
    expect(names('let')).toEqual(['Lettuce recipe', 'Cover letter', 'Palette']);
  });

  it('does not ask for capitals, accents or spaces', () => {
    expect(names('resume')).toEqual(['Résumé']);
    expect(names('COVER-let')).toEqual(['Cover letter']);
  });

  it('finds everything for a lone slash and nothing for nonsense', () => {
    expect(names('')).toHaveLength(4);
    expect(names('.*')).toEqual([]);
  });

  it('does not draw hundreds', () => {
    const many = Array.from({ length: 700 }, (_, index): Prompt => {
      return { id: `${index}`, source: 'person', name: 'N', text: '' };
    });
    expect(matchingPrompts(many, 'n')).toHaveLength(50);
  });
});

describe('menuCommand', () => {
  const press = (key: string, others: Partial<MenuKey> = {}) =>
    menuCommand({
      key,
      keyCode: 0,
      isComposing: false,
      shiftKey: false,
      ctrlKey: false,
      altKey: false,
      metaKey: false,
      ...others,
    });

  it('leaves an input method its own keys', () => {
    expect(press('Enter', { isComposing: true })).toBeUndefined();
    expect(press('Enter', { keyCode: 229 })).toBeUndefined();
    expect(press('Enter')).toBe('choose');
  });

  it('leaves a new line, Shift+Tab and the letters to the text', () => {
    expect(press('Enter', { shiftKey: true })).toBeUndefined();
    expect(press('Tab', { shiftKey: true })).toBeUndefined();
    expect(press('a')).toBeUndefined();
  });
});
