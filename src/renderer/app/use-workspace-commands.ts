import { useContext } from 'react';
import type { Conversation } from '../../shared/model/conversation.ts';
import { AppInfoContext, type Projection, useBridge, usePreferences } from '../bridge.ts';
import { type CommandHub, useCommand } from '../commands.ts';
import type { ConversationIndex } from '../features/conversations/conversation-index.logic.ts';
import { listItems } from '../features/conversations/list-items.logic.ts';
import type { Section } from '../features/settings/settings.logic.ts';
import { besideOf, zoomedTo } from './commands.logic.ts';

/** What the commands of the workspace do. */
export interface WorkspaceCommands {
  readonly hub: CommandHub;
  readonly index: Projection<ConversationIndex>;
  readonly shownId: string;
  /** Null for one that is not written yet. */
  readonly conversation: Conversation | null;
  readonly mayExport: boolean;
  readonly onNew: () => void;
  readonly onSearch: () => void;
  readonly onToggleList: () => void;
  readonly onOpen: (conversationId: string) => void;
  readonly onSettings: (section: Section) => void;
  readonly onPalette: () => void;
  readonly onExport: (conversation: Conversation) => void;
  readonly onDelete: (conversation: Conversation) => void;
}

/** Does the commands that are about the window and the list. */
export function useWorkspaceCommands(options: WorkspaceCommands): void {
  const { hub, index, shownId, conversation, mayExport, onNew, onOpen, onSettings } = options;
  const { preferences } = useBridge();
  const { temporaryChats, platform } = useContext(AppInfoContext);
  const { zoomPercent } = usePreferences().values;
  const step = (direction: 1 | -1) => {
    const items = index.kind === 'ready' ? listItems(index.value, 'list', Date.now()) : [];
    const ids = items.flatMap((item) => (item.kind === 'conversation' ? [item.conversation.id] : []));
    const next = besideOf(ids, shownId, direction);
    if (next !== undefined) onOpen(next);
  };
  const zoom = (percent: number) => void preferences.change({ zoomPercent: percent });
  // A browser has a zoom of its own.
  const zooms = platform !== 'browser';
  useCommand('command-palette', options.onPalette);
  useCommand('new-chat', onNew);
  useCommand('search', options.onSearch);
  useCommand('toggle-list', options.onToggleList);
  useCommand('next-conversation', () => step(1));
  useCommand('previous-conversation', () => step(-1));
  useCommand('settings', () => onSettings('general'));
  useCommand('shortcuts', () => onSettings('shortcuts'));
  useCommand('export', conversation !== null && mayExport ? () => options.onExport(conversation) : undefined);
  useCommand('delete', conversation === null ? undefined : () => options.onDelete(conversation));
  useCommand('zoom-in', zooms ? () => zoom(zoomedTo(zoomPercent, 'in')) : undefined);
  useCommand('zoom-out', zooms ? () => zoom(zoomedTo(zoomPercent, 'out')) : undefined);
  useCommand('zoom-reset', zooms ? () => zoom(100) : undefined);
  const makeTemporary = () => {
    if (hub.run('make-temporary')) return;
    onNew();
    // The new chat is shown by then.
    setTimeout(() => hub.run('make-temporary'));
  };
  useCommand('temporary-chat', temporaryChats === 'allowed' ? makeTemporary : undefined);
}
