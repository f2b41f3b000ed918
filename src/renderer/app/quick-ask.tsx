import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Compose20Regular } from '@fluentui/react-icons/svg/compose';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { Open20Regular } from '@fluentui/react-icons/svg/open';
import { type KeyboardEvent, useCallback, useState } from 'react';
import type { SessionState } from '../../shared/model/session.ts';
import { DiscoveryContext, useBridge, useConversation } from '../bridge.ts';
import { useCommand } from '../commands.ts';
import { ChatPage, type ShownConversation } from '../features/chat/chat-page.tsx';
import { focusOnShow } from '../ui/focus-on-show.ts';
import { FullPage } from '../ui/full-page.tsx';
import { useChatLibrary } from './use-chat-library.ts';
import { useShellWishes } from './use-shell-wishes.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';
import { newConversation } from './workspace.logic.ts';

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minHeight: 0,
    display: 'flex',
    flexDirection: 'column',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    boxSizing: 'border-box',
  },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    flexShrink: 0,
    padding: '4px 4px 4px 16px',
    // A window without a frame is moved by its bar.
    '-webkit-app-region': 'drag',
    '& button': { '-webkit-app-region': 'no-drag' },
  },
  title: {
    flexGrow: 1,
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
});

/** What the window over all others needs. */
export interface QuickAskProps {
  readonly session: Extract<SessionState, { readonly kind: 'signed-in' }>;
  readonly memory: WorkspaceMemory;
}

/** One chat in a small window: asked, answered, put away with Escape or taken along to a window of conversations. */
export function QuickAsk({ session, memory }: QuickAskProps) {
  const classes = useStyles();
  const { shell } = useBridge();
  const { library } = useChatLibrary();
  const [shown, setShown] = useState<ShownConversation>(newConversation);
  const record = useConversation(shown.id);
  // A temporary one is this window's alone.
  const isWritten = record.kind === 'ready' && record.value !== null;
  const create = useCallback(() => setShown(newConversation()), []);
  const open = useCallback((id: string) => setShown({ id, isNew: false }), []);
  const hide = () => void shell.leaveQuickAsk({ kind: 'hide' });
  const move = () => {
    void shell.leaveQuickAsk({ kind: 'open-conversation', conversationId: shown.id });
    create();
  };
  useCommand('new-chat', create);
  useShellWishes({ onOpen: open, onCompose: () => undefined });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { currentTarget, target, nativeEvent } = event;
    // What opens over the page, and an input method, have an Escape of their own.
    const isOurs = target instanceof HTMLElement && currentTarget.contains(target);
    const isPopupOpen = isOurs && target.getAttribute('aria-expanded') === 'true';
    if (event.key !== 'Escape' || !isOurs || isPopupOpen || event.defaultPrevented || nativeEvent.isComposing) return;
    event.preventDefault();
    hide();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape puts the window away from anywhere in it
    <main className={classes.root} aria-label="Quick ask" onKeyDown={onKeyDown}>
      <header className={classes.bar}>
        <h1 className={classes.title}>Quick ask</h1>
        <Button
          appearance="subtle"
          icon={<Compose20Regular />}
          onClick={create}
          aria-label="New chat"
          title="New chat"
        />
        {isWritten ? (
          <Button appearance="subtle" icon={<Open20Regular />} onClick={move}>
            Open in Parley
          </Button>
        ) : null}
        <Button
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label="Hide"
          title="Hide (Escape)"
          onClick={hide}
        />
      </header>
      <DiscoveryContext value={session.discovery}>
        <ChatPage
          shown={shown}
          givenName={session.account.givenName}
          deployments={session.deployments}
          drafts={memory.drafts}
          library={library}
          onAssistant={(assistantId) => setShown({ ...shown, assistantId })}
          notice={null}
          onOpen={open}
        />
      </DiscoveryContext>
    </main>
  );
}

/** The same window while nobody is signed in: signing in has its place elsewhere. */
export function QuickAskClosed() {
  const { shell } = useBridge();
  const leave = (kind: 'hide' | 'open-window') => void shell.leaveQuickAsk({ kind });
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape puts the window away from anywhere in it
    <div style={{ display: 'contents' }} onKeyDown={(event) => (event.key === 'Escape' ? leave('hide') : undefined)}>
      <FullPage heading="Parley is not ready for questions yet">
        <Button ref={focusOnShow} appearance="primary" onClick={() => leave('open-window')}>
          Open Parley
        </Button>
        <Button appearance="subtle" onClick={() => leave('hide')}>
          Hide
        </Button>
      </FullPage>
    </div>
  );
}
