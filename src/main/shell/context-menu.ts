import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';

/** The part of what Chromium tells that is used. */
export type ContextMenuPlace = Pick<
  ContextMenuParams,
  'editFlags' | 'isEditable' | 'selectionText' | 'linkURL' | 'misspelledWord' | 'dictionarySuggestions'
>;

/** What the items do. */
export interface ContextMenuActions {
  readonly openLink: (url: string) => void;
  readonly copyText: (text: string) => void;
  readonly replaceMisspelling: (word: string) => void;
  readonly learnWord: (word: string) => void;
  /** The address as it may be opened outside; undefined where it may not. */
  readonly allowedLink: (url: string) => string | undefined;
}

const suggestionLimit = 5;
const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The menu of a right click on text or a link; empty where there is nothing to do. */
export function contextMenuTemplate(
  place: ContextMenuPlace,
  actions: ContextMenuActions,
): MenuItemConstructorOptions[] {
  const groups = [spelling(place, actions), link(place, actions), edit(place)].filter((group) => group.length > 0);
  return groups
    .flatMap((group) => [separator, group])
    .flat()
    .slice(1);
}

function spelling(
  { isEditable, misspelledWord, dictionarySuggestions }: ContextMenuPlace,
  { replaceMisspelling, learnWord }: ContextMenuActions,
): MenuItemConstructorOptions[] {
  if (!isEditable || misspelledWord === '') return [];
  const suggestions = dictionarySuggestions.slice(0, suggestionLimit);
  return [
    ...(suggestions.length === 0 ? [{ label: 'No suggestions', enabled: false }] : []),
    ...suggestions.map((word) => ({ label: literal(word), click: () => replaceMisspelling(word) })),
    { label: 'Add to Dictionary', click: () => learnWord(misspelledWord) },
  ];
}

/** SECURITY: what the allow-list refuses can be neither opened nor carried off to where it would be. */
function link({ linkURL }: ContextMenuPlace, actions: ContextMenuActions): MenuItemConstructorOptions[] {
  const url = linkURL === '' ? undefined : actions.allowedLink(linkURL);
  if (url === undefined) return [];
  const isMail = url.startsWith('mailto:');
  return [
    { label: isMail ? 'Write Mail' : 'Open Link in Browser', click: () => actions.openLink(url) },
    {
      label: isMail ? 'Copy Mail Address' : 'Copy Link',
      click: () => actions.copyText(isMail ? decodeURIComponent(new URL(url).pathname) : url),
    },
  ];
}

function edit({ isEditable, selectionText, editFlags }: ContextMenuPlace): MenuItemConstructorOptions[] {
  const { canCut, canCopy, canPaste, canSelectAll } = editFlags;
  if (isEditable) {
    return [
      { role: 'cut', enabled: canCut },
      { role: 'copy', enabled: canCopy },
      { role: 'paste', enabled: canPaste },
      { role: 'pasteAndMatchStyle', enabled: canPaste, label: 'Paste as Plain Text' },
      { type: 'separator' },
      { role: 'selectAll', enabled: canSelectAll },
    ];
  }
  return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
}

/** An ampersand would mark the next letter. */
function literal(label: string): string {
  return label.replaceAll('&', '&&');
}
