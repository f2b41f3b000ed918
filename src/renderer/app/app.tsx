import { createDOMRenderer, makeStyles, RendererProvider, tokens, useFocusFinders } from '@fluentui/react-components';
import { useContext, useEffect, useState } from 'react';
import { assertNever } from '../../shared/errors.ts';
import { allowedExternalUrl } from '../../shared/external-url.ts';
import type { ParleyBridge } from '../../shared/ipc/contract.ts';
import type { SessionState } from '../../shared/model/session.ts';
import { AppInfoContext, BridgeContext, useAction, useAppInfo, useBridge, useSession } from '../bridge.ts';
import { CommandContext, createCommandHub } from '../commands.ts';
import { LockedPage } from '../features/account/locked-page.tsx';
import { BlockedPage } from '../features/sign-in/blocked-page.tsx';
import { SigningInPage, SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { SignInPanel } from '../features/sign-in/sign-in-panel.tsx';
import { StartingPage } from '../features/sign-in/starting-page.tsx';
import { Highlighter, HighlighterContext } from '../ui/markdown/code/highlighter.ts';
import { LinkCheckContext } from '../ui/markdown/link-check.ts';
import { Appearance } from './appearance.tsx';
import { SaveTextContext } from '../ui/markdown/save-text.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { NoticeBar, ReadingBar, UncheckedBar } from './notice-bar.tsx';
import { QuickAsk, QuickAskClosed } from './quick-ask.tsx';
import { isQuickAsk } from './shell-wishes.logic.ts';
import { DamageBar } from './damage-bar.tsx';
import { ReadingWorkspace } from './reading-workspace.tsx';
import { WindowCommands } from './window-commands.tsx';
import { createWorkspaceMemories } from './workspace-memory.ts';
import { Workspace } from './workspace.tsx';

const useStyles = makeStyles({
  root: {
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: '14px',
    overflow: 'hidden',
  },
});

/** What the window is given from outside. */
export interface AppProps {
  readonly bridge: ParleyBridge;
  /** The nonce of this load's content security policy, for the style elements. */
  readonly nonce: string;
}

/** The whole window. */
export function App({ bridge, nonce }: AppProps) {
  const [renderer] = useState(() => createDOMRenderer(document, { styleElementAttributes: { nonce } }));
  const [highlighter] = useState(() => new Highlighter());
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <BridgeContext value={bridge}>
        <Appearance>
          <LinkCheckContext value={allowedExternalUrl}>
            <HighlighterContext value={highlighter}>
              <SaveTextContext value={bridge.attachments.saveText}>
                <Frame />
              </SaveTextContext>
            </HighlighterContext>
          </LinkCheckContext>
        </Appearance>
      </BridgeContext>
    </RendererProvider>
  );
}

function Frame() {
  const classes = useStyles();
  // Keeps Fluent's focus management alive: where a page without any of it follows an open popover (signing out from the
  // account), it would be disposed and leave the whole window hidden from assistive technology.
  useFocusFinders();
  const [hub] = useState(createCommandHub);
  const [info] = useAppInfo();
  const [session, reload] = useSession();
  const unknown = useContext(AppInfoContext);
  const known = info.kind === 'ready' ? info.value : unknown;
  return (
    <CommandContext value={hub}>
      <AppInfoContext value={known}>
        <WindowCommands hub={hub} />
        <div className={classes.root}>
          <CrashBoundary>
            <NoticeBar info={known} />
            {session.kind === 'failed' ? (
              <BlockedPage error={session.error} rescue={null} retry={reload} />
            ) : (
              <SessionView state={session.kind === 'ready' ? session.value : { kind: 'starting', work: null }} />
            )}
          </CrashBoundary>
        </div>
      </AppInfoContext>
    </CommandContext>
  );
}

function SessionView({ state }: { readonly state: SessionState }) {
  const [memories] = useState(createWorkspaceMemories);
  const { session } = useBridge();
  const [, retry] = useAction(session.retry);
  useEffect(() => {
    if (state.kind === 'signed-out') memories.keepOnly([]);
    else if ('accounts' in state) memories.keepOnly(state.accounts.map(({ id }) => id));
  }, [memories, state]);
  if (isQuickAsk(window.location.search)) {
    if (state.kind !== 'signed-in') return <QuickAskClosed />;
    return <QuickAsk key={state.account.id} session={state} memory={memories.of(state.account.id)} />;
  }
  switch (state.kind) {
    case 'starting':
      return <StartingPage work={state.work} />;
    case 'blocked':
      return <BlockedPage {...state} retry={retry} />;
    case 'locked':
      return <LockedPage {...state} />;
    case 'signed-out':
      return <SignInPage error={state.error} readable={state.readable} />;
    case 'signing-in':
      return <SigningInPage progress={state} />;
    case 'reading':
      return (
        <>
          <ReadingBar until={state.until} isSigningIn={state.signIn !== null} />
          <ReadingWorkspace key={state.account.id} session={state} memory={memories.of(state.account.id)} />
          {state.signIn === null ? null : <SignInPanel progress={state.signIn} />}
        </>
      );
    case 'signed-in':
      return (
        <>
          {state.uncheckedUntil === null ? null : <UncheckedBar until={state.uncheckedUntil} />}
          {state.damage === null ? null : <DamageBar {...state.damage} />}
          <Workspace key={state.account.id} session={state} memory={memories.of(state.account.id)} />
          {state.signIn === null ? null : <SignInPanel progress={state.signIn} />}
        </>
      );
    default:
      return assertNever(state);
  }
}
