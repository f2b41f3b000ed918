import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
import { memo, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
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
  menu: { flexShrink: 0, marginRight: '4px' },
});

/** What a row of the list tells its list. */
export interface RowEvents {
  readonly onOpen: (conversationId: string) => void;
  readonly onRename: (conversationId: string, title: string) => void;
  readonly onStartRename: (conversationId: string) => void;
  readonly onEndRename: (conversationId: string) => void;
  readonly onDelete: (conversation: Conversation) => void;
}

/** One row of the list. */
export interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly isCurrent: boolean;
  readonly isRenaming: boolean;
  /** Whether the Tab key stops at this row; the arrow keys reach the others. */
  readonly isTabStop: boolean;
  readonly events: RowEvents;
}

/** A conversation of the list: opens it, renames it in place, deletes it. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, isCurrent, isRenaming, isTabStop, events } = props;
  const { id, title } = conversation;
  const classes = useStyles();
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  if (isRenaming) {
    return (
      <TitleInput
        title={title}
        onSave={(changed) => events.onRename(id, changed)}
        onEnd={() => events.onEndRename(id)}
      />
    );
  }
  return (
    <div
      className={mergeClasses(classes.root, isCurrent && classes.current)}
      data-menu-open={isMenuOpen || undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        setIsMenuOpen(true);
      }}
    >
      <button
        type="button"
        dir="auto"
        data-row={id}
        className={classes.open}
        aria-current={isCurrent ? 'page' : undefined}
        tabIndex={isTabStop ? 0 : -1}
        title={title}
        onClick={() => events.onOpen(id)}
        onDoubleClick={() => events.onStartRename(id)}
      >
        {title}
      </button>
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
          <MenuList>
            <MenuItem
              icon={<Edit20Regular />}
              aria-keyshortcuts="F2"
              secondaryContent={{ children: 'F2', 'aria-hidden': true }}
              onClick={() => events.onStartRename(id)}
            >
              Rename
            </MenuItem>
            <MenuItem
              icon={<Delete20Regular />}
              aria-keyshortcuts="Delete"
              secondaryContent={{ children: 'Del', 'aria-hidden': true }}
              onClick={() => events.onDelete(conversation)}
            >
              Delete
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  );
});
