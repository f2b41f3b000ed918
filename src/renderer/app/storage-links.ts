import type { SettingsLink } from '../features/settings/settings-dialog.tsx';
import type { OpenDialog } from './workspace-dialogs.tsx';

/** What the settings lead to of what is kept on this computer. */
export function storageLinks(mayExport: boolean, show: (dialog: OpenDialog) => void): readonly SettingsLink[] {
  return [
    {
      label: 'History on this computer',
      description: 'How much room your conversations take, how long they are kept, and the way to delete all of them.',
      words: 'storage delete backup retention encrypted',
      button: 'Open…',
      run: () => show({ kind: 'storage' }),
    },
    {
      label: 'Usage',
      description: 'What you have used of each model on this computer.',
      words: 'tokens cost price',
      button: 'Open…',
      run: () => show({ kind: 'usage' }),
    },
    {
      label: 'Import conversations',
      description: 'Take conversations out of a file of Parley or of another program.',
      words: 'chatgpt file',
      button: 'Import…',
      run: () => show({ kind: 'import' }),
    },
    ...(mayExport
      ? [
          {
            label: 'Export all conversations',
            description: 'Write all of your conversations into a file.',
            words: 'save download json markdown',
            button: 'Export…',
            run: () => show({ kind: 'export', conversation: null }),
          },
        ]
      : []),
  ];
}
