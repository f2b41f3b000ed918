import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Compose20Regular } from '@fluentui/react-icons/svg/compose';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { type Projection, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { shortWindow } from '../../ui/short-window.ts';
import { groupByDay, moveFocus, rowCommand } from './conversation-list.logic.ts';
import { ConversationRow, type RowEvents } from './conversation-row.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { SearchPanel, type SearchPanelProps } from './search-panel.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    width: '100%',
    height: '100%',
    minHeight: 0,
    boxSizing: 'border-box',
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    flexShrink: 0,
    padding: '8px',
    height: '48px',
    boxSizing: 'border-box',
    [shortWindow]: { height: '40px', padding: '4px 8px' },
  },
  create: { flexGrow: 1, justifyContent: 'flex-start' },
  list: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '0 8px 16px' },
  heading: {
    margin: 0,
    padding: '16px 12px 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  rows: { display: 'flex', flexDirection: 'column', gap: '1px', margin: 0, padding: 0, listStyleType: 'none' },
  empty: { padding: '16px 12px', color: tokens.colorNeutralForeground3 },
  card: { margin: '8px' },
});

/** What the list of conversations needs. */
export interface ConversationListProps extends Pick<SearchPanelProps, 'deployments'> {
  readonly conversations: Projection<readonly Conversation[]>;
  readonly currentId: string;
  /** Stands at the head, beside "New chat". */
  readonly headButton: ReactNode;
  /** `SearchPanelProps.wanted`. */
  readonly searchWanted: number;
  /** Opens a conversation, at a message where one is named. */
  readonly onOpen: SearchPanelProps['onOpen'];
  readonly onCreate: () => void;
  readonly onReload: () => void;
}

/** The navigation: all conversations by day, and a new one. */
export function ConversationList(props: ConversationListProps) {
  const { conversations, currentId, headButton, onOpen, onCreate, onReload } = props;
  const classes = useStyles();
  const card = useErrorCard();
  const { history } = useBridge();
  const list = useRef<HTMLDivElement>(null);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<Conversation | null>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);

  const focusRow = useCallback((id: string) => {
    // After React has put the row back where the field was.
    requestAnimationFrame(() =>
      rowButtons(list.current)
        .find(({ dataset }) => dataset['row'] === id)
        ?.focus(),
    );
  }, []);
  const events = useMemo<RowEvents>(
    () => ({
      onOpen,
      onStartRename: setRenamingId,
      onEndRename: (id) => {
        setRenamingId(null);
        focusRow(id);
      },
      onRename: (conversationId, title) => {
        void history.rename({ conversationId, title }).then((result) => setError(result.ok ? null : result.error));
      },
      onDelete: setDeleting,
    }),
    [focusRow, history, onOpen],
  );
  const confirmDelete = ({ id }: Conversation) => {
    setDeleting(null);
    void history.delete({ conversationId: id }).then((result) => setError(result.ok ? null : result.error));
    const rows = rowButtons(list.current);
    const index = rows.findIndex(({ dataset }) => dataset['row'] === id);
    const neighbour = (rows[index + 1] ?? rows[index - 1])?.dataset['row'];
    if (neighbour !== undefined) focusRow(neighbour);
  };

  const items = conversations.kind === 'ready' ? conversations.value : [];
  const tabStopId = [focusedId, currentId].find((id) => items.some((item) => item.id === id)) ?? items[0]?.id;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = event.target.dataset['row'];
    const conversation = items.find((item) => item.id === row);
    const command = rowCommand(event.key);
    if (conversation === undefined || command === undefined) return;
    event.preventDefault();
    if (command === 'rename') setRenamingId(conversation.id);
    else if (command === 'delete') setDeleting(conversation);
    else {
      const rows = rowButtons(list.current);
      const from = rows.indexOf(event.target);
      rows[moveFocus(command, from, rows.length)]?.focus();
    }
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const row = event.target.dataset['row'];
    if (row !== undefined) setFocusedId(row);
  };

  return (
    <nav aria-label="Conversations" className={classes.root}>
      <div className={classes.head}>
        <Button className={classes.create} appearance="subtle" icon={<Compose20Regular />} onClick={onCreate}>
          New chat
        </Button>
        {headButton}
      </div>
      {error === null ? null : <ErrorCard className={classes.card} {...card(error)} />}
      {conversations.kind === 'failed' ? (
        <ErrorCard
          className={classes.card}
          {...card(conversations.error)}
          actions={[{ label: 'Try again', run: onReload }]}
        />
      ) : null}
      <SearchPanel deployments={props.deployments} wanted={props.searchWanted} onOpen={onOpen}>
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys belong to the buttons inside */}
        <div ref={list} className={classes.list} onKeyDown={onKeyDown} onFocus={onFocus}>
          {groupByDay(items, Date.now()).map((group) => (
            <section key={group.heading} aria-label={group.heading}>
              <h2 className={classes.heading}>{group.heading}</h2>
              <ul className={classes.rows}>
                {group.conversations.map((conversation) => (
                  <li key={conversation.id}>
                    <ConversationRow
                      conversation={conversation}
                      isCurrent={conversation.id === currentId}
                      isRenaming={conversation.id === renamingId}
                      isTabStop={conversation.id === tabStopId}
                      events={events}
                    />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {conversations.kind === 'ready' && items.length === 0 ? (
            <p className={classes.empty}>Your conversations will be listed here.</p>
          ) : null}
        </div>
      </SearchPanel>
      <DeleteDialog conversation={deleting} onConfirm={confirmDelete} onClose={() => setDeleting(null)} />
    </nav>
  );
}

function rowButtons(list: HTMLElement | null): readonly HTMLElement[] {
  return list === null ? [] : [...list.querySelectorAll<HTMLElement>('[data-row]')];
}
