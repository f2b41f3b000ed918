import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import { Archive20Regular } from '@fluentui/react-icons/svg/archive';
import { type ReactNode, useMemo, useState } from 'react';
import type { Folder } from '../../../shared/model/conversation-order.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { useToday } from '../../ui/use-today.ts';
import type { RowEvents } from './conversation-row.tsx';
import { ConversationRows } from './conversation-rows.tsx';
import type { FolderEvents } from './folder-heading.tsx';
import { listItems } from './list-items.logic.ts';
import { SearchPanel, type SearchPanelProps } from './search-panel.tsx';
import { useConversationIndex } from './use-conversation-index.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', width: '100%', height: '100%', minHeight: 0 },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', flexShrink: 0, padding: '8px' },
  empty: { margin: 0, padding: '16px 20px', color: tokens.colorNeutralForeground3 },
  card: { margin: '8px' },
});

const nothing = () => undefined;

/** What the list needs. */
export interface ReadingListProps extends Pick<SearchPanelProps, 'deployments' | 'memory' | 'wanted'> {
  readonly onOpen: (conversationId: string, messageId?: string) => void;
  readonly currentId: string | null;
  /** Stands at the end of the head. */
  readonly headButton: ReactNode;
}

/** The navigation of who only reads: the same places and search, and nothing that changes them. */
export function ReadingList({ deployments, memory, wanted, currentId, headButton, onOpen }: ReadingListProps) {
  const classes = useStyles();
  const card = useErrorCard();
  const today = useToday();
  const { index, load, reload } = useConversationIndex();
  const [isArchive, setIsArchive] = useState(false);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [wantedKey, setWantedKey] = useState<string | null>(null);
  const view = isArchive ? 'archive' : 'list';
  const known = index.kind === 'ready' ? index.value : undefined;
  const items = useMemo(() => {
    if (known === undefined) return [];
    // Opened and closed for as long as the window is there.
    const folders = known.folders.map((folder) =>
      toggled.has(folder.id) ? { ...folder, isCollapsed: !folder.isCollapsed } : folder,
    );
    return listItems({ ...known, folders }, view, today);
  }, [known, toggled, view, today]);
  const rowEvents = useMemo<RowEvents>(
    () => ({
      onOpen: ({ id }) => onOpen(id),
      onRename: nothing,
      onStartRename: nothing,
      onEndRename: nothing,
      onMenu: nothing,
      onSelect: nothing,
      onDrag: nothing,
    }),
    [onOpen],
  );
  const folderEvents = useMemo<FolderEvents>(
    () => ({
      onToggle: ({ id }: Folder) =>
        setToggled((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id])),
      onRenameFolder: nothing,
      onDeleteFolder: nothing,
    }),
    [],
  );
  return (
    <nav aria-label="Conversations" className={classes.root}>
      <div className={classes.head}>
        <ToggleButton
          appearance="subtle"
          icon={<Archive20Regular />}
          checked={isArchive}
          onClick={() => setIsArchive(!isArchive)}
        >
          Archived
        </ToggleButton>
        {headButton}
      </div>
      <SearchPanel
        deployments={deployments}
        folders={known?.folders ?? []}
        memory={memory}
        wanted={wanted}
        onOpen={({ id }, messageId) => onOpen(id, messageId)}
        // What is read can be read in the bin too.
        onShowInBin={({ id }) => onOpen(id)}
      >
        {index.kind === 'failed' ? (
          <ErrorCard className={classes.card} {...card(index.error)} actions={[{ label: 'Try again', run: reload }]} />
        ) : null}
        {index.kind === 'ready' && items.length === 0 ? (
          <p className={classes.empty}>{isArchive ? 'Nothing is archived.' : 'There are no conversations.'}</p>
        ) : null}
        <ConversationRows
          key={view}
          items={items}
          view={view}
          currentId={currentId ?? ''}
          menuId={undefined}
          renamingId={null}
          selection={null}
          wantedKey={wantedKey}
          onWant={setWantedKey}
          onExtend={nothing}
          onRename={nothing}
          onDelete={nothing}
          onLoad={load}
          onDrop={nothing}
          isDragged={() => false}
          rowEvents={rowEvents}
          folderEvents={folderEvents}
        />
      </SearchPanel>
    </nav>
  );
}
