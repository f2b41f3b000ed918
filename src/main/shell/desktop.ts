import path from 'node:path';
import { app, BrowserWindow, globalShortcut, Menu, nativeImage, Notification, screen, session, Tray } from 'electron';
import type { CommandId, KeyBindings } from '../../shared/commands/commands.ts';
import type { OtherWindow, SystemState } from '../../shared/model/shell.ts';
import type { DesktopService } from '../core/desktop/desktop-service.ts';
import type { PreferenceStore } from '../core/preferences/preference-store.ts';
import { WindowMemory } from '../core/desktop/window-memory.ts';
import type { Desktop, Log, Notice } from '../core/ports.ts';
import { AppWindows } from './app-windows.ts';
import { systemClock } from './clock.ts';
import { menuTemplate, pageCommands } from './menu.ts';
import { createNotify } from './notifications.ts';
import { QuickAsk, quickAskFrame, quickAskId, quickAskPlace } from './quick-ask.ts';
import { applySpellCheck } from './spell-check.ts';
import { TrayPlace } from './tray.ts';
import { trayIcons } from './tray-icon.ts';
import { traySupport } from './tray-support.ts';
import { openWindow, type WindowOptions } from './window.ts';

/** The `appId` of electron-builder.yml. */
const applicationId = 'org.parley.desktop';

/** What Parley's place on the desktop stands on. */
export interface ElectronDesktopOptions extends WindowOptions {
  readonly log: Log;
  readonly preferences: PreferenceStore;
  readonly onSystemChange: (state: SystemState) => void;
}

/** Windows, menu, tray, shortcut, notifications and dictionaries of this run, by Electron. */
export class ElectronDesktop implements Desktop {
  readonly notify: (notice: Notice) => void;
  readonly #options: ElectronDesktopOptions;
  readonly #memory: WindowMemory;
  readonly #windows: AppWindows<BrowserWindow>;
  readonly #quickAsk: QuickAsk;
  readonly #tray: TrayPlace;
  #service: DesktopService | undefined;
  #dictionaries = '';
  #bindings: KeyBindings = {};
  #shortcut: SystemState['quickAskShortcut'] = 'off';
  #spellCheck: SystemState['spellCheck'] = 'off';

  constructor(options: ElectronDesktopOptions) {
    const { log } = options;
    this.#options = options;
    this.#memory = new WindowMemory({
      file: path.join(app.getPath('userData'), 'windows.json'),
      clock: systemClock,
      log,
    });
    this.#windows = new AppWindows({
      open: (windowId, place) => openWindow(options, { windowId, place }),
      screen,
      memory: this.#memory,
      hidesLast: () => this.#tray.isThere,
      onChange: () => this.#updateMenu(),
      onClosed: (windowId) => {
        this.#service?.forgetWindow(windowId);
        if (this.#windows.count === 0) this.#quickAsk.endIfUnseen();
      },
    });
    this.#quickAsk = new QuickAsk({
      open: () => openWindow(options, { windowId: quickAskId, place: quickAskPlace, frame: quickAskFrame }),
      shortcuts: globalShortcut,
      livesOn: () => this.#windows.count > 0 || this.#tray.isThere || process.platform === 'darwin',
      onChange: () => this.#updateMenu(),
    });
    this.#tray = new TrayPlace({
      create: createTray,
      isSupported: () => traySupport(process.platform),
      onShow: () => this.showMainWindow(),
      onNewChat: () => this.#run('new-chat', this.showMainWindow()),
      onQuickAsk: () => this.#quickAsk.show(),
      onQuit: () => app.quit(),
    });
    this.notify = createNotify({
      platform: process.platform,
      isSupported: () => Notification.isSupported(),
      create: (given) => new Notification(given),
      onClick: ({ conversationId }) => {
        if (conversationId === undefined) this.showMainWindow();
        else this.#service?.openConversation(conversationId);
      },
    });
  }

  get system(): SystemState {
    return { quickAskShortcut: this.#shortcut, tray: this.#tray.choice, spellCheck: this.#spellCheck };
  }

  /** Opens the first window, and takes what people do beside it to the service. */
  serve(service: DesktopService): void {
    this.#service = service;
    // Windows shows notifications of what it knows by the id of its shortcut alone.
    if (process.platform === 'win32') app.setAppUserModelId(applicationId);
    service.onOffer(() => this.#updateMenu());
    this.#setMenu(this.#options.preferences.view.values.shortcuts);
    this.#options.preferences.subscribe(() => this.#apply());
    this.showMainWindow();
    app.on('activate', () => this.showMainWindow());
    app.on('will-quit', () => globalShortcut.unregisterAll());
  }

  showMainWindow(): string {
    return this.#windows.showLast();
  }

  openWindow(window: OtherWindow): void {
    if (window === 'quick-ask') this.#quickAsk.show();
    else this.#windows.openNew();
  }

  hideQuickAsk(): void {
    this.#quickAsk.hide();
  }

  hasFocus(): boolean {
    return BrowserWindow.getFocusedWindow() !== null;
  }

  setDictionaries(address: string): void {
    this.#dictionaries = address;
    this.#apply();
  }

  /** Resolves when what is kept of the windows is written. */
  close(): Promise<void> {
    return this.#memory.close();
  }

  #apply(): void {
    const { preferences, onSystemChange } = this.#options;
    const current = preferences.view.values;
    // A menu's keys cannot be changed while it is there.
    if (this.#service !== undefined && current.shortcuts !== this.#bindings) this.#setMenu(current.shortcuts);
    this.#shortcut = this.#quickAsk.setShortcut(current.quickAskShortcut);
    this.#spellCheck = applySpellCheck(session.defaultSession, {
      platform: process.platform,
      preferences: current,
      systemLanguages: app.getPreferredSystemLanguages(),
      dictionaries: this.#dictionaries,
    });
    onSystemChange(this.system);
    void this.#tray.set(current.closeToTray).then(() => onSystemChange(this.system));
  }

  #setMenu(bindings: KeyBindings): void {
    this.#bindings = bindings;
    const template = menuTemplate({
      platform: process.platform,
      withDeveloperTools: !app.isPackaged,
      bindings,
      run: (command) => this.#run(command, this.#windowInUse),
      openWindow: (window) => this.openWindow(window),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    this.#updateMenu();
  }

  #run(command: CommandId, windowId: string | undefined): void {
    if (windowId !== undefined) this.#service?.commands.give(windowId, command);
  }

  /** The one that a menu is for. */
  get #windowInUse(): string | undefined {
    return this.#quickAsk.hasFocus ? quickAskId : this.#windows.lastId;
  }

  #updateMenu(): void {
    const menu = Menu.getApplicationMenu();
    const windowId = this.#windowInUse;
    for (const command of pageCommands) {
      const item = menu?.getMenuItemById(command);
      const isOffered = windowId !== undefined && this.#service?.commands.offers(windowId, command) === true;
      if (item !== null && item !== undefined) item.enabled = isOffered;
    }
  }
}

function createTray(menu: Parameters<ConstructorParameters<typeof TrayPlace>[0]['create']>[0]): Tray {
  const isMac = process.platform === 'darwin';
  const image = nativeImage.createFromBuffer(Buffer.from(isMac ? trayIcons.template : trayIcons.colour, 'base64'), {
    scaleFactor: 2,
  });
  image.setTemplateImage(isMac);
  const tray = new Tray(image);
  tray.setContextMenu(Menu.buildFromTemplate(menu));
  return tray;
}
