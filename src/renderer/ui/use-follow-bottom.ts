import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** How near to the end counts as being there, in CSS pixels. */
const nearBottom = 32;

/** A scrolling element that follows its growing content. */
export interface FollowBottom {
  readonly scrollerRef: RefObject<HTMLDivElement | null>;
  readonly contentRef: RefObject<HTMLDivElement | null>;
  /** False while the person reads further up: then nothing scrolls by itself. */
  readonly isFollowing: boolean;
  readonly jumpToBottom: () => void;
}

/**
 * Keeps the end of a scrolling element in sight for as long as the person stays there.
 * @param isAtBottom whether it begins there
 */
export function useFollowBottom(isAtBottom = true): FollowBottom {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const followingRef = useRef(isAtBottom);
  const [isFollowing, setIsFollowing] = useState(isAtBottom);

  const setFollowing = useCallback((value: boolean) => {
    followingRef.current = value;
    setIsFollowing(value);
  }, []);

  const jumpToBottom = useCallback(() => {
    const scroller = scrollerRef.current;
    if (scroller !== null) scroller.scrollTop = scroller.scrollHeight;
    setFollowing(true);
  }, [setFollowing]);

  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (scroller === null || content === null) return undefined;
    let lastTop = scroller.scrollTop;
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      // Content that grows leaves the end further away without anybody having scrolled: only the way up counts.
      if (scrollHeight - scrollTop - clientHeight <= nearBottom) setFollowing(true);
      else if (scrollTop < lastTop) setFollowing(false);
      lastTop = scrollTop;
    };
    const observer = new ResizeObserver(() => {
      // What fits has no end that somebody could be away from.
      if (scroller.scrollHeight - scroller.clientHeight <= nearBottom) setFollowing(true);
      if (!followingRef.current) return;
      scroller.scrollTop = scroller.scrollHeight;
      // A person may scroll up before this move's own event comes: it is from here that they do.
      lastTop = scroller.scrollTop;
    });
    scroller.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(content);
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [setFollowing]);

  return { scrollerRef, contentRef, isFollowing, jumpToBottom };
}
