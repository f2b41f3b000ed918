import { useCallback, useEffect, useState } from 'react';
import { useBridge } from '../../bridge.ts';

/** What is looked for in a conversation, and where it was found. */
export interface Finding {
  readonly text: string;
  /** Places of messages, in their order. */
  readonly places: readonly number[];
  /** Which of them is shown; -1 for none. */
  readonly index: number;
  readonly isLooking: boolean;
}

const nothing: Finding = { text: '', places: [], index: -1, isLooking: false };

/** A search in one conversation. */
export interface Find {
  /** Null while nobody looks for anything. */
  readonly finding: Finding | null;
  readonly open: () => void;
  readonly close: () => void;
  readonly look: (text: string) => void;
  /** Goes to the next place that was found, or with -1 to the one before; behind the last comes the first. */
  readonly step: (by: 1 | -1) => void;
}

/** Looks for a text in a conversation, loaded or not; the newest place comes first. */
export function useFind(conversationId: string, anchorId: string | undefined): Find {
  const { history } = useBridge();
  const [finding, setFinding] = useState<Finding | null>(null);
  const text = finding?.text;

  useEffect(() => {
    if (text === undefined || text.trim() === '' || anchorId === undefined) return undefined;
    const left = new AbortController();
    const found: number[] = [];
    const lookOn = async (before: number | null): Promise<void> => {
      const reply = await history.find({ conversationId, anchorId, text, before });
      if (left.signal.aborted) return;
      const { places, next } = reply.ok ? reply.value : { places: [], next: null };
      found.push(...places);
      const known = { places: found.toReversed(), isLooking: next !== null };
      setFinding((state) =>
        state?.text === text ? { ...state, ...known, index: indexIn(known.places, state) } : state,
      );
      if (next !== null) await lookOn(next);
    };
    void lookOn(null);
    return () => left.abort();
  }, [history, conversationId, anchorId, text]);

  const open = useCallback(() => setFinding((state) => state ?? nothing), []);
  const close = useCallback(() => setFinding(null), []);
  const look = useCallback((next: string) => setFinding({ ...nothing, text: next, isLooking: next.trim() !== '' }), []);
  const step = useCallback(
    (by: 1 | -1) =>
      setFinding((state) => {
        if (state === null || state.places.length === 0) return state;
        const { places, index } = state;
        return { ...state, index: (index + by + places.length) % places.length };
      }),
    [],
  );
  return { finding, open, close, look, step };
}

/** The place that is shown stays the one that is shown when more come to light before it; the newest is the first one. */
function indexIn(places: readonly number[], { places: before, index }: Finding): number {
  const shown = before[index];
  const at = shown === undefined ? -1 : places.indexOf(shown);
  return at === -1 ? places.length - 1 : at;
}
