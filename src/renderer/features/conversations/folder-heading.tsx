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
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight16Regular } from '@fluentui/react-icons/svg/chevron-right';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
import { useContext, useState } from 'react';
import { ReadingContext } from '../../bridge.ts';
import type { Folder } from '../../../shared/model/conversation-order.ts';
import { hoveredRow } from '../../ui/highlighted-row.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    height: 'var(--row-height, 36px)',
    borderRadius: tokens.borderRadiusLarge,
    ':hover': hoveredRow,
    '&:not(:hover, :focus-within, [data-menu-open]) [data-row-menu]': { opacity: 0 },
  },
  heading: { flexGrow: 1, minWidth: 0, height: '100%', margin: 0, font: 'inherit' },
  target: { outline: `2px solid ${tokens.colorBrandStroke1}`, outlineOffset: '-2px' },
  toggle: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    width: '100%',
    height: '100%',
    padding: '0 4px 0 12px',
    border: 'none',
    borderRadius: tokens.borderRadiusLarge,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    fontWeight: tokens.fontWeightSemibold,
    textAlign: 'start',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chevron: { flexShrink: 0 },
  name: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  menu: { flexShrink: 0, marginRight: '4px' },
});

/** What a folder tells its list. */
export interface FolderEvents {
  readonly onToggle: (folder: Folder) => void;
  readonly onRenameFolder: (folder: Folder) => void;
  readonly onDeleteFolder: (folder: Folder) => void;
}

/** The heading of a folder. */
export interface FolderHeadingProps {
  readonly folder: Folder;
  /** Names the line for the keyboard. */
  readonly rowKey: string;
  readonly isTabStop: boolean;
  /** Whether what is dragged would go into it. */
  readonly isTarget: boolean;
  readonly events: FolderEvents;
}

/** A folder's name, which shows and hides what is in it, and its menu. */
export function FolderHeading({ folder, rowKey, isTabStop, isTarget, events }: FolderHeadingProps) {
  const classes = useStyles();
  const isReading = useContext(ReadingContext);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const restoreFocus = useRestoreFocusTarget();
  const { name, isCollapsed } = folder;
  return (
    <div
      className={mergeClasses(classes.root, isTarget && classes.target)}
      data-menu-open={isMenuOpen || undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        setIsMenuOpen(true);
      }}
    >
      <h2 className={classes.heading}>
        <button
          type="button"
          data-row={rowKey}
          {...restoreFocus}
          className={classes.toggle}
          aria-expanded={!isCollapsed}
          tabIndex={isTabStop ? 0 : -1}
          title={name}
          onClick={() => events.onToggle(folder)}
        >
          {isCollapsed ? (
            <ChevronRight16Regular className={classes.chevron} />
          ) : (
            <ChevronDown16Regular className={classes.chevron} />
          )}
          <span dir="auto" className={classes.name}>
            {name}
          </span>
        </button>
      </h2>
      {isReading ? null : (
        <Menu open={isMenuOpen} onOpenChange={(_event, data) => setIsMenuOpen(data.open)}>
          <MenuTrigger disableButtonEnhancement>
            <Button
              data-row-menu
              className={classes.menu}
              appearance="transparent"
              size="small"
              tabIndex={isTabStop ? 0 : -1}
              icon={<MoreHorizontal20Regular />}
              aria-label={`More for folder ${name}`}
            />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem icon={<Edit20Regular />} onClick={() => events.onRenameFolder(folder)}>
                Rename folder…
              </MenuItem>
              <MenuItem icon={<Delete20Regular />} onClick={() => events.onDeleteFolder(folder)}>
                Delete folder…
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </div>
  );
}
