import { Button } from '@fluentui/react-components';
import { Compose20Regular } from '@fluentui/react-icons/svg/compose';
import { PanelLeftContract20Regular } from '@fluentui/react-icons/svg/panel-left-contract';
import { PanelLeftExpand20Regular } from '@fluentui/react-icons/svg/panel-left-expand';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppErrorData } from '../../shared/errors.ts';
import type { Conversation } from '../../shared/model/conversation.ts';
import type { SessionState } from '../../shared/model/session.ts';
import {
  DiscoveryContext,
  useBridge,
  useCardActions,
  useConversation,
  useErrorCard,
  usePreferences,
} from '../bridge.ts';
import { useCommandHub } from '../commands.ts';
import { AccountButton } from '../features/account/account-button.tsx';
import { ChatPage, type ShownConversation } from '../features/chat/chat-page.tsx';
import { OutboxContext, useOutboxState } from '../features/chat/use-outbox.ts';
import { useKeptDrafts } from '../features/chat/use-kept-drafts.ts';
import { ConversationList } from '../features/conversations/conversation-list.tsx';
import { ConversationTitle } from '../features/conversations/conversation-title.tsx';
import { type UnsentMarks, UnsentMarksContext } from '../features/conversations/unsent-marks.ts';
import { conversationsOf, listItems } from '../features/conversations/list-items.logic.ts';
import { useConversationIndex } from '../features/conversations/use-conversation-index.ts';
import { ErrorCard } from '../ui/error-card.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { NewChatMenu } from '../features/assistants/new-chat-menu.tsx';
import { DeleteConversationDialog } from './delete-conversation-dialog.tsx';
import { useFrameStyles } from './frame.styles.ts';
import { Side } from './side.tsx';
import { useChatLibrary } from './use-chat-library.ts';
import { useDesktop } from './use-desktop.tsx';
import { useWorkspaceCommands } from './use-workspace-commands.ts';
import { type OpenDialog, WorkspaceDialogs } from './workspace-dialogs.tsx';
import type { WorkspaceMemory } from './workspace-memory.ts';
import { addressOf, drawerQuery, hasVanished, newChat, titlePlaceholder, unsentMark } from './workspace.logic.ts';

/** What the signed-in window needs. */
export interface WorkspaceProps {
  readonly session: Extract<SessionState, { readonly kind: 'signed-in' }>;
  readonly memory: WorkspaceMemory;
}

