import { useState } from 'react';

/** Messages that are shown at first, and that each wish for more adds: what a window draws at once. */
const step = 100;

/** Which messages of a conversation are shown. */
export interface MessageSpan {
  readonly start: number;
  /** Behind the last one; null for the end of the conversation, however far it grows. */
  readonly end: number | null;
}

/** The span that a conversation of so many messages is opened with: around a message, or at its end where there is none. */
export function openingSpan(count: number, targetIndex: number): MessageSpan {
  if (targetIndex === -1) return { start: Math.max(0, count - step), end: null };
  const end = targetIndex + step / 2;
  return { start: Math.max(0, targetIndex - step / 2), end: end >= count ? null : end };
}

/** The span with some earlier messages. */
export function withEarlier({ start, end }: MessageSpan): MessageSpan {
  return { start: Math.max(0, start - step), end };
}

/** The span with some later messages. */
export function withLater({ start, end }: MessageSpan, count: number): MessageSpan {
  return { start, end: end === null || end + step >= count ? null : end + step };
}

/** The shown part of a conversation, which may have thousands of messages. */
export interface TranscriptWindow<Item> {
  readonly shown: readonly Item[];
  readonly hasEarlier: boolean;
  readonly hasLater: boolean;
  readonly showEarlier: () => void;
  readonly showLater: () => void;
  /** Goes to the end. */
  readonly showLatest: () => void;
}

/** Shows a part of the messages, which the person can make longer. */
export function useTranscriptWindow<Item extends { readonly id: string }>(
  messages: readonly Item[],
  targetId: string | null,
): TranscriptWindow<Item> {
  const { length } = messages;
  const [span, setSpan] = useState(() =>
    openingSpan(
      length,
      messages.findIndex(({ id }) => id === targetId),
    ),
  );
  const { start, end } = span;
  return {
    shown: messages.slice(start, end ?? length),
    hasEarlier: start > 0,
    hasLater: end !== null && end < length,
    showEarlier: () => setSpan(withEarlier),
    showLater: () => setSpan((before) => withLater(before, length)),
    showLatest: () => setSpan((before) => (before.end === null ? before : openingSpan(length, -1))),
  };
}
