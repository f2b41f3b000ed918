import { useCallback, useEffect, useRef, useState } from 'react';
import { type ConversationPlace, pageLimit, placeKey } from '../../../shared/model/conversation-order.ts';
import { errorData, type Projection, unwrap, useBridge } from '../../bridge.ts';
import {
  type ConversationIndex,
  emptyIndex,
  type KnownChange,
  withChange,
  withFolders,
  withPage,
} from './conversation-index.logic.ts';

/** The index of a window, and what fills it. */
export interface ConversationIndexView {
  readonly index: Projection<ConversationIndex>;
  /** Reads the next page of a place, the first where nothing is known of it. */
  readonly load: (place: ConversationPlace) => void;
  readonly reload: () => void;
}

const pinned: ConversationPlace = { kind: 'pinned' };
const days: ConversationPlace = { kind: 'days' };

/** What the window knows of where conversations are, followed live. */
export function useConversationIndex(): ConversationIndexView {
  const { history } = useBridge();
  const [index, setIndex] = useState<Projection<ConversationIndex>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  const latest = useRef(emptyIndex);
  /** By the place that a page is under way of: what was told meanwhile, which the page may be older than. */
  const pending = useRef(new Map<string, KnownChange[]>());

  const update = useCallback((change: (index: ConversationIndex) => ConversationIndex) => {
    latest.current = change(latest.current);
    setIndex({ kind: 'ready', value: latest.current });
  }, []);
  const fail = useCallback((thrown: unknown) => setIndex({ kind: 'failed', error: errorData(thrown) }), []);
  const readPage = useCallback(
    async (place: ConversationPlace, { places }: ConversationIndex) => {
      const after = places.get(placeKey(place))?.next ?? null;
      return unwrap(await history.page({ place, after, limit: pageLimit }));
    },
    [history],
  );

  const load = useCallback(
    (place: ConversationPlace) => {
      const key = placeKey(place);
      const reading = pending.current;
      if (reading.has(key) || latest.current.places.get(key)?.next === null) return;
      const told: KnownChange[] = [];
      reading.set(key, told);
      readPage(place, latest.current)
        .then((page) => {
          // Unless everything is read again meanwhile.
          if (reading === pending.current) update((before) => told.reduce(withChange, withPage(before, place, page)));
        })
        .catch(fail)
        .finally(() => reading.delete(key));
    },
    [readPage, update, fail],
  );

  useEffect(() => {
    let isOver = false;
    let isBegun = false;
    const told: KnownChange[] = [];
    const unsubscribe = history.changed((change) => {
      if (change.kind === 'everything') return reload();
      if (change.kind === 'turns') return;
      for (const waiting of pending.current.values()) waiting.push(change);
      if (isBegun) update((before) => withChange(before, change));
      else told.push(change);
    });
    const begin = async () => {
      const [folders, pinnedPage, daysPage] = await Promise.all([
        history.folders(),
        readPage(pinned, emptyIndex),
        readPage(days, emptyIndex),
      ]);
      if (isOver) return;
      const known = withFolders(emptyIndex, unwrap(folders));
      pending.current = new Map();
      isBegun = true;
      update(() => told.reduce(withChange, withPage(withPage(known, pinned, pinnedPage), days, daysPage)));
    };
    begin().catch((thrown: unknown) => !isOver && fail(thrown));
    return () => {
      isOver = true;
      unsubscribe();
    };
  }, [history, readPage, update, fail, reload, attempt]);

  return { index, load, reload };
}
