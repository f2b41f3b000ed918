import { useCallback, useMemo, useRef, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { conversationsBetween, conversationsOf, type ListItem } from './list-items.logic.ts';

/** Which conversations are selected. */
export interface Selection {
  /** Null while nothing is being selected. */
  readonly ids: ReadonlySet<string> | null;
  /** Those that the list shows. */
  readonly conversations: readonly Conversation[];
  readonly begin: () => void;
  readonly end: () => void;
  readonly toggle: (id: string) => void;
  /** Adds everything from the one that was selected last, or else from the one that is given, to this one. */
  readonly extendTo: (id: string, from: string) => void;
  readonly selectAll: () => void;
}

/** Selects conversations of a list. */
export function useSelection(items: readonly ListItem[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  const anchor = useRef<string | null>(null);
  const conversations = useMemo(
    () => (ids === null ? [] : conversationsOf(items).filter(({ id }) => ids.has(id))),
    [items, ids],
  );
  const begin = useCallback(() => setIds((before) => before ?? new Set()), []);
  const end = useCallback(() => {
    anchor.current = null;
    setIds(null);
  }, []);
  const toggle = useCallback((id: string) => {
    anchor.current = id;
    setIds((before) =>
      before?.has(id) === true ? new Set([...before].filter((each) => each !== id)) : new Set([...(before ?? []), id]),
    );
  }, []);
  const extendTo = useCallback(
    (id: string, from: string) => {
      anchor.current ??= from;
      const between = conversationsBetween(items, anchor.current, id);
      setIds((before) => new Set([...(before ?? []), ...between]));
    },
    [items],
  );
  const selectAll = useCallback(() => setIds(new Set(conversationsOf(items).map(({ id }) => id))), [items]);
  return { ids, conversations, begin, end, toggle, extendTo, selectAll };
}
