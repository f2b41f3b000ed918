import { useContext } from 'react';
import type { AppErrorData } from '../../shared/errors.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import { AppInfoContext, useBridge } from '../bridge.ts';
import { type CommandHub, useCommand } from '../commands.ts';
import { besideOf } from './commands.logic.ts';
import type { OpenDialog } from './workspace-dialogs.tsx';

/** What the commands of the workspace do. */
export interface WorkspaceCommands {
  readonly hub: CommandHub;
  /** The conversations of the list, top down. */
  readonly listed: () => readonly Conversation[];
  readonly shownId: string;
  /** Null for one that is not written yet. */
  readonly conversation: Conversation | null;
  readonly mayExport: boolean;
  readonly onNew: () => void;
  readonly onSearch: () => void;
  readonly onToggleList: () => void;
  readonly onOpen: (conversationId: string) => void;
  readonly onShow: (dialog: OpenDialog) => void;
  readonly onDelete: (conversation: Conversation) => void;
  readonly onError: (error: AppErrorData) => void;
}

/** Does the commands that are about the window and the list. */
export function useWorkspaceCommands(options: WorkspaceCommands): void {
  const { hub, listed, shownId, conversation, onNew, onOpen, onShow } = options;
  const { shell } = useBridge();
  const { temporaryChats, platform } = useContext(AppInfoContext);
  // What a person may take along of what is shown, and of everything.
  const exported = options.mayExport ? conversation : null;
  const step = (direction: 1 | -1) => {
    const ids = listed().map(({ id }) => id);
    const next = besideOf(ids, shownId, direction);
    if (next !== undefined) onOpen(next);
  };
  const print = async ({ id }: Conversation) => {
    const printed = await shell.print({ conversationId: id });
    if (!printed.ok) options.onError(printed.error);
  };
  useCommand('command-palette', () => onShow({ kind: 'palette' }));
  useCommand('new-chat', onNew);
  useCommand('search', options.onSearch);
  useCommand('toggle-list', options.onToggleList);
  useCommand('next-conversation', () => step(1));
  useCommand('previous-conversation', () => step(-1));
  useCommand('settings', () => onShow({ kind: 'settings', section: 'general' }));
  useCommand('shortcuts', () => onShow({ kind: 'settings', section: 'shortcuts' }));
  useCommand('assistants', () => onShow({ kind: 'assistants' }));
  useCommand('prompts', () => onShow({ kind: 'prompts' }));
  useCommand('usage', () => onShow({ kind: 'usage' }));
  useCommand('import', () => onShow({ kind: 'import' }));
  useCommand('export', exported === null ? undefined : () => onShow({ kind: 'export', conversation: exported }));
  useCommand('export-all', options.mayExport ? () => onShow({ kind: 'export', conversation: null }) : undefined);
  // A browser prints its page itself.
  useCommand('print', exported === null || platform === 'browser' ? undefined : () => void print(exported));
  useCommand('delete', conversation === null ? undefined : () => options.onDelete(conversation));
  const makeTemporary = () => {
    if (hub.run('make-temporary')) return;
    onNew();
    // The new chat is shown by then.
    setTimeout(() => hub.run('make-temporary'));
  };
  useCommand('temporary-chat', temporaryChats === 'allowed' ? makeTemporary : undefined);
}
