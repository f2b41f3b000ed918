import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { OpenConversation } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { errorData, unwrap, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { versionsOf } from './branch.logic.ts';
import { openAt, type ShownConversation } from './chat-page.tsx';
import { toChatMessage } from './chat-message.ts';
import { createDrafts } from './drafts.ts';
import { EarlierMessages, type PlaceRange } from './earlier-messages.ts';
import { Answer } from './message-view.tsx';
import { Transcript } from './transcript.tsx';
import type { BranchActions } from './use-branch-actions.ts';

const useStyles = makeStyles({
  blank: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '24px 16px' },
  column: { maxWidth: '46rem', margin: '0 auto' },
  compared: {
    display: 'flex',
    flexDirection: 'column',
    gap: '24px',
    maxWidth: '46rem',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '0 16px 16px',
  },
  hint: { textAlign: 'center', color: tokens.colorNeutralForeground3 },
});

/** What reading needs. */
export interface ReadingPageProps {
  /** Null while none was chosen. */
  readonly shown: ShownConversation | null;
  /** For the names of the models. */
  readonly deployments: readonly Deployment[];
}

type Opening =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: AppErrorData }
  | { readonly kind: 'open'; readonly conversation: OpenConversation };

/** A conversation to be read: its transcript, and nothing to write with. */
export function ReadingPage({ shown, deployments }: ReadingPageProps) {
  const classes = useStyles();
  if (shown === null) {
    return (
      <div className={classes.blank}>
        <p className={classes.hint}>Choose a conversation, or search for one.</p>
      </div>
    );
  }
  return <OpenedReading key={`${shown.id} ${shown.target?.wish ?? ''}`} shown={shown} deployments={deployments} />;
}

const nothing = () => undefined;
const noActions = () => [];

function OpenedReading({ shown, deployments }: ReadingPageProps & { readonly shown: ShownConversation }) {
  const classes = useStyles();
  const card = useErrorCard();
  const { history } = useBridge();
  const [opening, setOpening] = useState<Opening>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const targetId = shown.target?.messageId;
  useEffect(() => {
    let isWanted = true;
    void openAt(history, shown.id, { targetId, keptId: undefined })
      .then(
        (conversation): Opening => ({ kind: 'open', conversation }),
        (thrown: unknown): Opening => ({ kind: 'failed', error: errorData(thrown) }),
      )
      .then((next) => {
        if (isWanted) setOpening(next);
      });
    return () => {
      isWanted = false;
    };
  }, [history, shown.id, targetId, attempt]);
  const onShow = useCallback(
    (messageId: string) => {
      void history
        .show({ conversationId: shown.id, messageId })
        .then(unwrap)
        .then(
          (conversation) => setOpening({ kind: 'open', conversation }),
          (thrown: unknown) => setOpening({ kind: 'failed', error: errorData(thrown) }),
        );
    },
    [history, shown.id],
  );
  switch (opening.kind) {
    case 'loading':
      return <div className={classes.blank} aria-busy="true" />;
    case 'failed':
      return (
        <div className={classes.blank}>
          <ErrorCard
            className={classes.column}
            {...card(opening.error)}
            actions={[{ label: 'Try again', run: () => setAttempt((count) => count + 1) }]}
          />
        </div>
      );
    case 'open':
      return (
        <OpenedBranch
          key={opening.conversation.messages.at(-1)?.id}
          opened={opening.conversation}
          {...{ deployments, targetId, onShow }}
        />
      );
  }
}

/** What a branch that is read needs. */
interface OpenedBranchProps {
  readonly opened: OpenConversation;
  readonly deployments: readonly Deployment[];
  readonly targetId: string | undefined;
  readonly onShow: (messageId: string) => void;
}

function OpenedBranch({ opened, deployments, targetId, onShow }: OpenedBranchProps) {
  const classes = useStyles();
  const { history } = useBridge();
  const conversationId = opened.conversation.id;
  const [versions, setVersions] = useState(() => versionsOf([...opened.versions, ...(opened.around?.versions ?? [])]));
  const [earlier] = useState(
    () =>
      new EarlierMessages({
        history,
        conversationId,
        opened,
        onPage: (page) => setVersions((known) => new Map([...known, ...versionsOf(page.versions)])),
      }),
  );
  const items = useSyncExternalStore(earlier.subscribe, () => earlier.items);
  const failure = useSyncExternalStore(earlier.subscribe, () => earlier.failure);
  const want = useCallback((range: PlaceRange) => earlier.want(range), [earlier]);
  const branchActions = useMemo<BranchActions>(() => {
    const drafts = createDrafts();
    return {
      edits: { ...drafts.edits, subscribe: drafts.subscribe },
      offered: [],
      onShow,
      onEdit: nothing,
      onSendEdit: nothing,
      onDelete: nothing,
      onFork: undefined,
      onRegenerateWith: nothing,
    };
  }, [onShow]);
  const ways = {
    deployments,
    conversationId,
    isRunning: false,
    onRegenerate: nothing,
    onContinue: nothing,
    onStop: nothing,
    cardActions: noActions,
    pauseAction: () => ({ label: '', run: nothing }),
    onDecide: nothing,
  };

  const { messages, compared } = opened;
  const answers = compared.flatMap((each) => (each.kind === 'ended' ? [toChatMessage(each.answer)] : []));
  return (
    <Transcript
      {...ways}
      earlier={items}
      onWant={want}
      earlierFailure={failure}
      isJoined={false}
      onRetryEarlier={earlier.retry}
      messages={messages.map(toChatMessage)}
      versions={versions}
      branchActions={branchActions}
      targetId={targetId ?? null}
      keptPlace={null}
      onLeave={nothing}
      comparison={
        answers.length === 0 ? null : (
          <div className={classes.compared}>
            {answers.map((answer) => (
              <Answer key={answer.id} {...ways} message={answer} isLast={false} canContinueHere={false}>
                {null}
              </Answer>
            ))}
          </div>
        )
      }
      end={null}
    />
  );
}
