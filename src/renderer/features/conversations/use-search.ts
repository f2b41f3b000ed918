import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import { queryLimit, type SearchCursor, type SearchHit } from '../../../shared/model/search.ts';
import { errorData, unwrap, useBridge } from '../../bridge.ts';
import { type FilterChoice, filtersOf } from './search-filter.logic.ts';
import { isSearchable } from './search.logic.ts';

/** What a search has come to. */
export type SearchState =
  | { readonly kind: 'idle' }
  /** Nothing of what is typed can be looked for. */
  | { readonly kind: 'unsearchable' }
  /** The hits of the search before it stay until there are others. */
  | { readonly kind: 'searching'; readonly hits: readonly SearchHit[] }
  | { readonly kind: 'failed'; readonly error: AppErrorData }
  | {
      readonly kind: 'found';
      readonly hits: readonly SearchHit[];
      readonly next: SearchCursor | null;
      readonly isIndexing: boolean;
    };

/** A search as it is typed. */
export interface Search {
  readonly state: SearchState;
  /** Adds the next page. */
  readonly more: () => void;
  readonly retry: () => void;
}

const typingMilliseconds = 120;
const indexingMilliseconds = 2_000;

/** Searches what is typed; the reply to an earlier search is never shown. */
export function useSearch(typed: string, filter: FilterChoice): Search {
  const { history } = useBridge();
  const query = typed.trim().slice(0, queryLimit);
  const [state, setState] = useState<SearchState>({ kind: 'idle' });
  const [attempt, setAttempt] = useState(0);
  const current = useRef(new AbortController());

  const load = useCallback(
    async (cursor: SearchCursor | null, before: readonly SearchHit[]) => {
      const { signal } = current.current;
      try {
        const page = unwrap(await history.search({ query, filters: filtersOf(filter, Date.now()), cursor }));
        if (!signal.aborted) setState({ ...page, kind: 'found', hits: [...before, ...page.hits] });
      } catch (thrown) {
        if (!signal.aborted) setState({ kind: 'failed', error: errorData(thrown) });
      }
    },
    [history, query, filter],
  );

  useEffect(() => {
    const search = new AbortController();
    current.current = search;
    if (query === '') {
      setState({ kind: 'idle' });
      return undefined;
    }
    if (!isSearchable(query)) {
      setState({ kind: 'unsearchable' });
      return undefined;
    }
    setState((before) => ({ kind: 'searching', hits: 'hits' in before ? before.hits : [] }));
    const timer = setTimeout(() => void load(null, []), typingMilliseconds);
    return () => {
      clearTimeout(timer);
      search.abort();
    };
  }, [load, query, attempt]);

  // Older conversations turn up by themselves, while nobody has gone on to another page.
  const isIncomplete = state.kind === 'found' && state.isIndexing && state.next === null;
  useEffect(() => {
    if (!isIncomplete) return undefined;
    const timer = setInterval(() => void load(null, []), indexingMilliseconds);
    return () => clearInterval(timer);
  }, [isIncomplete, load]);

  const more = useCallback(() => {
    if (state.kind === 'found' && state.next !== null) void load(state.next, state.hits);
  }, [load, state]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { state, more, retry };
}
