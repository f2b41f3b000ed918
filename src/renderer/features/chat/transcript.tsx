import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDown20Regular } from '@fluentui/react-icons/svg/arrow-down';
import { type ReactNode, useEffect, useRef } from 'react';
import { useKeptPlace } from '../../ui/use-kept-place.ts';
import { shortWindow } from '../../ui/short-window.ts';
import { useFollowBottom } from '../../ui/use-follow-bottom.ts';
import { WaitingDots } from '../../ui/waiting-dots.tsx';
import type { Versions } from './branch.logic.ts';
import type { ChatMessage } from './chat-message.ts';
import { shownSummary } from './context.logic.ts';
import { MessageView, type MessageViewProps } from './message-view.tsx';
import { SummaryNote } from './summary-note.tsx';
import { useTargetMessage } from './use-target-message.ts';
import { useTranscriptWindow } from './transcript-window.ts';

const useStyles = makeStyles({
  root: { position: 'relative', flexGrow: 1, minHeight: 0, display: 'flex' },
  scroller: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    scrollbarGutter: 'stable both-edges',
    outlineOffset: '-2px',
    fontSize: '15px',
    lineHeight: 1.6,
  },
  column: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    width: '100%',
    maxWidth: '46rem',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '24px 16px 16px',
    [shortWindow]: { padding: '8px 8px 0' },
  },
  end: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    maxWidth: '46rem',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '0 16px 16px',
  },
  // By a rule: a property would render every message anew when an answer begins and when it ends.
  running: { '& [data-branch-actions]': { visibility: 'hidden' } },
  message: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    scrollMarginTop: '24px',
    borderRadius: tokens.borderRadiusLarge,
    // The message that a search has led to has the focus until the person goes on.
    ':focus': { outline: `2px solid ${tokens.colorBrandStroke1}`, outlineOffset: '6px' },
  },
  more: { alignSelf: 'center' },
  // Clear of the button that lies over the end.
  later: { marginBottom: '40px' },
  jump: {
    position: 'absolute',
    bottom: '8px',
    left: '50%',
    transform: 'translateX(-50%)',
    boxShadow: tokens.shadow8,
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

/** What the transcript needs. */
export interface TranscriptProps extends Pick<
  MessageViewProps,
  | 'branchActions'
  | 'deployments'
  | 'conversationId'
  | 'onRegenerate'
  | 'onContinue'
  | 'onStop'
  | 'cardActions'
  | 'pauseAction'
  | 'onDecide'
> {
  readonly messages: readonly ChatMessage[];
  readonly versions: Versions;
  /** The message that it is opened at; null for its end. */
  readonly targetId: string | null;
  readonly isRunning: boolean;
  /** The answers to choose from, after the last message; null for none. */
  readonly comparison: ReactNode;
  /** Shown after everything; null for nothing. */
  readonly end: ReactNode;
}

/** The messages of a conversation, oldest first; it follows the answer only while the person is at the end. */
export function Transcript(props: TranscriptProps) {
  const { messages, versions, targetId, isRunning, comparison, end, ...shared } = props;
  const classes = useStyles();
  const isTargeted = targetId !== null && messages.some(({ id }) => id === targetId);
  const { scrollerRef, contentRef, isFollowing, jumpToBottom } = useFollowBottom(!isTargeted);
  const { shown, hasEarlier, hasLater, showEarlier, showLater, showLatest } = useTranscriptWindow(messages, targetId);
  const last = messages[messages.length - 1];
  const summary = shownSummary(messages);

  // Whoever asks wants to see the answer, or what came of it; whoever looks at another version stays where it is.
  const hasEnd = end !== null;
  const seen = useRef(isTargeted ? { hasEnd, isRunning } : null);
  useEffect(() => {
    const before = seen.current;
    seen.current = { hasEnd, isRunning };
    if (before?.hasEnd === hasEnd && (before.isRunning || !isRunning)) return;
    showLatest();
    jumpToBottom();
  });
  useTargetMessage(contentRef, targetId);

  const keepPlace = useKeptPlace(scrollerRef);
  const addEarlier = () => {
    keepPlace(contentRef.current?.querySelector('[data-message]') ?? null);
    showEarlier();
  };
  const jumpToLatest = () => {
    showLatest();
    jumpToBottom();
  };
  return (
    <div className={classes.root}>
      {/* A live log would read every word of a growing answer aloud; ChatSession tells its beginning and end instead. */}
      <div
        ref={scrollerRef}
        className={classes.scroller}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus
        tabIndex={0}
      >
        <div ref={contentRef} className={mergeClasses(isRunning && classes.running)}>
          <div className={classes.column}>
            {hasEarlier ? (
              <Button className={classes.more} appearance="subtle" size="small" onClick={addEarlier}>
                Show earlier messages
              </Button>
            ) : null}
            {shown.map((message) => (
              // The place of a message is the same for all of its versions, so that the focus stays on their arrows.
              <div
                key={versions.get(message.id)?.[0] ?? message.id}
                data-message={message.id}
                tabIndex={-1}
                className={classes.message}
              >
                <MessageView
                  message={message}
                  versions={versions.get(message.id)}
                  isLast={message === last}
                  isRunning={isRunning && message === last && message.role === 'assistant'}
                  {...shared}
                />
                {message.id === summary?.upToId ? <SummaryNote text={summary.text} /> : null}
              </div>
            ))}
            {hasLater ? (
              <Button
                className={mergeClasses(classes.more, classes.later)}
                appearance="subtle"
                size="small"
                onClick={showLater}
              >
                Show later messages
              </Button>
            ) : null}
            {isRunning && comparison === null && last?.role !== 'assistant' ? <WaitingDots /> : null}
          </div>
          {comparison}
          {end === null ? null : <div className={classes.end}>{end}</div>}
        </div>
      </div>
      {isFollowing && !hasLater ? null : (
        <Button className={classes.jump} shape="circular" icon={<ArrowDown20Regular />} onClick={jumpToLatest}>
          Jump to latest
        </Button>
      )}
    </div>
  );
}
