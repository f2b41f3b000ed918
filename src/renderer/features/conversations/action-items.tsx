import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Archive20Regular } from '@fluentui/react-icons/svg/archive';
import { ArchiveArrowBack20Regular } from '@fluentui/react-icons/svg/archive-arrow-back';
import { ArrowUndo20Regular } from '@fluentui/react-icons/svg/arrow-undo';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Folder20Regular } from '@fluentui/react-icons/svg/folder';
import { FolderAdd20Regular } from '@fluentui/react-icons/svg/folder-add';
import { Pin20Regular } from '@fluentui/react-icons/svg/pin';
import { PinOff20Regular } from '@fluentui/react-icons/svg/pin-off';
import type { ReactElement } from 'react';
import type { Folder } from '../../../shared/model/conversation-order.ts';
import { actionLabels, type ListAction } from './list-actions.logic.ts';

/** The picture of each action. */
export const actionIcons: Readonly<Record<ListAction, ReactElement>> = {
  pin: <Pin20Regular />,
  unpin: <PinOff20Regular />,
  archive: <Archive20Regular />,
  unarchive: <ArchiveArrowBack20Regular />,
  delete: <Delete20Regular />,
  restore: <ArrowUndo20Regular />,
  'delete-for-good': <Delete20Regular />,
};

/** What the menu item of an action needs. */
export interface ActionItemProps {
  readonly action: ListAction;
  readonly onAct: (action: ListAction) => void;
}

/** An action as an item of a menu. */
export function ActionItem({ action, onAct }: ActionItemProps) {
  const isDelete = action === 'delete' || action === 'delete-for-good';
  return (
    <MenuItem
      icon={actionIcons[action]}
      {...(isDelete && {
        'aria-keyshortcuts': 'Delete',
        secondaryContent: { children: 'Del', 'aria-hidden': true },
      })}
      onClick={() => onAct(action)}
    >
      {actionLabels[action]}
    </MenuItem>
  );
}

/** Where conversations can be moved to. */
export interface FolderChoicesProps {
  readonly folders: readonly Folder[];
  /** Null for no folder. */
  readonly onMove: (folderId: string | null) => void;
  readonly onNewFolder: () => void;
}

/** The items of a menu that moves conversations. */
export function FolderChoices({ folders, onMove, onNewFolder }: FolderChoicesProps) {
  return (
    <MenuList>
      <MenuItem onClick={() => onMove(null)}>No folder</MenuItem>
      {folders.map(({ id, name }) => (
        <MenuItem key={id} icon={<Folder20Regular />} dir="auto" onClick={() => onMove(id)}>
          {name}
        </MenuItem>
      ))}
      <MenuDivider />
      <MenuItem icon={<FolderAdd20Regular />} onClick={onNewFolder}>
        New folder…
      </MenuItem>
    </MenuList>
  );
}

/** "Move to…" as an item of a menu. */
export function MoveItem(props: FolderChoicesProps) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuItem icon={<Folder20Regular />}>Move to…</MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <FolderChoices {...props} />
      </MenuPopover>
    </Menu>
  );
}
