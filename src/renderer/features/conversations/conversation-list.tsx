import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Compose20Regular } from '@fluentui/react-icons/svg/compose';
import { type DragEvent, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { useBridge, useErrorCard } from '../../bridge.ts';
import { type Confirmation, ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { shortWindow } from '../../ui/short-window.ts';
import type { RowEvents } from './conversation-row.tsx';
import { SearchPanel, type SearchPanelProps } from './search-panel.tsx';
import { useToday } from '../../ui/use-today.ts';
import { ConversationRows } from './conversation-rows.tsx';
import { dropWish, type ListAction, type PlacementWish, wishOf } from './list-actions.logic.ts';
import { type ListItem, listItems, type ListView, neighbourOf } from './list-items.logic.ts';
import { ListMenu } from './list-menu.tsx';
import { type OpenMenu, RowMenu } from './row-menu.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { ShelfHead } from './shelf-head.tsx';
import { UndoBar } from './undo-bar.tsx';
import { useArrange } from './use-arrange.ts';
import { useFolderEditing } from './use-folder-editing.tsx';
import type { ConversationIndexView } from './use-conversation-index.ts';
import { useMakeTitle } from './use-make-title.ts';
import { useSelection } from './use-selection.ts';

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
  empty: { margin: 0, padding: '16px 20px', color: tokens.colorNeutralForeground3 },
  card: { margin: '8px' },
});

const dragType = 'application/x-parley-conversations';

const emptyTexts: Readonly<Record<ListView, string>> = {
  list: 'Your conversations will be listed here.',
  archive: 'Nothing is archived.',
  bin: 'The bin is empty.',
};

/** What the list of conversations needs. */
export interface ConversationListProps extends Pick<SearchPanelProps, 'deployments'> {
  readonly memory: SearchPanelProps['memory'];
  readonly conversations: ConversationIndexView;
  readonly currentId: string;
  /** Stands at the head, beside "New chat". */
  readonly headButton: ReactNode;
  /** `SearchPanelProps.wanted`. */
  readonly searchWanted: number;
  /** Opens a conversation, at a message where one is named. */
  readonly onOpen: (conversationId: string, messageId?: string) => void;
  readonly onCreate: () => void;
  /** Undefined where the person may not export. */
  readonly onExport?: ((conversation: Conversation) => void) | undefined;
}

