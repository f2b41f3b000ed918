import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowExport20Regular } from '@fluentui/react-icons/svg/arrow-export';
import { PanelLeftContract20Regular } from '@fluentui/react-icons/svg/panel-left-contract';
import { PanelLeftExpand20Regular } from '@fluentui/react-icons/svg/panel-left-expand';
import { useCallback, useEffect, useState } from 'react';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { SessionState } from '../../shared/model/session.ts';
import { ReadingContext, useCardActions, useConversation, useErrorCard } from '../bridge.ts';
import { useCommand } from '../commands.ts';
import type { ShownConversation } from '../features/chat/chat-page.tsx';
import { ReadingPage } from '../features/chat/reading-page.tsx';
import { ReadingList } from '../features/conversations/reading-list.tsx';
import { ExportDialog } from '../features/transfer/export-dialog.tsx';
import { ErrorCard } from '../ui/error-card.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { useFrameStyles } from './frame.styles.ts';
import { Side } from './side.tsx';
import type { WorkspaceMemory } from './workspace-memory.ts';
import { drawerQuery, newConversation } from './workspace.logic.ts';

const useStyles = makeStyles({
  title: {
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    padding: '4px 8px',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  card: { margin: '8px 16px', flexShrink: 0 },
});

/** What the reading window needs. */
export interface ReadingWorkspaceProps {
  readonly session: Extract<SessionState, { readonly kind: 'reading' }>;
  readonly memory: WorkspaceMemory;
}

/** What is exported; null as conversation for everything. */
type Exporting = { readonly conversation: Conversation | null };

/** The window of a person who has signed out and reads what is on this computer. */
export function ReadingWorkspace({ session, memory }: ReadingWorkspaceProps) {
  const { account, abilities, deployments, error } = session;
  const classes = useStyles();
  const frame = useFrameStyles();
  const card = useErrorCard();
  const cardActions = useCardActions();
  const isDrawer = useMediaQuery(drawerQuery);
  const [isListOpen, setIsListOpen] = useState(true);
  // The page before took the focus along: here a person begins by searching.
  const [searchWanted, setSearchWanted] = useState(1);
  const [shown, setShown] = useState<ShownConversation | null>(memory.shown.isNew ? null : memory.shown);
  const [exporting, setExporting] = useState<Exporting | null>(null);
  const [nobodys] = useState(() => newConversation().id);
  const record = useConversation(shown?.id ?? nobodys);
  const conversation = shown !== null && record.kind === 'ready' ? record.value : null;
  useEffect(() => setIsListOpen(!isDrawer || shown === null), [isDrawer, shown]);

  const open = useCallback(
    (id: string, messageId?: string) => {
      const wish = (shown?.target?.wish ?? 0) + 1;
      const next = { id, isNew: false, ...(messageId !== undefined && { target: { messageId, wish } }) };
      memory.shown = next;
      setShown(next);
      if (isDrawer) setIsListOpen(false);
    },
    [isDrawer, memory, shown],
  );
  useCommand('search', () => {
    setIsListOpen(true);
    setSearchWanted((count) => count + 1);
  });
  const mayExport = abilities.includes('export');
  useCommand('toggle-list', () => setIsListOpen(!isListOpen));
  useCommand('export', mayExport && conversation !== null ? () => setExporting({ conversation }) : undefined);
  useCommand('export-all', mayExport ? () => setExporting({ conversation: null }) : undefined);

  const toggleLabel = isListOpen ? 'Hide conversations' : 'Show conversations';
  const toggle = (
    <Button
      appearance="subtle"
      icon={isListOpen ? <PanelLeftContract20Regular /> : <PanelLeftExpand20Regular />}
      aria-label={toggleLabel}
      aria-expanded={isListOpen}
      title={toggleLabel}
      onClick={() => {
        setIsListOpen(!isListOpen);
        setSearchWanted(0);
      }}
    />
  );
  const list = (
    <ReadingList
      deployments={deployments}
      memory={memory}
      wanted={searchWanted}
      currentId={shown?.id ?? null}
      headButton={toggle}
      onOpen={open}
    />
  );
  return (
    <ReadingContext value>
      <div className={frame.root}>
        <Side isDrawer={isDrawer} isOpen={isListOpen} onClose={() => setIsListOpen(false)}>
          {list}
        </Side>
        <main className={frame.main}>
          <header className={frame.bar}>
            {isListOpen && !isDrawer ? null : toggle}
            <h1 className={classes.title} dir="auto">
              {conversation?.title ?? account.name}
            </h1>
            {mayExport ? (
              <Button
                appearance="subtle"
                icon={<ArrowExport20Regular />}
                onClick={() => setExporting({ conversation })}
              >
                {conversation === null ? 'Export all…' : 'Export…'}
              </Button>
            ) : null}
          </header>
          {error === null ? null : (
            <ErrorCard className={classes.card} {...card(error)} actions={cardActions(error, { canSignIn: false })} />
          )}
          <ReadingPage shown={shown} deployments={deployments} />
        </main>
        {exporting === null ? null : (
          <ExportDialog conversation={exporting.conversation} onClose={() => setExporting(null)} />
        )}
      </div>
    </ReadingContext>
  );
}
