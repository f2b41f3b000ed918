import { makeStyles, tokens } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import type { Versions } from './branch.logic.ts';
import type { ChatMessage } from './chat-message.ts';
import { shownSummary } from './context.logic.ts';
import { type EarlierItems, loadedOf, type PlaceRange } from './earlier-messages.ts';
import { MessageView, type MessageViewProps } from './message-view.tsx';
import { SummaryNote } from './summary-note.tsx';
import {
  dayBegun,
  dayName,
  drawnRows,
  heightBefore,
  missingInSight,
  missingNear,
  rowHeight,
} from './transcript.logic.ts';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    // Its distance to the next one, measured with it.
    paddingBottom: '8px',
    borderRadius: tokens.borderRadiusLarge,
    // The message that a search has led to has the focus until the person goes on.
    ':focus': { outline: `2px solid ${tokens.colorBrandStroke1}`, outlineOffset: '2px' },
  },
  day: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '8px 0',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    '::before': { content: '""', flexGrow: 1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    '::after': { content: '""', flexGrow: 1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  missing: { borderRadius: tokens.borderRadiusLarge, backgroundColor: tokens.colorNeutralBackground2 },
});

/** What can be asked of the rows. */
export interface TranscriptRowsHandle {
  /** Where a row begins, as far as that is known, in CSS pixels. */
  readonly offsetOf: (place: number) => number;
}

/** What the rows of a transcript need. */
export interface TranscriptRowsProps extends Omit<
  MessageViewProps,
  'message' | 'versions' | 'isLast' | 'isRunning' | 'place' | 'count'
> {
  readonly handle: RefObject<TranscriptRowsHandle | null>;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly earlier: EarlierItems;
  readonly messages: readonly ChatMessage[];
  readonly versions: Versions;
  /** The last message is an answer that is still arriving. */
  readonly isRunning: boolean;
  readonly pinned: readonly (PlaceRange | null)[];
  /** Which row is to be seen first; null for the end. */
  readonly initialPlace: number | null;
  readonly onWant: (range: PlaceRange) => void;
  /** Why earlier messages could not be loaded; null where all goes well. */
  readonly earlierFailure: AppErrorData | null;
  readonly onRetryEarlier: () => void;
}

/**
 * The messages of a conversation, of which those are drawn that can be seen. They stand in the flow of the page between
 * spaces for the others, so that the browser itself keeps what is read where it is when something above it turns out to be
 * higher or lower than it was thought to be.
 */
export function TranscriptRows(props: TranscriptRowsProps): ReactNode {
  const { handle, scroller, earlier, messages, versions, isRunning, pinned, initialPlace, ...others } = props;
  const { onWant, earlierFailure, onRetryEarlier, ...shared } = others;
  const classes = useStyles();
  const card = useErrorCard();
  const count = earlier.length + messages.length;
  const at = (place: number) => (place < earlier.length ? earlier[place] : messages[place - earlier.length]);
  const [now] = useState(() => Date.now());
  // A message that comes has all heights looked up again: other ones for what was loaded since would move what is read.
  const estimates = useRef(new Map<number, number>());
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => {
      const height = estimates.current.get(place) ?? rowHeight(at(place));
      estimates.current.set(place, height);
      return height;
    },
    rangeExtractor: (range: Range) => drawnRows(defaultRangeExtractor(range), range.count, pinned),
    overscan: 6,
    initialRect: { width: 700, height: 700 },
    initialOffset: () => heightBefore(initialPlace ?? count, at),
  });
  // The browser does, and better: it knows what the person looks at, and does not end a movement under way.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  useImperativeHandle(handle, () => ({ offsetOf: (place) => virtualizer.getOffsetForIndex(place, 'start')?.[0] ?? 0 }));

  const rows = virtualizer.getVirtualItems();
  const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {};
  const inSight = endIndex < startIndex ? [] : [startIndex, endIndex];
  const missing = missingNear(inSight, (place) => (place < earlier.length ? earlier[place] : null));
  const failedPlace = earlierFailure === null ? undefined : missingInSight(inSight, at);
  const [first, last] = [missing?.first, missing?.last];
  useEffect(() => {
    if (first !== undefined && last !== undefined) onWant({ first, last });
  }, [first, last, onWant]);

  const loadedEarlier = useMemo(() => loadedOf(earlier), [earlier]);
  const summary = useMemo(() => shownSummary([...loadedEarlier, ...messages]), [loadedEarlier, messages]);
  const measure = useCallback((row: HTMLElement | null) => virtualizer.measureElement(row), [virtualizer]);
  const drawn: ReactNode[] = [];
  let end = 0;
  for (const { index: place, start, end: rowEnd, size } of rows) {
    if (start > end) drawn.push(<div key={`space ${place}`} style={{ height: start - end }} />);
    end = rowEnd;
    const message = at(place);
    if (message === undefined && place === failedPlace && earlierFailure !== null) {
      drawn.push(
        <div key={`place ${place}`} ref={measure} data-index={place} data-place={place} className={classes.row}>
          <ErrorCard {...card(earlierFailure)} actions={[{ label: 'Try again', run: onRetryEarlier }]} />
        </div>,
      );
      continue;
    }
    if (message === undefined) {
      drawn.push(
        <div key={`place ${place}`} data-place={place} className={classes.missing} style={{ height: size }} />,
      );
      continue;
    }
    const day = dayBegun(message, place === 0 ? 'none' : at(place - 1), now);
    const isLast = place === count - 1;
    drawn.push(
      // The place of a message is the same for all of its versions, so that the focus stays on their arrows.
      <div
        key={versions.get(message.id)?.[0] ?? message.id}
        ref={measure}
        data-index={place}
        data-place={place}
        data-message={message.id}
        tabIndex={-1}
        className={classes.row}
      >
        {day === undefined ? null : (
          <div role="separator" aria-label={dayName(day, now)} className={classes.day}>
            {dayName(day, now)}
          </div>
        )}
        <MessageView
          message={message}
          versions={versions.get(message.id)}
          place={place + 1}
          count={count}
          isLast={isLast}
          isRunning={isRunning && isLast && message.role === 'assistant'}
          {...shared}
        />
        {message.id === summary?.upToId ? <SummaryNote text={summary.text} /> : null}
      </div>,
    );
  }
  const rest = virtualizer.getTotalSize() - end;
  if (rest > 0) drawn.push(<div key="space at the end" style={{ height: rest }} />);
  return <div>{drawn}</div>;
}