/** The navigation: pinned conversations, folders and the rest by day; the archive and the bin; and a new one. */
export function ConversationList(props: ConversationListProps) {
  const { conversations, currentId, headButton, deployments, memory, searchWanted, onOpen, onCreate, onExport } = props;
  const { index, load, reload } = conversations;
  const classes = useStyles();
  const card = useErrorCard();
  const { history } = useBridge();
  const today = useToday();
  const { error, undo, dismissUndo, arrange, takeBack, deleteForGood, follow } = useArrange();
  const [view, setView] = useState<ListView>('list');
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const [wantedKey, setWantedKey] = useState<string | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [confirmation, setConfirmation] = useState<Confirmation | null>(null);
  const dragged = useRef<readonly Conversation[]>([]);

  const known = index.kind === 'ready' ? index.value : undefined;
  const folders = known?.folders ?? [];
  const items = useMemo(() => (known === undefined ? [] : listItems(known, view, today)), [known, view, today]);
  const selection = useSelection(items);

  const show = (next: ListView) => {
    setView(next);
    selection.end();
  };
  /** What leaves the list takes the focus along, unless it is led on. */
  const leadOn = (leaving: readonly Conversation[]) => {
    setWantedKey(neighbourOf(items, new Set(leaving.map(({ id }) => id))) ?? null);
    selection.end();
  };
  const put = (moved: readonly Conversation[], wish: PlacementWish) => {
    if (wish.isInBin !== undefined || wish.isArchived !== undefined) leadOn(moved);
    else {
      selection.end();
      setWantedKey(moved[0]?.id ?? null);
    }
    arrange(moved, wish);
  };
  const ask = (asked: Confirmation) => {
    const run = () => {
      setConfirmation(null);
      asked.run();
    };
    setConfirmation({ ...asked, run });
  };
  const act = (action: ListAction, chosen: readonly Conversation[]) => {
    const wish = wishOf(action);
    if (wish === undefined) ask(deletion(chosen));
    else if (chosen.length > 0) put(chosen, wish);
  };
  const deletion = (chosen: readonly Conversation[]): Confirmation => ({
    title:
      chosen.length === 1 ? 'Delete this conversation for good?' : `Delete ${chosen.length} conversations for good?`,
    text: 'They are deleted from this computer. This cannot be undone.',
    action: 'Delete for good',
    run: () => {
      leadOn(chosen);
      deleteForGood(chosen);
    },
  });
  const emptying: Confirmation = {
    title: 'Empty the bin?',
    text: 'All conversations in it are deleted from this computer. This cannot be undone.',
    action: 'Empty bin',
    run: () => follow(history.emptyBin()),
  };
  const moveTo = (moved: readonly Conversation[], folderId: string | null) => put(moved, { folderId, isPinned: false });
  const folderEditing = useFolderEditing({ follow, onMove: moveTo, onConfirm: ask });

  const titles = useMakeTitle({ follow, onConfirm: setConfirmation });

  const rowEvents: RowEvents = {
    onOpen: (conversation, { ctrlKey, metaKey, shiftKey }) => {
      if (shiftKey) selection.extendTo(conversation.id, currentId);
      else if (ctrlKey || metaKey || selection.ids !== null || view === 'bin') selection.toggle(conversation.id);
      else onOpen(conversation.id);
    },
    onStartRename: setRenamingId,
    onEndRename: (id, by) => {
      setRenamingId(null);
      if (by === 'key') setWantedKey(id);
    },
    onRename: (conversationId, title) => follow(history.rename({ conversationId, title })),
    onMenu: (conversation, target) => setMenu({ conversation, target }),
    onSelect: ({ id }) => selection.toggle(id),
    onDrag: (conversation, event) => {
      dragged.current = selection.ids?.has(conversation.id) === true ? selection.conversations : [conversation];
      event.dataTransfer.setData(dragType, '');
      event.dataTransfer.effectAllowed = 'move';
    },
  };
  const renameItem = (item: ListItem) => {
    if (item.kind === 'folder') folderEditing.events.onRenameFolder(item.folder);
    else if (view !== 'bin' && selection.ids === null) setRenamingId(item.key);
  };
  const deleteItem = (item: ListItem) => {
    if (item.kind === 'folder') folderEditing.events.onDeleteFolder(item.folder);
    if (item.kind !== 'conversation') return;
    const chosen = selection.ids === null ? [item.conversation] : selection.conversations;
    act(view === 'bin' ? 'delete-for-good' : 'delete', chosen);
  };
  const undoNow = () => {
    if (undo === null) return;
    setWantedKey(undo.placements[0]?.conversationId ?? null);
    takeBack(undo);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLInputElement) return;
    if (event.key === 'Escape' && selection.ids !== null) {
      event.stopPropagation();
      selection.end();
    } else if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      selection.selectAll();
    } else if ((event.ctrlKey || event.metaKey) && event.key === 'z' && undo !== null) {
      event.preventDefault();
      undoNow();
    }
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys belong to what is inside
    <nav aria-label="Conversations" className={classes.root} onKeyDown={onKeyDown}>
      <div className={classes.head}>
        <Button className={classes.create} appearance="subtle" icon={<Compose20Regular />} onClick={onCreate}>
          New chat
        </Button>
        <ListMenu onNewFolder={() => folderEditing.create([])} onSelect={selection.begin} onShow={show} />
        {headButton}
      </div>
      <SearchPanel
        deployments={deployments}
        folders={folders}
        memory={memory}
        wanted={searchWanted}
        onOpen={({ id }, messageId) => onOpen(id, messageId)}
        onShowInBin={({ id }) => {
          show('bin');
          setWantedKey(id);
        }}
      >
        {view === 'list' ? null : (
          <ShelfHead
            view={view}
            onBack={() => show('list')}
            onEmpty={view === 'bin' && items.length > 0 ? () => ask(emptying) : undefined}
          />
        )}
        {selection.ids === null ? null : (
          <SelectionBar
            selected={selection.conversations}
            view={view}
            folders={folders}
            onAct={(action) => act(action, selection.conversations)}
            onMove={(folderId) => moveTo(selection.conversations, folderId)}
            onNewFolder={() => folderEditing.create(selection.conversations)}
            onEnd={selection.end}
          />
        )}
        {error === null ? null : <ErrorCard className={classes.card} {...card(error)} />}
        {titles.text === '' ? null : (
          <p className={classes.empty} role="status">
            {titles.text}
          </p>
        )}
        {index.kind === 'failed' ? (
          <ErrorCard className={classes.card} {...card(index.error)} actions={[{ label: 'Try again', run: reload }]} />
        ) : null}
        {index.kind === 'ready' && items.length === 0 ? <p className={classes.empty}>{emptyTexts[view]}</p> : null}
        <ConversationRows
          key={view}
          items={items}
          view={view}
          currentId={currentId}
          menuId={menu?.conversation.id}
          renamingId={renamingId}
          selection={selection.ids}
          wantedKey={wantedKey}
          onWant={setWantedKey}
          onRename={renameItem}
          onDelete={deleteItem}
          onExtend={(from, to) => selection.extendTo(to, from)}
          onLoad={load}
          onDrop={(place) => {
            const wish = dropWish(place);
            if (wish !== undefined) put(dragged.current, wish);
          }}
          isDragged={(event: DragEvent) => event.dataTransfer.types.includes(dragType)}
          rowEvents={rowEvents}
          folderEvents={folderEditing.events}
        />
      </SearchPanel>
      <RowMenu
        menu={menu}
        view={view}
        folders={folders}
        onAct={(action, conversation) => act(action, [conversation])}
        onRename={({ id }) => setRenamingId(id)}
        onMakeTitle={titles.make}
        onExport={onExport}
        onMove={(conversation, folderId) => moveTo([conversation], folderId)}
        onMoveToNew={(conversation) => folderEditing.create([conversation])}
        onSelect={({ id }) => {
          selection.toggle(id);
          setWantedKey(id);
        }}
        onClose={(isByKey) => {
          if (isByKey) setWantedKey(menu?.conversation.id ?? null);
          setMenu(null);
        }}
      />
      <UndoBar undo={undo} onUndo={undoNow} onEnd={dismissUndo} />
      <ConfirmDialog confirmation={confirmation} onClose={() => setConfirmation(null)} />
      {folderEditing.dialog}
    </nav>
  );
}
