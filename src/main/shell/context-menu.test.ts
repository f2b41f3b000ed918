import { describe, expect, it } from 'vitest';
import { allowedExternalUrl } from '../../shared/external-url.ts';
import { type ContextMenuPlace, contextMenuTemplate } from './context-menu.ts';

const noEdit = { canCut: false, canCopy: false, canPaste: false, canSelectAll: false } as ContextMenuPlace['editFlags'];
const nowhere: ContextMenuPlace = {
  editFlags: noEdit,
  isEditable: false,
  selectionText: '',
  linkURL: '',
  misspelledWord: '',
  dictionarySuggestions: [],
};

function build(place: Partial<ContextMenuPlace>) {
  const done: string[] = [];
  const items = contextMenuTemplate(
    { ...nowhere, ...place },
    {
      openLink: (url) => void done.push(`open ${url}`),
      copyText: (text) => void done.push(`copy ${text}`),
      replaceMisspelling: (word) => void done.push(`replace ${word}`),
      learnWord: (word) => void done.push(`learn ${word}`),
      allowedLink: allowedExternalUrl,
    },
  );
  const choose = (label: string) =>
    items.find((item) => item.label === label)?.click?.(undefined as never, undefined, undefined as never);
  return { names: items.map(({ label, role, type }) => label ?? role ?? type), choose, done };
}

describe('the menu of a right click', () => {
  it('is none where there is nothing to do', () => {
    expect(build({}).names).toEqual([]);
  });

  it('copies what is selected', () => {
    expect(build({ selectionText: 'words' }).names).toEqual(['copy']);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://host/share',
    'ms-msdt:/id',
    'parley://compose?text=a',
    'https://user:pass@host/',
  ])('neither opens nor copies a link that the allow-list refuses: %s', (linkURL) => {
    expect(build({ linkURL }).names).toEqual([]);
  });

  it('opens and copies a link of the web, and the address of a mail', () => {
    const web = build({ linkURL: 'https://contoso.example/a' });
    web.choose('Open Link in Browser');
    web.choose('Copy Link');
    expect(web.done).toEqual(['open https://contoso.example/a', 'copy https://contoso.example/a']);
    const mail = build({ linkURL: 'mailto:ada%40contoso.example?subject=x' });
    mail.choose('Copy Mail Address');
    expect(mail.done).toEqual(['copy ada@contoso.example']);
  });

  it('corrects a word, whatever is in it', () => {
    const { names, choose, done } = build({
      isEditable: true,
      misspelledWord: 'R&D',
      dictionarySuggestions: ['R&B', 'b', 'c', 'd', 'e', 'f'],
    });
    expect(names.slice(0, 7)).toEqual(['R&&B', 'b', 'c', 'd', 'e', 'Add to Dictionary', 'separator']);
    choose('R&&B');
    choose('Add to Dictionary');
    expect(done).toEqual(['replace R&B', 'learn R&D']);
  });
});
