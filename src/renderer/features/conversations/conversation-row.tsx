import {
  Button,
  Checkbox,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
import { MultiselectLtr20Regular } from '@fluentui/react-icons/svg/multiselect-ltr';
import { type DragEvent, memo, type MouseEvent, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Folder } from '../../../shared/model/conversation-order.ts';
import { ActionItem, MoveItem } from './action-items.tsx';
import { actionsOf, type ListAction } from './list-actions.logic.ts';
import type { ListView } from './list-items.logic.ts';
import { TitleInput } from './title-input.tsx';

const useStyles = makeStyles({
  root: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    borderRadius: tokens.borderRadiusLarge,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    // The menu is there for the pointer and the focus, and keeps its place from the title all the time.
    '&:not(:hover, :focus-within, [data-menu-open]) [data-row-menu]': { opacity: 0 },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    fontWeight: tokens.fontWeightSemibold,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Selected },
    '@media (forced-colors: active)': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
  open: {
    flexGrow: 1,
    minWidth: 0,
    padding: '0 4px 0 12px',
    height: '36px',
    border: 'none',
    borderRadius: tokens.borderRadiusLarge,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  check: { flexShrink: 0, marginInlineEnd: '-8px' },
  menu: { flexShrink: 0, marginRight: '4px' },
});

/** What a row of the list tells its list. */
export interface RowEvents {
  /** A click, or Enter. */
  readonly onOpen: (conversation: Conversation, keys: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>) => void;
  readonly onRename: (conversationId: string, title: string) => void;
  readonly onStartRename: (conversationId: string) => void;
  readonly onEndRename: (conversationId: string, by: 'key' | 'leaving') => void;
  readonly onAct: (action: ListAction, conversation: Conversation) => void;
  readonly onMove: (conversation: Conversation, folderId: string | null) => void;
  readonly onMoveToNew: (conversation: Conversation) => void;
  readonly onSelect: (conversation: Conversation) => void;
  readonly onDrag: (conversation: Conversation, event: DragEvent) => void;
}

/** Whether a row is chosen for what is done with many; `off` while nothing is chosen. */
export type RowSelection = 'off' | 'selected' | 'unselected';

/** One row of the list. */
export interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly view: ListView;
  readonly folders: readonly Folder[];
  readonly isCurrent: boolean;
  readonly isRenaming: boolean;
  readonly selection: RowSelection;
  /** Whether the Tab key stops at this row; the arrow keys reach the others. */
  readonly isTabStop: boolean;
  readonly events: RowEvents;
}

/** A conversation of the list: opens it, renames it in place, and has a menu for the rest. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, isCurrent, isRenaming, selection, isTabStop, events, view } = props;
  const { id, title } = conversation;
  const classes = useStyles();
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  if (isRenaming) {
    return (
      <TitleInput
        title={title}
        onSave={(changed) => events.onRename(id, changed)}
        onEnd={(by) => events.onEndRename(id, by)}
      />
    );
  }
  const isSelecting = selection !== 'off';
  return (
    <div
      className={mergeClasses(classes.root, isCurrent && classes.current)}
      data-menu-open={isMenuOpen || undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        if (!isSelecting) setIsMenuOpen(true);
      }}
    >
      {isSelecting ? (
        <Checkbox
          className={classes.check}
          checked={selection === 'selected'}
          // The row itself is what assistive technology is told of.
          input={{ tabIndex: -1, 'aria-hidden': true }}
          onChange={() => events.onSelect(conversation)}
        />
      ) : null}
      <button
        type="button"
        dir="auto"
        data-row={id}
        className={classes.open}
        {...(isSelecting && { role: 'checkbox', 'aria-checked': selection === 'selected' })}
        aria-current={isCurrent ? 'page' : undefined}
        tabIndex={isTabStop ? 0 : -1}
        title={title}
        draggable={view === 'list'}
        onDragStart={(event) => events.onDrag(conversation, event)}
        onClick={(event) => events.onOpen(conversation, event)}
        onDoubleClick={() => !isSelecting && view !== 'bin' && events.onStartRename(id)}
      >
        {title}
      </button>
      {isSelecting ? null : (
        <Menu open={isMenuOpen} onOpenChange={(_event, data) => setIsMenuOpen(data.open)}>
          <MenuTrigger disableButtonEnhancement>
            <Button
              data-row-menu
              className={classes.menu}
              appearance="transparent"
              size="small"
              tabIndex={isTabStop ? 0 : -1}
              icon={<MoreHorizontal20Regular />}
              aria-label={`More for ${title}`}
            />
          </MenuTrigger>
          <MenuPopover>
            <RowMenu {...props} />
          </MenuPopover>
        </Menu>
      )}
    </div>
  );
});

function RowMenu({ conversation, view, folders, events }: ConversationRowProps) {
  const { id } = conversation;
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
          onClick={() => events.onStartRename(id)}
        >
          Rename
        </MenuItem>
      )}
      {view === 'list' ? (
        <MoveItem
          folders={folders}
          onMove={(folderId) => events.onMove(conversation, folderId)}
          onNewFolder={() => events.onMoveToNew(conversation)}
        />
      ) : null}
      <MenuItem icon={<MultiselectLtr20Regular />} onClick={() => events.onSelect(conversation)}>
        Select
      </MenuItem>
      {others.map((action) => (
        <ActionItem key={action} action={action} onAct={act} />
      ))}
    </MenuList>
  );
}
