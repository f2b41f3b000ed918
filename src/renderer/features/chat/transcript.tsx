import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDown20Regular } from '@fluentui/react-icons/svg/arrow-down';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useCommand } from '../../commands.ts';
import { shortWindow } from '../../ui/short-window.ts';
import { useFollowBottom } from '../../ui/use-follow-bottom.ts';
import { WaitingDots } from '../../ui/waiting-dots.tsx';
import { TranscriptRows, type TranscriptRowsHandle, type TranscriptRowsProps } from './transcript-rows.tsx';
import { FindBar } from './find-bar.tsx';
import { useFind } from './use-find.ts';
import { useFindMarks } from './use-find-marks.ts';
import { placeInSight, type TranscriptPlace } from './transcript-place.ts';
import { useGoTo } from './use-go-to.ts';
import { usePinnedRows } from './use-pinned-rows.ts';

const useStyles = makeStyles({
  root: { position: 'relative', flexGrow: 1, minHeight: 0, display: 'flex' },
  scroller: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    scrollbarGutter: 'stable both-edges',
    outlineOffset: '-2px',
    fontSize: 'var(--transcript-font-size, 15px)',
    lineHeight: 'var(--transcript-line-height, 1.6)',
  },
  column: {
    display: 'flex',
    flexDirection: 'column',
    gap: 'var(--transcript-gap, 8px)',
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
export interface TranscriptProps extends Omit<TranscriptRowsProps, 'handle' | 'scroller' | 'pinned' | 'initialPlace'> {
  /** The message that it is opened at; null for none. */
  readonly targetId: string | null;
  /** Where the person was when they left it; null for its end. */
  readonly keptPlace: TranscriptPlace | null;
  /** Called with the place that the person leaves it at; null for its end. */
  readonly onLeave: (place: TranscriptPlace | null) => void;
  /** The answer was not asked for by who sits here. */
  readonly isJoined: boolean;
  /** The answers to choose from, after the last message; null for none. */
  readonly comparison: ReactNode;
  /** Shown after everything; null for nothing. */
  readonly end: ReactNode;
}

/** The messages of a conversation, oldest first; it follows the answer only while the person is at the end. */
export function Transcript(props: TranscriptProps) {
  const { targetId, keptPlace, onLeave, isJoined, comparison, end, ...rows } = props;
  const { earlier, messages, isRunning } = rows;
  const classes = useStyles();
  const placeOf = (messageId: string) => {
    const place = earlier.findIndex((message) => message?.id === messageId);
    const index = messages.findIndex(({ id }) => id === messageId);
    return place !== -1 ? place : index === -1 ? undefined : earlier.length + index;
  };
  const target = targetId === null ? undefined : placeOf(targetId);
  const kept = keptPlace === null || target !== undefined ? undefined : placeOf(keptPlace.messageId);
  const isElsewhere = target !== undefined || kept !== undefined;
  const { scrollerRef, contentRef, isFollowing, jumpToBottom } = useFollowBottom(!isElsewhere);
  const { pinned, onFocus } = usePinnedRows(scrollerRef);
  const handle = useRef<TranscriptRowsHandle>(null);
  const goTo = useGoTo(scrollerRef, (place) => handle.current?.offsetOf(place) ?? 0);

  // Whoever asks wants to see the answer, or what came of it; whoever looks at another version stays where it is.
  const hasEnd = end !== null;
  const seen = useRef(isElsewhere ? { hasEnd, isRunning } : null);
  useEffect(() => {
    const before = seen.current;
    seen.current = { hasEnd, isRunning };
    if (before?.hasEnd === hasEnd && (before.isRunning || !isRunning || isJoined)) return;
    jumpToBottom();
  });

  const last = messages[messages.length - 1];
  const { finding, ...find } = useFind(rows.conversationId, last?.id);
  useFindMarks(scrollerRef, finding?.text ?? '');
  const found = finding?.places[finding.index];
  useEffect(() => {
    if (found !== undefined) goTo({ place: found, top: 72 });
  }, [found, goTo]);
  useCommand('find', () => {
    find.open();
    scrollerRef.current?.parentElement?.querySelector<HTMLInputElement>('[role="search"] input')?.select();
  });
  const closeFind = () => {
    find.close();
    // Its field takes the focus along.
    scrollerRef.current?.focus({ preventScroll: true });
  };

  const begin = useRef({ target, kept, keptPlace });
  useEffect(() => {
    const to = begin.current;
    if (to.target !== undefined) goTo({ place: to.target, isFocused: true });
    else if (to.kept !== undefined) goTo({ place: to.kept, top: to.keptPlace?.top ?? 0 });
  }, [goTo]);
  const leave = useRef(() => undefined as void);
  useLayoutEffect(() => {
    leave.current = () => onLeave(isFollowing ? null : placeInSight(scrollerRef.current));
  });
  // Before its rows go.
  useLayoutEffect(() => () => leave.current(), []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // In a text field and in a menu these keys mean something else.
    if (event.target !== event.currentTarget || event.altKey || event.shiftKey || event.metaKey) return;
    if (event.key === 'Home') goTo({ place: 0, top: 24 });
    else if (event.key === 'End') jumpToBottom();
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.root}>
      {finding === null ? null : <FindBar finding={finding} find={{ ...find, close: closeFind }} />}
      {/* A live log would read every word of a growing answer aloud; ChatSession tells its beginning and end instead. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its keys scroll it */}
      <div
        ref={scrollerRef}
        className={classes.scroller}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus
        tabIndex={0}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
      >
        <div ref={contentRef} className={mergeClasses(isRunning && classes.running)}>
          <div className={classes.column}>
            <TranscriptRows
              {...rows}
              handle={handle}
              scroller={scrollerRef}
              pinned={pinned}
              initialPlace={target ?? kept ?? null}
            />
            {isRunning && comparison === null && last?.role !== 'assistant' ? <WaitingDots /> : null}
          </div>
          {comparison}
          {end === null ? null : <div className={classes.end}>{end}</div>}
        </div>
      </div>
      {isFollowing ? null : (
        <Button className={classes.jump} shape="circular" icon={<ArrowDown20Regular />} onClick={jumpToBottom}>
          Jump to latest
        </Button>
      )}
    </div>
  );
}
