import { type RefObject, useEffect } from 'react';
import { fold, foldWithOrigins } from '../../../shared/fold.ts';

/** What frame.css gives its colours to. */
const markName = 'found';
/** More would be drawn slowly, and tell nothing more. */
const mostMarks = 500;

/** Marks a text wherever the drawn messages have it; empty marks nothing. The page itself is not changed. */
export function useFindMarks(scrollerRef: RefObject<HTMLElement | null>, text: string): void {
  useEffect(() => {
    const scroller = scrollerRef.current;
    const wanted = fold(text.trim());
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
    // As main looks for it: without case and accents.
    if (!fold(content).includes(wanted)) continue;
    const { text: folded, origins } = foldWithOrigins(content);
    for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + wanted.length)) {
      let end = at + wanted.length;
      // A letter that is compared as two, as `ß`, is marked as a whole.
      while (end < folded.length && origins[end] === origins[end - 1]) end += 1;
      const range = document.createRange();
      range.setStart(node, origins[at] ?? 0);
      range.setEnd(node, origins[end] ?? content.length);
      ranges.push(range);
    }
  }
  return ranges;
}
