import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';
import type { ShellCommand, ShellWish } from '../../../shared/model/shell.ts';

/** A page that listens, and what it can do. */
interface Listening {
  readonly commands: ReadonlySet<ShellCommand>;
  readonly listener: StreamListener<ShellWish>;
}

/** What windows are told and can do. */
export interface WindowWishesOptions {
  /** Whether a conversation can be opened by the person who is signed in. */
  readonly isThere: (conversationId: string) => Promise<boolean>;
  readonly onRefused: (reason: string) => void;
  /** Called when a window can do other things than before. */
  readonly onOffer: () => void;
}

/**
 * What is asked of each window. A command is for what the page shows now, and lost where it cannot be done; anything else
 * waits until there is a page of a person who is signed in.
 */
export class WindowWishes {
  readonly #options: WindowWishesOptions;
  readonly #listening = new Map<string, Listening>();
  readonly #waiting = new Map<string, ShellWish>();

  constructor(options: WindowWishesOptions) {
    this.#options = options;
  }

  /** Tells a window what is asked of it, until it leaves. */
  follow(
    { windowId, commands }: { readonly windowId: string; readonly commands: readonly ShellCommand[] },
    listener: StreamListener<ShellWish>,
  ): Unsubscribe {
    const listening: Listening = { commands: new Set(commands), listener };
    this.#listening.set(windowId, listening);
    this.#options.onOffer();
    const waiting = this.#waiting.get(windowId);
    this.#waiting.delete(windowId);
    if (waiting !== undefined) void this.#deliver(windowId, waiting);
    return () => {
      // The page that was loaded again may be listening already.
      if (this.#listening.get(windowId) !== listening) return;
      this.#listening.delete(windowId);
      this.#options.onOffer();
    };
  }

  /** Whether a window can do this now. */
  offers(windowId: string, command: ShellCommand): boolean {
    return this.#listening.get(windowId)?.commands.has(command) === true;
  }

  send(windowId: string, wish: ShellWish): void {
    if (wish.kind === 'command') {
      if (this.offers(windowId, wish.command)) this.#listening.get(windowId)?.listener.item(wish);
    } else if (this.#listening.has(windowId)) void this.#deliver(windowId, wish);
    else this.#waiting.set(windowId, wish);
  }

  /** A window that is closed for good. */
  forget(windowId: string): void {
    this.#listening.delete(windowId);
    this.#waiting.delete(windowId);
    this.#options.onOffer();
  }

  async #deliver(windowId: string, wish: ShellWish): Promise<void> {
    if (wish.kind === 'open' && !(await this.#options.isThere(wish.conversationId).catch(() => false))) {
      return this.#options.onRefused('unknown-conversation');
    }
    // The page may have gone while its conversation was looked for.
    const listening = this.#listening.get(windowId);
    if (listening === undefined) this.#waiting.set(windowId, wish);
    else listening.listener.item(wish);
  }
}
