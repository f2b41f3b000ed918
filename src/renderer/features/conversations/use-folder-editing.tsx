import { type ReactNode, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Folder } from '../../../shared/model/conversation-order.ts';
import type { Result } from '../../../shared/ipc/define.ts';
import { useBridge } from '../../bridge.ts';
import type { Confirmation } from '../../ui/confirm-dialog.tsx';
import { FolderDialog } from './folder-dialog.tsx';
import type { FolderEvents } from './folder-heading.tsx';

/** What editing folders needs of the list. */
export interface FolderEditingOptions {
  readonly follow: (work: Promise<Result<unknown>>) => void;
  readonly onMove: (conversations: readonly Conversation[], folderId: string) => void;
  readonly onConfirm: (confirmation: Confirmation) => void;
}

/** How folders are made and changed. */
export interface FolderEditing {
  readonly events: FolderEvents;
  /** Asks for the name of a new folder, which conversations are moved into. */
  readonly create: (moving: readonly Conversation[]) => void;
  readonly dialog: ReactNode;
}

type Naming =
  | { readonly kind: 'none' }
  | { readonly kind: 'new'; readonly moving: readonly Conversation[] }
  | { readonly kind: 'rename'; readonly folder: Folder };

/** Makes, renames, opens and deletes folders. */
export function useFolderEditing({ follow, onMove, onConfirm }: FolderEditingOptions): FolderEditing {
  const { history } = useBridge();
  const [naming, setNaming] = useState<Naming>({ kind: 'none' });
  const make = async (name: string, moving: readonly Conversation[]) => {
    const id = crypto.randomUUID();
    const made = await history.saveFolder({ id, name, isCollapsed: false });
    if (made.ok && moving.length > 0) onMove(moving, id);
    return made;
  };
  const save = (name: string) => {
    if (naming.kind === 'rename') follow(history.saveFolder({ ...naming.folder, name }));
    else if (naming.kind === 'new') follow(make(name, naming.moving));
  };
  const events: FolderEvents = {
    onToggle: (folder) => follow(history.saveFolder({ ...folder, isCollapsed: !folder.isCollapsed })),
    onRenameFolder: (folder) => setNaming({ kind: 'rename', folder }),
    onDeleteFolder: ({ id, name }) =>
      onConfirm({
        title: 'Delete this folder?',
        text: (
          <>
            The folder “<bdi>{name}</bdi>” is deleted. The conversations in it stay.
          </>
        ),
        action: 'Delete folder',
        run: () => follow(history.deleteFolder({ folderId: id })),
      }),
  };
  const dialog =
    naming.kind === 'none' ? null : (
      <FolderDialog
        name={naming.kind === 'rename' ? naming.folder.name : ''}
        onSave={save}
        onClose={() => setNaming({ kind: 'none' })}
      />
    );
  return { events, create: (moving) => setNaming({ kind: 'new', moving }), dialog };
}
