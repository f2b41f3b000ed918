import type { Prompt } from '../../../../shared/model/prompt.ts';

/** More would be scrolled, not read. */
const shownLimit = 50;
const queryLimit = 60;

/** A word of a draft that begins with a slash and ends at the caret. */
export interface SlashWord {
  /** Where its slash stands. */
  readonly start: number;
  readonly end: number;
  /** What follows the slash. */
  readonly query: string;
}

/** The word that looks for a prompt; undefined where the caret is not at the end of one. */
export function slashWord(text: string, caret: number): SlashWord | undefined {
  const start = caret === 0 ? -1 : text.lastIndexOf('/', caret - 1);
  const query = text.slice(start + 1, caret);
  if (start === -1 || query.length > queryLimit || /\s/.test(query)) return undefined;
  const isAlone = isGap(text[start - 1]) && isGap(text[caret]);
  return isAlone ? { start, end: caret, query } : undefined;
}

/** The prompts that a query finds, best first; a hyphen of the query stands for a space. */
export function matchingPrompts(prompts: readonly Prompt[], query: string): readonly Prompt[] {
  const wanted = folded(query);
  const ranked = prompts.flatMap((prompt) => {
    const rank = rankOf(folded(prompt.name), wanted);
    return rank === undefined ? [] : [{ prompt, rank }];
  });
  return ranked
    .toSorted((left, right) => left.rank - right.rank)
    .slice(0, shownLimit)
    .map(({ prompt }) => prompt);
}

/** What a key does while the menu is open. */
export type MenuCommand = 'next' | 'previous' | 'choose' | 'close';

/** The parts of a KeyboardEvent that decide what it means. */
export interface MenuKey {
  readonly key: string;
  /** Deprecated, and the only sign of some input methods' Enter. */
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** The command of a key; undefined leaves it to the text field. */
export function menuCommand(press: MenuKey): MenuCommand | undefined {
  if (press.isComposing || press.keyCode === 229) return undefined;
  if (press.shiftKey || press.ctrlKey || press.altKey || press.metaKey) return undefined;
  switch (press.key) {
    case 'ArrowDown':
      return 'next';
    case 'ArrowUp':
      return 'previous';
    case 'Enter':
    case 'Tab':
      return 'choose';
    case 'Escape':
      return 'close';
    default:
      return undefined;
  }
}

function isGap(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

function rankOf(name: string, wanted: string): number | undefined {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(`-${wanted}`)) return 1;
  return name.includes(wanted) ? 2 : undefined;
}

/** Without accents and case; spaces become hyphens. */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, '-');
}
