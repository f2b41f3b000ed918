import { type ReactNode, useEffect, useRef } from 'react';
import { assertNever } from '../../shared/errors.ts';
import type { AssistantLibrary } from '../../shared/model/assistant.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { Deployment } from '../../shared/model/deployment.ts';
import type { CommandHub } from '../commands.ts';
import { StorageDialog } from '../features/account/storage-dialog.tsx';
import { AssistantsDialog } from '../features/assistants/assistants-dialog.tsx';
import type { ChatLibrary } from '../features/chat/chat-library.ts';
import { SettingsForm } from '../features/chat/settings-form.tsx';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { PromptsDialog } from '../features/prompts/prompts-dialog.tsx';
import { SettingsDialog } from '../features/settings/settings-dialog.tsx';
import type { Section } from '../features/settings/settings.logic.ts';
import { ExportDialog } from '../features/transfer/export-dialog.tsx';
import { ImportDialog } from '../features/transfer/import-dialog.tsx';
import { LibraryFiles } from '../features/transfer/library-files.tsx';
import { UsageDialog } from '../features/usage/usage-dialog.tsx';
import { storageLinks } from './storage-links.ts';

/** The dialog that is open; without a conversation it is every one that is exported. */
export type OpenDialog =
  | {
      readonly kind: 'none' | 'assistants' | 'prompts' | 'usage' | 'import' | 'palette' | 'storage';
    }
  | { readonly kind: 'settings'; readonly section: Section }
  | { readonly kind: 'export'; readonly conversation: Conversation | null };

/** What the dialogs of the workspace need. */
export interface WorkspaceDialogsProps {
  readonly dialog: OpenDialog;
  readonly hub: CommandHub;
  readonly deployments: readonly Deployment[];
  /** Those that the list shows. */
  readonly conversations: readonly Conversation[];
  readonly library: ChatLibrary;
  readonly toolServers: AssistantLibrary['toolServers'];
  readonly mayExport: boolean;
  readonly onShow: (dialog: OpenDialog) => void;
  readonly onOpen: (conversationId: string) => void;
}

/** The dialog over the workspace, if any; where it closes, the focus is back where it was. */
export function WorkspaceDialogs(props: WorkspaceDialogsProps): ReactNode {
  const { dialog, hub, deployments, conversations, library, toolServers, mayExport, onShow, onOpen } = props;
  useReturnedFocus(dialog.kind !== 'none');
  const close = () => onShow({ kind: 'none' });
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'palette':
      return (
        <CommandPalette
          hub={hub}
          deployments={deployments}
          recentConversations={conversations}
          onOpen={onOpen}
          onClose={close}
        />
      );
    case 'settings':
      return <SettingsDialog section={dialog.section} links={storageLinks(mayExport, onShow)} onClose={close} />;
    case 'storage':
      return <StorageDialog onClose={close} />;
    case 'usage':
      return <UsageDialog deployments={deployments} onClose={close} />;
    case 'prompts':
      return (
        <PromptsDialog
          prompts={library.prompts}
          files={<LibraryFiles kind="prompts" mayExport={mayExport} />}
          onClose={close}
        />
      );
    case 'assistants':
      return (
        <AssistantsDialog
          assistants={library.assistants}
          toolServers={toolServers}
          deployments={deployments}
          files={<LibraryFiles kind="assistants" mayExport={mayExport} />}
          renderSettings={(fields) => <SettingsForm {...fields} assistant={null} isOfAssistant />}
          onClose={close}
        />
      );
    case 'import':
      return <ImportDialog onClose={close} />;
    case 'export':
      return <ExportDialog conversation={dialog.conversation} onClose={close} />;
    default:
      return assertNever(dialog);
  }
}

/** A dialog that was opened by keys has no button that the focus could return to: it returns to where it was. */
function useReturnedFocus(isOpen: boolean): void {
  const before = useRef<Element | null>(null);
  // While nothing is open, so that it is known before a dialog takes the focus.
  useEffect(() => {
    if (isOpen) return undefined;
    const last = before.current;
    if (document.activeElement === document.body && last instanceof HTMLElement && last.isConnected) last.focus();
    const onFocus = ({ target }: FocusEvent) => {
      // A dialog that opens takes the focus before this listener has gone.
      if (target instanceof Element && target.closest('[role="dialog"]') === null) before.current = target;
    };
    if (document.activeElement !== document.body) before.current = document.activeElement;
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [isOpen]);
}
