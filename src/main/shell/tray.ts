import type { MenuItemConstructorOptions, Tray } from 'electron';
import type { SystemChoice } from '../../shared/model/shell.ts';

/** The part of Electron's tray that is used. */
export type TrayIcon = Pick<Tray, 'destroy' | 'on' | 'setToolTip'>;

/** What the icon beside the clock stands on. */
export interface TrayOptions {
  /** Puts the icon there, with a menu. */
  readonly create: (menu: MenuItemConstructorOptions[]) => TrayIcon;
  /** Whether the desktop shows such icons: not every one of Linux does, and none of them says so to Electron. */
  readonly isSupported: () => Promise<boolean>;
  readonly onShow: () => void;
  readonly onNewChat: () => void;
  readonly onQuickAsk: () => void;
  readonly onQuit: () => void;
}

/** The icon beside the clock, there as long as a person wants Parley to go on without a window. */
export class TrayPlace {
  readonly #options: TrayOptions;
  #icon: TrayIcon | undefined;
  #choice: SystemChoice = 'off';
  /** Counts wishes: one that comes while a desktop is asked overtakes it. */
  #wish = 0;

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  get choice(): SystemChoice {
    return this.#choice;
  }

  /** Whether a window can be hidden, since there is an icon to get it back by. */
  get isThere(): boolean {
    return this.#icon !== undefined;
  }

  async set(isWanted: boolean): Promise<void> {
    this.#wish += 1;
    const wish = this.#wish;
    if (!isWanted) return this.#remove('off');
    if (this.#icon !== undefined) return;
    const isSupported = await this.#options.isSupported();
    if (wish !== this.#wish) return;
    if (!isSupported) return this.#remove('unsupported');
    const { create, onShow, onNewChat, onQuickAsk, onQuit } = this.#options;
    this.#icon = create([
      { label: 'Open Parley', click: onShow },
      { label: 'New Chat', click: onNewChat },
      { label: 'Quick Ask', click: onQuickAsk },
      { type: 'separator' },
      { label: 'Quit', click: onQuit },
    ]);
    this.#icon.setToolTip('Parley');
    this.#icon.on('click', onShow);
    this.#choice = 'on';
  }

  #remove(choice: SystemChoice): void {
    this.#icon?.destroy();
    this.#icon = undefined;
    this.#choice = choice;
  }
}
