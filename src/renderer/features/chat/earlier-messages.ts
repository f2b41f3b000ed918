import type { AppErrorData } from '../../../shared/errors.ts';
import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import type { BranchPage, OpenConversation } from '../../../shared/model/conversation.ts';
import { errorData, unwrap } from '../../bridge.ts';
import { type ChatMessage, toChatMessage } from './chat-message.ts';

/** The messages of a branch before those that the chat itself has, by their place; undefined where one is not loaded. */
export type EarlierItems = readonly (ChatMessage | undefined)[];

/** Those of them that are loaded. */
export function loadedOf(items: EarlierItems): readonly ChatMessage[] {
  return items.filter((message) => message !== undefined);
}

/** Places that are to be loaded, the first and the last one. */
export interface PlaceRange {
  readonly first: number;
  readonly last: number;
}

/** What earlier messages stand on. */
export interface EarlierMessagesOptions {
  readonly history: ParleyBridge['history'];
  readonly conversationId: string;
  readonly opened: Pick<OpenConversation, 'messages' | 'start' | 'around'> | null;
  /** A page has come, with the versions of its messages. */
  readonly onPage: (page: BranchPage) => void;
}

/** What of a long conversation the window has read so far: it asks main for more as the person comes to it. */
export class EarlierMessages {
  readonly #options: EarlierMessagesOptions;
  readonly #listeners = new Set<() => void>();
  #items: EarlierItems = [];
  /** A message behind all of them, by which main knows the branch. */
  #anchorId = '';
  #wanted: PlaceRange | null = null;
  /** Of the branch that is shown: what is on its way for another one is dropped. */
  #branch = {};
  #isLoading = false;
  #failure: AppErrorData | null = null;

  constructor(options: EarlierMessagesOptions) {
    this.#options = options;
    if (options.opened !== null) this.replace(options.opened);
  }

  get items(): EarlierItems {
    return this.#items;
  }

  /** Why a page could not be had, since when nothing more is asked for; null where all goes well. */
  get failure(): AppErrorData | null {
    return this.#failure;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins anew with another branch. */
  replace({ messages, start, around }: Pick<OpenConversation, 'messages' | 'start' | 'around'>): void {
    this.#branch = {};
    this.#isLoading = false;
    this.#failure = null;
    this.#wanted = null;
    this.#anchorId = messages[0]?.id ?? '';
    this.#set(Array.from<undefined>({ length: start }));
    if (around !== null) this.#fill(around);
  }

  /** Lets what stands at a place and behind it go, because the branch goes on in another way. */
  cut(place: number): void {
    this.#set(this.#items.slice(0, place));
  }

  /** Takes back that messages were let go. */
  restore(items: EarlierItems): void {
    this.#set(items);
  }

  /** Loads what is missing of a range, and forgets the range that was wished for before. */
  want(range: PlaceRange): void {
    this.#wanted = range;
    if (!this.#isLoading) void this.#load();
  }

  /** Goes on after a failure. */
  readonly retry = (): void => {
    if (this.#failure === null) return;
    this.#failure = null;
    this.#tell();
    void this.#load();
  };

  async #load(): Promise<void> {
    const branch = this.#branch;
    const { history, conversationId, onPage } = this.#options;
    this.#isLoading = true;
    try {
      for (let hole = this.#hole(); hole !== undefined; hole = this.#hole()) {
        const page = unwrap(await history.messages({ conversationId, anchorId: this.#anchorId, ...hole }));
        if (branch !== this.#branch) return;
        this.#fill(page);
        onPage(page);
      }
      this.#isLoading = false;
    } catch (thrown) {
      // It stays as if it were loading: else every movement of the person would ask, and fail, again.
      if (branch !== this.#branch) return;
      this.#failure = errorData(thrown);
      this.#tell();
    }
  }

  /** Where the next page begins, from the side that is known: what is asked for twice is little then. */
  #hole(): { readonly place: number; readonly towards: 'earlier' | 'later' } | undefined {
    if (this.#wanted === null) return undefined;
    const first = Math.max(0, this.#wanted.first);
    const last = Math.min(this.#wanted.last, this.#items.length - 1);
    let [from, to] = [first, last];
    while (from <= last && this.#items[from] !== undefined) from += 1;
    while (to >= from && this.#items[to] !== undefined) to -= 1;
    if (from > to) return undefined;
    const isKnownAbove = from > first || this.#items[from - 1] !== undefined;
    return isKnownAbove ? { place: from, towards: 'later' } : { place: to, towards: 'earlier' };
  }

  #fill({ messages, start }: BranchPage): void {
    const items = [...this.#items];
    for (const [index, message] of messages.entries()) {
      const place = start + index;
      if (place < items.length) items[place] ??= toChatMessage(message);
    }
    this.#set(items);
  }

  #set(items: EarlierItems): void {
    this.#items = items;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
