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
      let marked: HTMLElement | null = null;
      const personEvents = ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const;
      const end = () => {
        cancelAnimationFrame(frame);
        for (const name of personEvents) window.removeEventListener(name, end);
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
        if (isThere && isFocused) {
          const { activeElement } = document;
          // The person has gone on, to the composer for one; a row that was drawn anew has left the focus to the page.
          if (marked !== null && activeElement !== marked && activeElement !== document.body) return end();
          if (activeElement !== row) row.focus({ preventScroll: true });
          marked = row;
        }
        if (still < settled && frames < mostFrames) frame = requestAnimationFrame(step);
        else end();
      };
      cancel.current = end;
      // The composer, which is shown with it, takes the focus first.
      frame = requestAnimationFrame(() => {
        // Not before: the key that has asked for it may still be on its way here.
        for (const name of personEvents) window.addEventListener(name, end, { passive: true });
        step();
      });
    },
    [scrollerRef],
  );
}
