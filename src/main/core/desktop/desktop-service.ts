import { assertNever } from '../../../shared/errors.ts';
import type { OtherWindow, QuickAskExit, SystemState } from '../../../shared/model/shell.ts';
import type { Desktop, Log } from '../ports.ts';
import { readDeepLink } from './deep-link.ts';
import { WindowCommands } from './window-commands.ts';
import { WindowWishes } from './window-wishes.ts';

/** What the desktop's side stands on. */
export interface DesktopServiceOptions {
  /** Undefined in a browser. */
  readonly desktop: Desktop | undefined;
  /** Whether the person who is signed in has a conversation. */
  readonly isThere: (conversationId: string) => Promise<boolean>;
  readonly log: Log;
}

/** What comes from the desktop, on its way to the window that it is for. */
export class DesktopService {
  readonly commands: WindowCommands;
  readonly wishes: WindowWishes;
  readonly #options: DesktopServiceOptions;
  /** Who wants to know that a window can do other things than before. */
  readonly #offerListeners = new Set<() => void>();

  constructor(options: DesktopServiceOptions) {
    this.#options = options;
    this.wishes = new WindowWishes({
      isThere: options.isThere,
      onRefused: (reason) => options.log.warn('link-refuse', { reason }),
    });
    this.commands = new WindowCommands(() => {
      for (const listener of this.#offerListeners) listener();
    });
  }

  get system(): SystemState | null {
    return this.#options.desktop?.system ?? null;
  }

  onOffer(listener: () => void): void {
    this.#offerListeners.add(listener);
  }

  openWindow(window: OtherWindow): void {
    this.#options.desktop?.openWindow(window);
  }

  /** A window that is closed for good. */
  forgetWindow(windowId: string): void {
    this.commands.forget(windowId);
    this.wishes.forget(windowId);
  }

  /** Opens a conversation in the window that was used last. */
  openConversation(conversationId: string, messageId: string | null = null): void {
    const windowId = this.#options.desktop?.showMainWindow();
    if (windowId !== undefined) this.wishes.send(windowId, { kind: 'open', conversationId, messageId });
  }

  /** Follows a link that the operating system has handed over. SECURITY: one that is refused does nothing, not even come to the front. */
  openLink(text: string): void {
    const link = readDeepLink(text);
    switch (link.kind) {
      case 'refused':
        // SECURITY: never the link itself, which holds what somebody wrote.
        return this.#options.log.warn('link-refuse', { reason: link.reason });
      case 'open':
        this.#options.log.info('link-open', { kind: link.kind });
        return this.openConversation(link.conversationId, link.messageId);
      case 'compose': {
        this.#options.log.info('link-open', { kind: link.kind });
        const windowId = this.#options.desktop?.showMainWindow();
        if (windowId !== undefined) this.wishes.send(windowId, link);
        return undefined;
      }
      default:
        return assertNever(link);
    }
  }

  leaveQuickAsk(exit: QuickAskExit): void {
    const { desktop } = this.#options;
    desktop?.hideQuickAsk();
    switch (exit.kind) {
      case 'hide':
        return;
      case 'open-window':
        return void desktop?.showMainWindow();
      case 'open-conversation':
        return this.openConversation(exit.conversationId);
      default:
        return assertNever(exit);
    }
  }
}
