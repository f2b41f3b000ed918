import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';
import type { ShellWish } from '../../../shared/model/shell.ts';

/** What decides whether a wish is told. */
export interface WindowWishesOptions {
  /** Whether a conversation can be opened by the person who is signed in. */
  readonly isThere: (conversationId: string) => Promise<boolean>;
  readonly onRefused: (reason: string) => void;
}

/** What is asked of each window from outside; it waits until there is a page of a person who is signed in. */
export class WindowWishes {
  readonly #options: WindowWishesOptions;
  readonly #listening = new Map<string, StreamListener<ShellWish>>();
  readonly #waiting = new Map<string, ShellWish>();

  constructor(options: WindowWishesOptions) {
    this.#options = options;
  }

  /** Tells a window what is asked of it, until it leaves. */
  follow({ windowId }: { readonly windowId: string }, listener: StreamListener<ShellWish>): Unsubscribe {
    this.#listening.set(windowId, listener);
    const waiting = this.#waiting.get(windowId);
    this.#waiting.delete(windowId);
    if (waiting !== undefined) void this.#deliver(windowId, waiting);
    return () => {
      // The page that was loaded again may be listening already.
      if (this.#listening.get(windowId) === listener) this.#listening.delete(windowId);
    };
  }

  send(windowId: string, wish: ShellWish): void {
    if (this.#listening.has(windowId)) void this.#deliver(windowId, wish);
    else this.#waiting.set(windowId, wish);
  }

  /** A window that is closed for good. */
  forget(windowId: string): void {
    this.#listening.delete(windowId);
    this.#waiting.delete(windowId);
  }

  async #deliver(windowId: string, wish: ShellWish): Promise<void> {
    if (wish.kind === 'open' && !(await this.#options.isThere(wish.conversationId).catch(() => false))) {
      return this.#options.onRefused('unknown-conversation');
    }
    // The page may have gone while its conversation was looked for.
    const listener = this.#listening.get(windowId);
    if (listener === undefined) this.#waiting.set(windowId, wish);
    else listener.item(wish);
  }
}
