import { describe, expect, it } from 'vitest';
import { filledPrompt, LibraryName, promptVariables, PromptText } from './prompt.ts';

const now = new Date(2026, 2, 9, 14, 5);
const fill = (text: string, values: Readonly<Record<string, string>> = {}) =>
  filledPrompt(text, new Map(Object.entries(values)), now);

describe('promptVariables', () => {
  it('asks for each once, in their order, and with the first default', () => {
    expect(promptVariables('{{tone|kind}} to {{ name }}: {{tone|cold}} {{name}} {{place}} {{place|Bonn}}')).toEqual([
      { name: 'tone', usual: 'kind' },
      { name: 'name', usual: '' },
      { name: 'place', usual: 'Bonn' },
    ]);
  });

  it('does not ask for what Parley knows, unless the person gave it a default', () => {
    expect(promptVariables('{{date}} {{ time }} {{date|tomorrow}}')).toEqual([{ name: 'date', usual: 'tomorrow' }]);
  });

  it.each(['{{}}', '{{ }}', '{{\u200B}}', '{name}', '{{a\nb}}', '{{{{', '{{a|b', `{{${'x'.repeat(61)}}}`])(
    'leaves what is no variable as it is: %j',
    (text) => {
      expect(promptVariables(text)).toEqual([]);
      expect(fill(text)).toBe(text);
    },
  );

  it('does not take seconds for braces without end', () => {
    expect(promptVariables('{{a|'.repeat(5000))).toEqual([]);
  });
});

describe('filledPrompt', () => {
  it('fills in every place, and date and time by itself', () => {
    expect(fill('{{who}} and {{ who|me }}, {{date}} {{time}}', { who: 'Ada' })).toBe('Ada and Ada, 9 March 2026 14:05');
  });

  it('takes what was typed as it is: no variable, no pattern of a replacement', () => {
    expect(fill('{{a}}|{{b}}', { a: '{{b}} $& $1', b: 'B' })).toBe('{{b}} $& $1|B');
  });

  it('is not misled by a name that every object has', () => {
    expect(fill('{{constructor}} {{toString}}')).toBe('{{constructor}} {{toString}}');
    expect(promptVariables('{{constructor}}')).toHaveLength(1);
  });
});

describe('what a prompt may be', () => {
  it('is not one without a name that can be seen', () => {
    expect(LibraryName.safeParse(' \u200B ').success).toBe(false);
    expect(LibraryName.parse('  Letter ')).toBe('Letter');
  });

  it('is not one that asks for more fields than fit a form', () => {
    const text = (count: number) => Array.from({ length: count }, (_, index) => `{{v${index}}}`).join(' ');
    expect(PromptText.safeParse(text(20)).success).toBe(true);
    expect(PromptText.safeParse(text(21)).success).toBe(false);
  });
});
