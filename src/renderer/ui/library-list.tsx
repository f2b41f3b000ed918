import { Button, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import { useState } from 'react';
import { focusOnShow } from './focus-on-show.ts';
import { foundItems } from './library-list.logic.ts';
import { hoveredRow } from './highlighted-row.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px', minHeight: 0 },
  head: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  search: { flexGrow: 1, minWidth: 'min(12rem, 100%)', maxWidth: 'none' },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    maxHeight: '50vh',
    overflowY: 'auto',
    margin: 0,
    padding: '2px',
    listStyleType: 'none',
  },
  row: {
    display: 'flex',
    flexShrink: 0,
    alignItems: 'center',
    gap: '4px',
    padding: '6px 4px 6px 12px',
    borderRadius: tokens.borderRadiusLarge,
    ':hover': hoveredRow,
    ':focus-within': hoveredRow,
  },
  text: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  name: { display: 'flex', alignItems: 'center', gap: '6px', minWidth: 0 },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '16px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  lock: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  empty: { margin: '16px 0', color: tokens.colorNeutralForeground3, textAlign: 'center', textWrap: 'balance' },
  buttons: { display: 'flex', flexShrink: 0 },
});

/** One thing of a library. */
export interface LibraryItem {
  readonly id: string;
  readonly name: string;
  /** One quiet line; empty for none. */
  readonly details: string;
  /** Nobody here can change it. */
  readonly isManaged: boolean;
}

/** What a list of a library needs. */
export interface LibraryListProps {
  /** In their order. */
  readonly items: readonly LibraryItem[];
  /** What it is a list of, as its name. */
  readonly label: string;
  readonly newLabel: string;
  /** What stands in the place of an empty list. */
  readonly emptyText: string;
  /** Who manages what is managed. */
  readonly managedText: string;
  readonly onNew: () => void;
  readonly onEdit: (id: string) => void;
  readonly onDuplicate: (id: string) => void;
  readonly onDelete: (id: string) => void;
}

/** A library of named things: found by typing, and each changed, copied or deleted by a button of its own. */
export function LibraryList(props: LibraryListProps) {
  const { items, label, newLabel, emptyText, managedText, onNew, onEdit, onDuplicate, onDelete } = props;
  const classes = useStyles();
  const [query, setQuery] = useState('');
  const found = foundItems(items, query);
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <SearchBox
          // It may take the place of an editor.
          ref={focusOnShow}
          className={classes.search}
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Search"
          value={query}
          onChange={(_event, { value }) => setQuery(value)}
        />
        <Button appearance="primary" icon={<Add20Regular />} onClick={onNew}>
          {newLabel}
        </Button>
      </div>
      {found.length === 0 ? (
        <p className={classes.empty} role="status">
          {items.length === 0 ? emptyText : 'Nothing is called so.'}
        </p>
      ) : (
        <ul className={classes.list} aria-label={label}>
          {found.map(({ id, name, details, isManaged }) => (
            <li key={id} className={classes.row}>
              <span className={classes.text}>
                <span className={classes.name}>
                  <bdi className={classes.cut}>{name}</bdi>
                  {isManaged ? (
                    <LockClosed16Regular className={classes.lock} aria-label={managedText} title={managedText} />
                  ) : null}
                </span>
                {details === '' ? null : <bdi className={classes.quiet}>{details}</bdi>}
              </span>
              <span className={classes.buttons}>
                {isManaged ? null : (
                  <Button
                    appearance="subtle"
                    size="small"
                    icon={<Edit20Regular />}
                    aria-label={`Edit ${name}`}
                    title="Edit"
                    onClick={() => onEdit(id)}
                  />
                )}
                <Button
                  appearance="subtle"
                  size="small"
                  icon={<Copy20Regular />}
                  aria-label={`Duplicate ${name}`}
                  title="Duplicate"
                  onClick={() => onDuplicate(id)}
                />
                {isManaged ? null : (
                  <Button
                    appearance="subtle"
                    size="small"
                    icon={<Delete20Regular />}
                    aria-label={`Delete ${name}`}
                    title="Delete"
                    onClick={() => onDelete(id)}
                  />
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
