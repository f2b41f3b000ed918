import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';

/** Gives a function that keeps an element where it is on the screen, once, when the next rendering adds something above it. */
export function useKeptPlace(scroller: RefObject<HTMLElement | null>): (element: Element | null) => void {
  const kept = useRef<{ readonly element: Element; readonly top: number } | null>(null);
  useLayoutEffect(() => {
    if (kept.current === null || scroller.current === null) return;
    const { element, top } = kept.current;
    kept.current = null;
    // Chromium keeps the place itself, but not at the very top, where this is asked for.
    scroller.current.scrollTop += element.getBoundingClientRect().top - top;
  });
  return useCallback((element) => {
    kept.current = element && { element, top: element.getBoundingClientRect().top };
  }, []);
}
