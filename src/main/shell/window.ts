import {
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  clipboard,
  Menu,
  type Session,
  type WebContents,
} from 'electron';
import { allowedExternalUrl } from '../../shared/external-url.ts';
import { leastSize, type WindowWish } from '../core/desktop/window-place.ts';
import type { Log, OpenUrl } from '../core/ports.ts';
import { frameAddress, pageOrigin } from './app-protocol.ts';
import { contextMenuTemplate } from './context-menu.ts';

/** What every window needs. */
export interface WindowOptions {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  readonly openUrl: OpenUrl;
  readonly log: Log;
  /** The page's own background, so that nothing flashes before its first paint. */
  readonly backgroundColor: () => string;
}

/** What one window is like. */
export interface WindowKind {
  /** What its page knows itself by. */
  readonly windowId: string;
  readonly place: WindowWish;
  /** How its frame differs from a usual one's. */
  readonly frame?: Pick<
    BrowserWindowConstructorOptions,
    'alwaysOnTop' | 'frame' | 'fullscreenable' | 'maximizable' | 'minHeight' | 'minimizable' | 'skipTaskbar' | 'title'
  >;
}

const latestShowMilliseconds = 5000;

/** Opens a window on our page, whatever it is for: sandboxed, isolated, and unable to go anywhere else. */
export function openWindow(
  { preload, openUrl, log, backgroundColor }: WindowOptions,
  { windowId, place, frame }: WindowKind,
): BrowserWindow {
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Parley',
    autoHideMenuBar: true,
    ...frame,
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Whether it checks, and with whose dictionaries, is the session's.
      spellcheck: true,
    },
  });
  showWhenPainted(window, place.isMaximised);
  confine(window.webContents, openUrl, log);
  reviveAfterCrash(window.webContents, log);
  offerContextMenu(window, openUrl, log);
  void window.loadURL(`${pageOrigin}/?window=${encodeURIComponent(windowId)}`);
  return window;
}

/** Where the first paint is not told of, a window that comes late is better than none. */
function showWhenPainted(window: BrowserWindow, isMaximised: boolean): void {
  const show = () => {
    if (isMaximised) window.maximize();
    window.show();
  };
  const late = setTimeout(show, latestShowMilliseconds);
  window.once('ready-to-show', show);
  window.once('show', () => clearTimeout(late));
  window.once('closed', () => clearTimeout(late));
}

/** A crashed page is loaded again and shows what main knows; one that crashes at once again is left alone. */
function reviveAfterCrash(contents: WebContents, log: Log): void {
  let revived = 0;
  contents.on('render-process-gone', (_event, { reason }) => {
    log.error('window-crash', { reason });
    if (Date.now() - revived < 10_000) return;
    revived = Date.now();
    contents.reload();
  });
}

/** SECURITY: no navigation, no second window, no embedded page; a link that a person clicks goes through the allow-list. */
function confine(contents: WebContents, openUrl: OpenUrl, log: Log): void {
  const refuse = (event: { preventDefault(): void }) => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame || event.url !== frameAddress) event.preventDefault();
  });
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(({ url }) => {
    openUrl(url).catch(() => log.warn('link-refuse'));
    return { action: 'deny' };
  });
}

function offerContextMenu(window: BrowserWindow, openUrl: OpenUrl, log: Log): void {
  const { webContents } = window;
  webContents.on('context-menu', (_event, parameters) => {
    const template = contextMenuTemplate(parameters, {
      openLink: (url) => void openUrl(url).catch(() => log.warn('link-refuse')),
      copyText: (text) => void clipboard.writeText(text),
      replaceMisspelling: (word) => webContents.replaceMisspelling(word),
      learnWord: (word) => void webContents.session.addWordToSpellCheckerDictionary(word),
      allowedLink: allowedExternalUrl,
    });
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
}

/** SECURITY: the page needs no camera, no location, no notification and no device; writing the clipboard is its one permission. */
export function denyPermissions(session: Session): void {
  const isAllowed = (permission: string) => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(isAllowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
  session.setDevicePermissionHandler(() => false);
}
