import { Menu, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import { ArrowExport20Regular } from '@fluentui/react-icons/svg/arrow-export';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { MultiselectLtr20Regular } from '@fluentui/react-icons/svg/multiselect-ltr';
import { Sparkle20Regular } from '@fluentui/react-icons/svg/sparkle';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Folder } from '../../../shared/model/conversation-order.ts';
import { ActionItem, MoveItem } from './action-items.tsx';
import { actionsOf, type ListAction } from './list-actions.logic.ts';
import type { ListView } from './list-items.logic.ts';

/** The row whose menu is open. */
export interface OpenMenu {
  readonly conversation: Conversation;
  /** What it stands beside. */
  readonly target: HTMLElement;
}

/** What the menu of a row needs. */
export interface RowMenuProps {
  /** Null while it is closed. */
  readonly menu: OpenMenu | null;
  readonly view: ListView;
  readonly folders: readonly Folder[];
  readonly onAct: (action: ListAction, conversation: Conversation) => void;
  readonly onRename: (conversation: Conversation) => void;
  /** Has the model name it anew. */
  readonly onMakeTitle: (conversation: Conversation) => void;
  /** Undefined where the person may not export. */
  readonly onExport: ((conversation: Conversation) => void) | undefined;
  readonly onMove: (conversation: Conversation, folderId: string | null) => void;
  readonly onMoveToNew: (conversation: Conversation) => void;
  readonly onSelect: (conversation: Conversation) => void;
  /** @param isByKey whether the person was in the menu and goes back to the row */
  readonly onClose: (isByKey: boolean) => void;
}

/** The menu of a conversation, beside its row. */
export function RowMenu({ menu, onClose, ...props }: RowMenuProps) {
  return (
    <Menu
      open={menu !== null}
      positioning={{ target: menu?.target ?? null, position: 'below', align: 'start' }}
      onOpenChange={(_event, data) => !data.open && onClose(data.type === 'menuPopoverKeyDown')}
    >
      <MenuPopover>{menu === null ? null : <RowItems conversation={menu.conversation} {...props} />}</MenuPopover>
    </Menu>
  );
}

type RowItemsProps = Omit<RowMenuProps, 'menu' | 'onClose'> & Pick<OpenMenu, 'conversation'>;

function RowItems({ conversation, view, folders, onExport, ...events }: RowItemsProps) {
  const [first, ...others] = actionsOf(view, [conversation]);
  const act = (action: ListAction) => events.onAct(action, conversation);
  return (
    <MenuList>
      {first === undefined ? null : <ActionItem action={first} onAct={act} />}
      {view === 'bin' ? null : (
        <MenuItem
          icon={<Edit20Regular />}
          aria-keyshortcuts="F2"
          secondaryContent={{ children: 'F2', 'aria-hidden': true }}
          onClick={() => events.onRename(conversation)}
        >
          Rename
        </MenuItem>
      )}
      {view === 'bin' ? null : (
        <MenuItem icon={<Sparkle20Regular />} onClick={() => events.onMakeTitle(conversation)}>
          Make a title
        </MenuItem>
      )}
      {view === 'list' ? (
        <MoveItem
          folders={folders}
          onMove={(folderId) => events.onMove(conversation, folderId)}
          onNewFolder={() => events.onMoveToNew(conversation)}
        />
      ) : null}
      {onExport === undefined || view === 'bin' ? null : (
        <MenuItem icon={<ArrowExport20Regular />} onClick={() => onExport(conversation)}>
          Export…
        </MenuItem>
      )}
      <MenuItem icon={<MultiselectLtr20Regular />} onClick={() => events.onSelect(conversation)}>
        Select
      </MenuItem>
      {others.map((action) => (
        <ActionItem key={action} action={action} onAct={act} />
      ))}
    </MenuList>
  );
}
