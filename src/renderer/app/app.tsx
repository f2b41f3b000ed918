import {
  createDOMRenderer,
  FluentProvider,
  makeStyles,
  RendererProvider,
  tokens,
  useFocusFinders,
} from '@fluentui/react-components';
import { useState } from 'react';
import { assertNever } from '../../shared/errors.ts';
import { allowedExternalUrl } from '../../shared/external-url.ts';
import type { ParleyBridge } from '../../shared/ipc/contract.ts';
import type { SessionState } from '../../shared/model/session.ts';
import { AppVersionContext, BridgeContext, useAction, useAppInfo, useBridge, useSession } from '../bridge.ts';
import { BlockedPage } from '../features/sign-in/blocked-page.tsx';
import { SigningInPage, SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { StartingPage } from '../features/sign-in/starting-page.tsx';
import { LinkCheckContext } from '../ui/markdown/link-check.ts';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { themes } from './theme.ts';
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
  const isDark = useMediaQuery('(prefers-color-scheme: dark)');
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={isDark ? themes.dark : themes.light} style={{ height: '100%' }}>
        <BridgeContext value={bridge}>
          <LinkCheckContext value={allowedExternalUrl}>
            <Frame />
          </LinkCheckContext>
        </BridgeContext>
      </FluentProvider>
    </RendererProvider>
  );
}

function Frame() {
  const classes = useStyles();
  // Keeps Fluent's focus management alive: where a page without any of it follows an open popover (signing out from the
  // account), it would be disposed and leave the whole window hidden from assistive technology.
  useFocusFinders();
  const [info] = useAppInfo();
  const [session, reload] = useSession();
  const known = info.kind === 'ready' ? info.value : null;
  return (
    <AppVersionContext value={known?.version ?? ''}>
      <div className={classes.root}>
        <CrashBoundary>
          {known === null ? null : <NoticeBar info={known} />}
          {session.kind === 'failed' ? (
            <BlockedPage error={session.error} retry={reload} />
          ) : (
            <SessionView
              state={session.kind === 'ready' ? session.value : { kind: 'starting' }}
              organisationName={known?.organisationName ?? ''}
            />
          )}
        </CrashBoundary>
      </div>
    </AppVersionContext>
  );
}

function SessionView({ state, organisationName }: { readonly state: SessionState; readonly organisationName: string }) {
  const [memories] = useState(createWorkspaceMemories);
  const { session } = useBridge();
  const [, retry] = useAction(session.retry);
  const [, checkAccess] = useAction(session.checkAccess);
  switch (state.kind) {
    case 'starting':
      return <StartingPage />;
    case 'blocked':
      return <BlockedPage error={state.error} retry={retry} />;
    case 'locked':
      return <BlockedPage error={state.error} retry={checkAccess} />;
    case 'signed-out':
      return <SignInPage organisationName={organisationName} error={state.error} />;
    case 'signing-in':
      return <SigningInPage deadline={state.deadline} linkReady={state.linkReady} />;
    case 'signed-in': {
      const { account, deployments, error } = state;
      return (
        <Workspace
          key={account.id}
          account={account}
          deployments={deployments}
          error={error}
          memory={memories(account.id)}
        />
      );
    }
    default:
      return assertNever(state);
  }
}
