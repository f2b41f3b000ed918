import { makeStyles, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

const useStyles = makeStyles({
  root: {
    position: 'relative',
    flexShrink: 0,
    // Wider for the pointer than for the eye.
    width: '9px',
    marginInline: '-4px',
    cursor: 'col-resize',
    touchAction: 'none',
    zIndex: 1,
    '::before': {
      content: '""',
      position: 'absolute',
      insetBlock: 0,
      insetInlineStart: '4px',
      width: '1px',
      backgroundColor: tokens.colorNeutralStroke3,
      '@media (forced-colors: active)': { backgroundColor: 'CanvasText' },
    },
    ':hover::before': { backgroundColor: tokens.colorBrandStroke1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
});

const stepPixels = 16;

/** What the handle needs. */
export interface ResizeHandleProps {
  readonly label: string;
  /** Id of what is resized, which stands before the handle. */
  readonly controls: string;
  readonly width: number;
  readonly smallest: number;
  readonly largest: number;
  readonly usual: number;
  /** While it is dragged. */
  readonly onResize: (width: number) => void;
  /** When it is let go. */
  readonly onResized: (width: number) => void;
}

/** The line between two parts of the window, dragged or moved by the arrow keys; a double click brings back the usual width. */
export function ResizeHandle(props: ResizeHandleProps) {
  const { label, controls, width, smallest, largest, usual, onResize, onResized } = props;
  const classes = useStyles();
  const drag = useRef<{ readonly from: number; readonly width: number } | null>(null);
  const within = (wanted: number) => Math.round(Math.min(largest, Math.max(smallest, wanted)));
  const dragged = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    if (drag.current === null) return undefined;
    return within(drag.current.width + directionOf(currentTarget) * (clientX - drag.current.from));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = stepPixels * directionOf(event.currentTarget);
    const wanted = { ArrowLeft: width - step, ArrowRight: width + step, Home: smallest, End: largest }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    onResized(within(wanted));
  };
  return (
    <div
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-controls={controls}
      aria-valuenow={width}
      aria-valuemin={smallest}
      aria-valuemax={largest}
      tabIndex={0}
      className={classes.root}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: event.clientX, width };
      }}
      onPointerMove={(event) => {
        const wanted = dragged(event);
        if (wanted !== undefined) onResize(wanted);
      }}
      onPointerUp={(event) => {
        const wanted = dragged(event);
        drag.current = null;
        if (wanted !== undefined) onResized(wanted);
      }}
      onPointerCancel={() => {
        drag.current = null;
        onResized(width);
      }}
      onDoubleClick={() => onResized(usual)}
    />
  );
}

function directionOf(element: HTMLElement): 1 | -1 {
  return getComputedStyle(element).direction === 'rtl' ? -1 : 1;
}
