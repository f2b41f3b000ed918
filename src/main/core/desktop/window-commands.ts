import type { CommandId } from '../../../shared/commands/commands.ts';
import type { StreamListener, Unsubscribe } from '../../../shared/ipc/define.ts';

/** A page that listens, and what it can do. */
interface Listening {
  readonly commands: ReadonlySet<CommandId>;
  readonly listener: StreamListener<CommandId>;
}

/** What the menu gives to each window: a command is for what the page shows now, and lost where it cannot be done. */
export class WindowCommands {
  readonly #listening = new Map<string, Listening>();
  readonly #onOffer: () => void;

  /** @param onOffer called when a window can do other things than before */
  constructor(onOffer: () => void) {
    this.#onOffer = onOffer;
  }

  /** Gives a window the commands that it can do, until it leaves. */
  follow(
    { windowId, commands }: { readonly windowId: string; readonly commands: readonly CommandId[] },
    listener: StreamListener<CommandId>,
  ): Unsubscribe {
    const listening: Listening = { commands: new Set(commands), listener };
    this.#listening.set(windowId, listening);
    this.#onOffer();
    return () => {
      // The page that was loaded again may be listening already.
      if (this.#listening.get(windowId) !== listening) return;
      this.#listening.delete(windowId);
      this.#onOffer();
    };
  }

  /** Whether a window can do this now. */
  offers(windowId: string, command: CommandId): boolean {
    return this.#listening.get(windowId)?.commands.has(command) === true;
  }

  give(windowId: string, command: CommandId): void {
    if (this.offers(windowId, command)) this.#listening.get(windowId)?.listener.item(command);
  }

  /** A window that is closed for good. */
  forget(windowId: string): void {
    this.#listening.delete(windowId);
    this.#onOffer();
  }
}