/** The window of a person who is signed in: conversations on the left, the shown one beside them. */
export function Workspace({ session, memory }: WorkspaceProps) {
  const { account, accounts, deployments, abilities, error } = session;
  const classes = useFrameStyles();
  const card = useErrorCard();
  const cardActions = useCardActions();
  const [dismissedId, setDismissedId] = useState<string | null>(null);
  const conversations = useConversationIndex();
  const { drafts } = memory;
  const [shown, setShown] = useShownConversation(memory);
  const isRestored = useKeptDrafts(
    drafts,
    useCallback((id: string) => memory.shown.id === id, [memory]),
  );
  const outbox = useOutboxState();
  const { library, toolServers } = useChatLibrary();
  const [dialog, setDialog] = useState<OpenDialog>({ kind: 'none' });
  const record = useConversation(shown.id);
  const [titleError, setTitleError] = useState<AppErrorData | null>(null);
  const isDrawer = useMediaQuery(drawerQuery);
  const { preferences } = useBridge();
  const { isListShown } = usePreferences().values;
  const [isListOpen, setIsListOpen] = useState(!isDrawer && isListShown);
  const [seen, setSeen] = useState({ isDrawer, isListShown });
  // While rendering, not after: a drawer that is open for a moment takes the focus, and loses it.
  if (seen.isDrawer !== isDrawer || seen.isListShown !== isListShown) {
    setSeen({ isDrawer, isListShown });
    setIsListOpen(!isDrawer && isListShown);
  }
  const showList = (isShown: boolean) => {
    setIsListOpen(isShown);
    if (!isDrawer) void preferences.change({ isListShown: isShown });
  };

  const show = useCallback(
    (next: ShownConversation) => {
      setShown(next);
      if (isDrawer) setIsListOpen(false);
    },
    [isDrawer, setShown],
  );
  const open = useCallback(
    (id: string, messageId?: string) => {
      const wish = (shown.target?.wish ?? 0) + 1;
      if (messageId !== undefined) show({ id, isNew: false, target: { messageId, wish } });
      else show(id === shown.id ? shown : { id, isNew: false });
    },
    [show, shown],
  );
  const create = useCallback((assistantId?: string) => show(newChat(drafts, assistantId)), [drafts, show]);
  useEffect(() => {
    if (shown.isNew) drafts.markNew(shown.id);
  }, [drafts, shown]);
  useEffect(() => {
    // What was written in a new chat before Parley was last ended.
    if (isRestored && shown.isNew && !drafts.has(shown.id) && drafts.newChatId() !== undefined)
      setShown(newChat(drafts));
  }, [isRestored, drafts, shown, setShown]);
  const createPlain = useCallback(() => create(), [create]);

  const exportOne = useCallback((conversation: Conversation) => setDialog({ kind: 'export', conversation }), []);
  const mayExport = abilities.includes('export');

  const [searchWanted, setSearchWanted] = useState(0);
  const [deleting, setDeleting] = useState<Conversation | null>(null);
  const hub = useCommandHub();
  const { index } = conversations;
  // Asked for by a command or the palette only: there may be thousands.
  const listed = () => (index.kind === 'ready' ? conversationsOf(listItems(index.value, 'list', Date.now())) : []);
  useWorkspaceCommands({
    hub,
    listed,
    shownId: shown.id,
    conversation: record.kind === 'ready' ? record.value : null,
    mayExport,
    onNew: createPlain,
    onSearch: () => {
      setIsListOpen(true);
      setSearchWanted((count) => count + 1);
    },
    onToggleList: () => showList(!isListOpen),
    onOpen: open,
    onShow: setDialog,
    onDelete: setDeleting,
    onError: setTitleError,
  });
  const linkNotice = useDesktop({
    shown,
    conversation: record.kind === 'ready' ? record.value : null,
    drafts,
    onOpen: open,
    onShow: show,
  });

  const knownId = useRef<string | null>(null);
  useEffect(() => {
    if (hasVanished(record, shown, knownId.current)) {
      const next = newChat(drafts);
      // Deleted elsewhere while somebody writes here: the words are theirs all the same.
      if (isWriting() && drafts.has(shown.id) && !drafts.has(next.id)) drafts.move(shown.id, next.id);
      if (record.kind === 'ready' && record.value === null && knownId.current === shown.id) {
        drafts.keeping.forget(shown.id);
      }
      setShown(next);
      return stayInNavigation();
    }
    if (record.kind !== 'ready' || record.value === null) return;
    knownId.current = shown.id;
    drafts.markBegun(shown.id);
    // The page that is shown goes on as it is; one that comes back to it later has to open what has been written meanwhile.
    memory.shown = { id: shown.id, isNew: false };
  }, [record, drafts, memory, setShown, shown]);

  const toggle = (
    <Button
      appearance="subtle"
      icon={isListOpen ? <PanelLeftContract20Regular /> : <PanelLeftExpand20Regular />}
      aria-label={isListOpen ? 'Hide conversations' : 'Show conversations'}
      aria-expanded={isListOpen}
      title={isListOpen ? 'Hide conversations' : 'Show conversations'}
      onClick={() => {
        showList(!isListOpen);
        setSearchWanted(0);
      }}
    />
  );
  const menu = (
    <NewChatMenu assistants={library.assistants} onCreate={create} onManage={(kind) => setDialog({ kind })} />
  );
  const marks = useMemo<UnsentMarks>(
    () => ({ subscribe: drafts.subscribe, get: (id) => unsentMark(id, drafts, outbox) }),
    [drafts, outbox],
  );
  const list = (
    <UnsentMarksContext value={marks}>
      <ConversationList
        conversations={conversations}
        currentId={shown.id}
        headButton={
          <>
            {menu}
            {toggle}
          </>
        }
        deployments={deployments}
        memory={memory}
        searchWanted={searchWanted}
        onOpen={open}
        onCreate={createPlain}
        onExport={mayExport ? exportOne : undefined}
      />
    </UnsentMarksContext>
  );
  const told = titleError ?? error;
  const errorNotice =
    told === null || told.correlationId === dismissedId ? null : (
      <ErrorCard {...card(told)} actions={cardActions(told)} onDismiss={() => setDismissedId(told.correlationId)} />
    );
  const notice =
    errorNotice === null && linkNotice === null ? null : (
      <>
        {errorNotice}
        {linkNotice}
      </>
    );
  return (
    <div className={classes.root}>
      <Side isDrawer={isDrawer} isOpen={isListOpen} onClose={() => setIsListOpen(false)}>
        {list}
      </Side>
      <main className={classes.main}>
        <header className={classes.bar}>
          {isListOpen && !isDrawer ? null : (
            <>
              {toggle}
              <Button
                appearance="subtle"
                icon={<Compose20Regular />}
                aria-label="New chat"
                title="New chat"
                onClick={createPlain}
              />
              {menu}
            </>
          )}
          <ConversationTitle
            key={shown.id}
            conversation={record.kind === 'ready' ? record.value : null}
            placeholder={titlePlaceholder(record, shown)}
            onError={setTitleError}
          />
          <AccountButton
            account={account}
            accounts={accounts}
            onUsage={() => setDialog({ kind: 'usage' })}
            onSettings={() => setDialog({ kind: 'settings', section: 'general' })}
            onImport={() => setDialog({ kind: 'import' })}
            onExport={mayExport ? () => setDialog({ kind: 'export', conversation: null }) : undefined}
          />
        </header>
        <OutboxContext value={outbox}>
          <DiscoveryContext value={session.discovery}>
            <ChatPage
              shown={shown}
              givenName={account.givenName}
              deployments={deployments}
              drafts={drafts}
              library={library}
              onAssistant={(assistantId) => {
                drafts.choose(shown.id, { assistantId });
                setShown({ ...shown, assistantId });
              }}
              notice={notice}
              onOpen={open}
            />
          </DiscoveryContext>
        </OutboxContext>
      </main>
      <WorkspaceDialogs
        dialog={dialog}
        hub={hub}
        deployments={deployments}
        conversations={dialog.kind === 'palette' ? listed() : []}
        library={library}
        toolServers={toolServers}
        mayExport={mayExport}
        onShow={setDialog}
        onOpen={open}
      />
      <DeleteConversationDialog conversation={deleting} onError={setTitleError} onClose={() => setDeleting(null)} />
    </div>
  );
}

/** Who has deleted the shown conversation in the list goes on there: the composer of the new chat would take the focus. */
function stayInNavigation(): void {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement.closest('nav') === null) return;
  requestAnimationFrame(() => activeElement.focus());
}

function isWriting(): boolean {
  return document.activeElement instanceof HTMLTextAreaElement;
}

function useShownConversation(
  memory: WorkspaceMemory,
): readonly [ShownConversation, (next: ShownConversation) => void] {
  const [shown, setShown] = useState(memory.shown);
  useEffect(() => window.history.replaceState(null, '', addressOf(shown)), [shown]);
  const remember = useCallback(
    (next: ShownConversation) => {
      memory.shown = next;
      setShown(next);
    },
    [memory],
  );
  return [shown, remember];
}
