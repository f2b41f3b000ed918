import { BrowserWindow, type Session, type WebContents } from 'electron';
import type { Log, OpenUrl } from '../core/ports.ts';
import { pageOrigin } from './app-protocol.ts';

/** What a window needs. */
export interface WindowOptions {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  readonly openUrl: OpenUrl;
  readonly log: Log;
  readonly backgroundColor: string;
}

const latestShowMilliseconds = 5000;

/** Opens a window on our page: sandboxed, isolated, and unable to go anywhere else. */
export function openWindow({ preload, openUrl, log, backgroundColor }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1200,
    height: 800,
    minWidth: 400,
    minHeight: 480,
    show: false,
    title: 'Parley',
    autoHideMenuBar: true,
    // The page's own backgrounds, so that nothing flashes before its first paint.
    backgroundColor,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium would fetch its dictionaries from a server of Google's.
      spellcheck: false,
    },
  });
  showWhenPainted(window);
  confine(window.webContents, openUrl, log);
  reviveAfterCrash(window.webContents, log);
  void window.loadURL(`${pageOrigin}/`);
  return window;
}

/** Where the first paint is not told of, a window that comes late is better than none. */
function showWhenPainted(window: BrowserWindow): void {
  const late = setTimeout(() => window.show(), latestShowMilliseconds);
  window.once('ready-to-show', () => window.show());
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
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(({ url }) => {
    openUrl(url).catch(() => log.warn('link-refuse'));
    return { action: 'deny' };
  });
}

/** SECURITY: the page needs no camera, no location, no notification and no device; writing the clipboard is its one permission. */
export function denyPermissions(session: Session): void {
  const isAllowed = (permission: string) => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(isAllowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
  session.setDevicePermissionHandler(() => false);
}
