import { Checkbox, makeStyles, mergeClasses, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
import { type DragEvent, memo, type MouseEvent, useContext, useId, useRef } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { ReadingContext } from '../../bridge.ts';
import type { ListView } from './list-items.logic.ts';
import { useUnsentMark } from './unsent-marks.ts';
import { TitleInput } from './title-input.tsx';
import { chosenRow, hoveredRow } from '../../ui/highlighted-row.ts';

const useStyles = makeStyles({
  root: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    borderRadius: tokens.borderRadiusLarge,
    ':hover': hoveredRow,
    // The menu is there for the pointer and the focus, and keeps its place from the title all the time.
    '&:not(:hover, :focus-within, [data-menu-open]) [data-row-menu]': { opacity: 0 },
  },
  current: {
    ...chosenRow,
    fontWeight: tokens.fontWeightSemibold,
    ':hover': chosenRow,
    '@media (forced-colors: active)': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
  open: {
    flexGrow: 1,
    minWidth: 0,
    padding: '0 4px 0 12px',
    height: 'var(--row-height, 36px)',
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
  mark: {
    flexShrink: 0,
    paddingInlineEnd: '4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
  },
  menu: {
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    width: '24px',
    height: '24px',
    marginRight: '4px',
    padding: 0,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    background: 'none',
    color: 'inherit',
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground2BrandHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

/** What a row of the list tells its list. */
export interface RowEvents {
  /** A click, or Enter. */
  readonly onOpen: (conversation: Conversation, keys: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>) => void;
  readonly onRename: (conversationId: string, title: string) => void;
  readonly onStartRename: (conversationId: string) => void;
  readonly onEndRename: (conversationId: string, by: 'key' | 'leaving') => void;
  /** Asks for the menu; the list has one for all of its rows, since a menu costs more than its row. */
  readonly onMenu: (conversation: Conversation, target: HTMLElement) => void;
  readonly onSelect: (conversation: Conversation) => void;
  readonly onDrag: (conversation: Conversation, event: DragEvent) => void;
}

/** Whether a row is chosen for what is done with many; `off` while nothing is chosen. */
export type RowSelection = 'off' | 'selected' | 'unselected';

/** One row of the list. */
export interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly view: ListView;
  readonly isCurrent: boolean;
  readonly isRenaming: boolean;
  readonly selection: RowSelection;
  /** Whether the Tab key stops at this row; the arrow keys reach the others. */
  readonly isTabStop: boolean;
  readonly isMenuOpen: boolean;
  readonly events: RowEvents;
}

/** A conversation of the list: opens it, renames it in place, and asks for a menu for the rest. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, isCurrent, isRenaming, selection, isTabStop, isMenuOpen, events, view } = props;
  const { id, title } = conversation;
  const classes = useStyles();
  const isReading = useContext(ReadingContext);
  const more = useRef<HTMLButtonElement>(null);
  const restoreFocus = useRestoreFocusTarget();
  const mark = useUnsentMark(id);
  const markId = useId();
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
        if (more.current !== null) events.onMenu(conversation, more.current);
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
        {...restoreFocus}
        className={classes.open}
        {...(isSelecting && { role: 'checkbox', 'aria-checked': selection === 'selected' })}
        aria-current={isCurrent ? 'page' : undefined}
        aria-describedby={mark === undefined || isCurrent ? undefined : markId}
        tabIndex={isTabStop ? 0 : -1}
        title={title}
        draggable={view === 'list' && !isReading}
        onDragStart={(event) => events.onDrag(conversation, event)}
        onClick={(event) => events.onOpen(conversation, event)}
        onDoubleClick={() => !isSelecting && view !== 'bin' && events.onStartRename(id)}
      >
        {title}
      </button>
      {mark === undefined || isCurrent ? null : (
        <span id={markId} className={classes.mark}>
          {mark}
        </span>
      )}
      {isSelecting || isReading ? null : (
        <button
          ref={more}
          type="button"
          data-row-menu
          className={classes.menu}
          tabIndex={isTabStop ? 0 : -1}
          aria-label={`More for ${title}`}
          aria-haspopup="menu"
          aria-expanded={isMenuOpen}
          onClick={(event) => events.onMenu(conversation, event.currentTarget)}
        >
          <MoreHorizontal20Regular />
        </button>
      )}
    </div>
  );
});
