import type { BrowserWindow, GlobalShortcut } from 'electron';
import type { SystemChoice } from '../../shared/model/shell.ts';
import type { WindowWish } from '../core/desktop/window-place.ts';

/** What its page knows itself by. */
export const quickAskId = 'quick-ask';

/** Where it opens at first: the system puts it into the middle. */
export const quickAskPlace: WindowWish = { bounds: { width: 640, height: 480 }, isMaximised: false };

/** How it differs from a window of conversations. */
export const quickAskFrame = {
  title: 'Quick ask',
  frame: false,
  alwaysOnTop: true,
  skipTaskbar: true,
  fullscreenable: false,
  maximizable: false,
  minimizable: false,
  minHeight: 320,
} as const;

/** The part of its window that is used. */
export type QuickAskWindow = Pick<
  BrowserWindow,
  'close' | 'focus' | 'hide' | 'isFocused' | 'isVisible' | 'on' | 'show'
>;

/** What the quick-ask window stands on. */
export interface QuickAskOptions {
  readonly open: () => QuickAskWindow;
  readonly shortcuts: Pick<GlobalShortcut, 'register' | 'unregister'>;
  /** Whether Parley goes on where no window is shown. */
  readonly livesOn: () => boolean;
  /** Called when it gets the keyboard, or loses it. */
  readonly onChange: () => void;
}

/** The small window over all others, and the shortcut that calls it. */
export class QuickAsk {
  readonly #options: QuickAskOptions;
  #window: QuickAskWindow | undefined;
  #shortcut = '';

  constructor(options: QuickAskOptions) {
    this.#options = options;
  }

  /** Whether what a person chooses in a menu is meant for it. */
  get hasFocus(): boolean {
    return this.#window?.isFocused() === true;
  }

  /** Takes a shortcut for all of the desktop, in the place of the one before; none where it is empty. */
  setShortcut(shortcut: string): SystemChoice {
    const { shortcuts } = this.#options;
    if (this.#shortcut !== '') shortcuts.unregister(this.#shortcut);
    this.#shortcut = '';
    if (shortcut === '') return 'off';
    try {
      if (!shortcuts.register(shortcut, () => this.toggle())) return 'taken';
    } catch {
      // No name of a key combination.
      return 'unsupported';
    }
    this.#shortcut = shortcut;
    return 'on';
  }

  /** Shows it, or hides it where it has the keyboard already. */
  toggle(): void {
    if (this.#window?.isVisible() === true && this.#window.isFocused()) this.hide();
    else this.show();
  }

  show(): void {
    if (this.#window === undefined) {
      const window = this.#options.open();
      this.#window = window;
      window.on('focus', this.#options.onChange);
      window.on('blur', this.#options.onChange);
      window.on('closed', () => {
        this.#window = undefined;
      });
      return;
    }
    this.#window.show();
    this.#window.focus();
  }

  /** What is in it stays, as long as there is something else that keeps Parley going. */
  hide(): void {
    if (this.#options.livesOn()) this.#window?.hide();
    else this.#window?.close();
  }

  /** The last window of conversations has been closed: one that nobody sees must not keep Parley going. */
  endIfUnseen(): void {
    if (this.#window?.isVisible() === false && !this.#options.livesOn()) this.#window.close();
  }
}
