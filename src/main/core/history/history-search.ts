import type { SearchPage, SearchRequest } from '../../../shared/model/search.ts';
import type { Clock, Log } from '../ports.ts';
import type { SearchStore } from './search-store.ts';

/** Between two steps, so that what a person waits for comes first. */
const restMilliseconds = 25;

/** What the search stands on. */
export interface HistorySearchOptions {
  readonly store: Pick<SearchStore, 'search' | 'indexOlder'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** The search of a history: one at a time, since a person looks at one. */
export class HistorySearch {
  readonly #options: HistorySearchOptions;
  #latest: SearchRequest | undefined;

  constructor(options: HistorySearchOptions) {
    this.#options = options;
  }

  /** A page with hits, or the end. One that a newer search has overtaken comes back as far as it has come. */
  async search(request: SearchRequest): Promise<SearchPage> {
    const { store, signal } = this.#options;
    this.#latest = request;
    for (let { cursor } = request; ;) {
      const page = await store.search({ ...request, cursor });
      const isOvertaken = this.#latest !== request || signal.aborted;
      if (page.hits.length > 0 || page.next === null || isOvertaken) return page;
      cursor = page.next;
    }
  }

  /** Takes what was written before there was a search into it; whoever searches meanwhile is told that it goes on. */
  async takeInOlder(): Promise<void> {
    const { store, clock, log, signal } = this.#options;
    try {
      while (await store.indexOlder()) await clock.sleep(restMilliseconds, signal);
    } catch {
      // It goes on at the next start; whoever can't write is told so when they do.
      if (!signal.aborted) log.warn('search-backlog-fail');
    }
  }
}
