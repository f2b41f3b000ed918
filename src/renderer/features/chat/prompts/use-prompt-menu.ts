import { type KeyboardEvent, type RefObject, type SyntheticEvent, useId, useMemo, useState } from 'react';
import { filledPrompt, type Prompt, promptVariables } from '../../../../shared/model/prompt.ts';
import { matchingPrompts, menuCommand, slashWord, type SlashWord } from './prompt-menu.logic.ts';

/** A prompt whose variables are being filled in. */
export interface FillingPrompt {
  readonly prompt: Prompt;
  /** What it is to replace. */
  readonly word: SlashWord;
}

/** The menu of prompts that a slash opens in the message. */
export interface PromptMenuHandle {
  /** Empty while it is closed. */
  readonly matches: readonly Prompt[];
  readonly activeIndex: number;
  readonly listId: string;
  readonly filling: FillingPrompt | null;
  /** For the text field. */
  readonly fieldProps: {
    readonly onSelect: (event: SyntheticEvent<HTMLTextAreaElement>) => void;
    readonly onBlur: () => void;
    readonly 'aria-haspopup': 'listbox';
    readonly 'aria-autocomplete': 'list';
    readonly 'aria-controls': string | undefined;
    readonly 'aria-activedescendant': string | undefined;
  };
  /** Whether the menu has taken the key. */
  readonly takeKey: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  readonly setActive: (index: number) => void;
  readonly choose: (prompt: Prompt) => void;
  /** Inserts the prompt that is being filled in. */
  readonly insertFilled: (values: ReadonlyMap<string, string>) => void;
  readonly cancelFilling: () => void;
}

/** What the menu belongs to. */
export interface PromptMenuOptions {
  readonly prompts: readonly Prompt[];
  readonly draft: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** Where nothing is selected; undefined while the field has no caret. */
type Caret = number | undefined;

/** Lets a person choose a prompt by `/` at the start of a word, and put it in the word's place. */
export function usePromptMenu({ prompts, draft, field }: PromptMenuOptions): PromptMenuHandle {
  const listId = useId();
  const [caret, setCaret] = useState<Caret>();
  const [closedAt, setClosedAt] = useState<number>();
  const [active, setActive] = useState({ query: '', index: 0 });
  const [filling, setFilling] = useState<FillingPrompt | null>(null);

  const word = caret === undefined || filling !== null ? undefined : slashWord(draft, caret);
  const query = word?.query;
  const found = useMemo(() => (query === undefined ? [] : matchingPrompts(prompts, query)), [prompts, query]);
  const matches = word === undefined || word.start === closedAt ? [] : found;
  const activeIndex = active.query === query ? Math.min(active.index, matches.length - 1) : 0;

  const insert = (text: string, { start, end, query: sought }: SlashWord) => {
    const { current } = field;
    if (current === null) return;
    current.focus();
    // The message may have been written on while the variables were filled in.
    const isThere = current.value.slice(start, end) === `/${sought}`;
    current.setSelectionRange(isThere ? start : current.value.length, isThere ? end : current.value.length);
    // Deprecated, and the only way to change a field that Ctrl+Z takes back.
    // oxlint-disable-next-line typescript/no-deprecated -- there is no successor
    document.execCommand('insertText', false, text);
  };
  const choose = (prompt: Prompt) => {
    if (word === undefined) return;
    if (promptVariables(prompt.text).length > 0) setFilling({ prompt, word });
    else insert(filledPrompt(prompt.text, new Map(), new Date()), word);
  };
  const move = (step: number) =>
    setActive({ query: query ?? '', index: (activeIndex + step + matches.length) % matches.length });

  return {
    matches,
    activeIndex,
    listId,
    filling,
    fieldProps: {
      onSelect: ({ currentTarget: { selectionStart, selectionEnd, value } }) => {
        setCaret(selectionStart === selectionEnd ? selectionStart : undefined);
        // A word that has gone may be written again.
        if (closedAt !== undefined && slashWord(value, selectionEnd)?.start !== closedAt) setClosedAt(undefined);
      },
      onBlur: () => setCaret(undefined),
      'aria-haspopup': 'listbox',
      'aria-autocomplete': 'list',
      'aria-controls': matches.length === 0 ? undefined : listId,
      'aria-activedescendant': matches.length === 0 ? undefined : optionId(listId, activeIndex),
    },
    takeKey: (event) => {
      const command = matches.length === 0 ? undefined : menuCommand(event.nativeEvent);
      const prompt = matches[activeIndex];
      if (command === undefined || prompt === undefined) return false;
      event.preventDefault();
      if (command === 'choose') choose(prompt);
      else if (command === 'close') setClosedAt(word?.start);
      else move(command === 'next' ? 1 : -1);
      return true;
    },
    setActive: (index) => setActive({ query: query ?? '', index }),
    choose,
    insertFilled: (values) => {
      if (filling === null) return;
      setFilling(null);
      insert(filledPrompt(filling.prompt.text, values, new Date()), filling.word);
    },
    cancelFilling: () => {
      setFilling(null);
      setClosedAt(filling?.word.start);
      field.current?.focus();
    },
  };
}

/** The id of an option of the menu. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
