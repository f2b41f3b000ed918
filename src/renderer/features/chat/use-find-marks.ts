import { type RefObject, useEffect } from 'react';

/** What frame.css gives its colours to. */
const markName = 'found';
/** More would be drawn slowly, and tell nothing more. */
const mostMarks = 500;

/** Marks a text wherever the drawn messages have it; empty marks nothing. The page itself is not changed. */
export function useFindMarks(scrollerRef: RefObject<HTMLElement | null>, text: string): void {
  useEffect(() => {
    const scroller = scrollerRef.current;
    const wanted = text.trim().toLowerCase();
    if (scroller === null || wanted === '') return undefined;
    let frame = 0;
    const mark = () => CSS.highlights.set(markName, new Highlight(...rangesOf(scroller, wanted)));
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(mark);
    });
    mark();
    observer.observe(scroller, { childList: true, subtree: true, characterData: true });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete(markName);
    };
  }, [scrollerRef, text]);
}

function rangesOf(scroller: HTMLElement, wanted: string): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(scroller, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && ranges.length < mostMarks; node = walker.nextNode()) {
    const content = node.nodeValue ?? '';
    const lower = content.toLowerCase();
    // A few letters change their length: there the places would be wrong.
    if (lower.length !== content.length) continue;
    for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      ranges.push(range);
    }
  }
  return ranges;
}
