/** Where a person reads in a conversation. */
export interface TranscriptPlace {
  readonly messageId: string;
  /** The message's distance from the upper edge, in CSS pixels. */
  readonly top: number;
}

/** The first message that can be seen, and where; null where there is none. */
export function placeInSight(scroller: HTMLElement | null): TranscriptPlace | null {
  if (scroller === null) return null;
  const edge = scroller.getBoundingClientRect().top;
  for (const row of scroller.querySelectorAll<HTMLElement>('[data-message]')) {
    const { top, bottom } = row.getBoundingClientRect();
    const messageId = row.dataset['message'];
    if (bottom > edge && messageId !== undefined) return { messageId, top: top - edge };
  }
  return null;
}
