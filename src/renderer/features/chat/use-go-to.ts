import { type RefObject, useCallback, useEffect, useRef } from 'react';

/** Frames in which nothing has moved any more. */
const settled = 4;
/** Frames after which it has to be good enough. */
const mostFrames = 600;
/** What stays free above a row that is gone to, in CSS pixels. */
const clearance = 24;

/** Where to go. */
export interface Goal {
  readonly place: number;
  /** Distance from the upper edge, in CSS pixels. */
  readonly top?: number;
  /** The row takes the focus, which marks it. */
  readonly isFocused?: boolean;
}

/**
 * Gives a function that brings a row into sight. How far away it is shows only as the rows on the way are drawn and loaded, so
 * it goes there again until it stands still, or the person moves.
 */
export function useGoTo(
  scrollerRef: RefObject<HTMLElement | null>,
  offsetOf: (place: number) => number,
): (goal: Goal) => void {
  const offset = useRef(offsetOf);
  useEffect(() => {
    offset.current = offsetOf;
  });
  const cancel = useRef<() => void>(() => undefined);
  useEffect(() => () => cancel.current(), []);
  return useCallback(
    ({ place, top = clearance, isFocused = false }) => {
      cancel.current();
      const scroller = scrollerRef.current;
      if (scroller === null) return;
      let frame = 0;
      let frames = 0;
      let still = 0;
      const personEvents = ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const;
      const end = () => {
        cancelAnimationFrame(frame);
        for (const name of personEvents) scroller.removeEventListener(name, end);
      };
      const step = () => {
        const row = scroller.querySelector<HTMLElement>(`[data-place="${place}"]`);
        const before = scroller.scrollTop;
        scroller.scrollTop =
          row === null
            ? offset.current(place) - top
            : before + row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - top;
        const isThere = row?.dataset['message'] !== undefined;
        still = isThere && Math.abs(scroller.scrollTop - before) < 1 ? still + 1 : 0;
        frames += 1;
        if (isThere && isFocused && document.activeElement !== row) row.focus({ preventScroll: true });
        if (still < settled && frames < mostFrames) frame = requestAnimationFrame(step);
        else end();
      };
      for (const name of personEvents) scroller.addEventListener(name, end, { passive: true });
      cancel.current = end;
      // The composer, which is shown with it, takes the focus first.
      frame = requestAnimationFrame(step);
    },
    [scrollerRef],
  );
}
