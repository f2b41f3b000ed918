import type { MentionedPerson } from '../../../shared/model/message.ts';
import type { SearchPage, SearchRequest } from '../../../shared/model/search.ts';

/** The search in conversations and their messages. */
export interface SearchStore {
  /**
   * A page of hits. Each request takes a bounded time, so that what waits behind it is soon done: a page may be empty
   * although there is a next one.
   */
  search(input: SearchRequest): Promise<SearchPage>;
  /** Whom messages mention, last mentioned first: at most some hundred. */
  mentioned(): Promise<MentionedPerson[]>;
  /** Takes some more of what was written before there was a search into it, newest first; resolves to whether there is more. */
  indexOlder(): Promise<boolean>;
}
