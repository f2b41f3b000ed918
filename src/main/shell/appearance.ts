import type { BrowserWindow, NativeTheme } from 'electron';
import type { Preferences } from '../../shared/model/preferences.ts';
import type { PreferenceStore } from '../core/preferences/preference-store.ts';

/** What shows the preferences outside of the page. */
export interface AppearanceOptions {
  readonly app: {
    on(event: 'browser-window-created', listener: (event: unknown, window: ZoomedWindow) => void): unknown;
  };
  readonly nativeTheme: Pick<NativeTheme, 'themeSource'>;
}

type ZoomedWindow = Pick<BrowserWindow, 'isDestroyed'> & {
  on(event: 'closed', listener: () => void): unknown;
  readonly webContents: {
    setZoomFactor(factor: number): void;
    on(event: 'did-finish-load', listener: () => void): unknown;
  };
};

/** The page's own background, so that nothing flashes before its first paint. */
export function backgroundOf(
  theme: Preferences['theme'],
  { shouldUseDarkColors }: Pick<NativeTheme, 'shouldUseDarkColors'>,
) {
  if (theme === 'high-contrast') return '#000000';
  return shouldUseDarkColors ? '#292929' : '#ffffff';
}

/**
 * Has the native parts and every window that opens from now on follow the preferences: theme of title bars, menus and `prefers-color-scheme`, and
 * the zoom.
 */
export function followPreferences(
  preferences: Pick<PreferenceStore, 'subscribe' | 'view'>,
  { app, nativeTheme }: AppearanceOptions,
): void {
  const windows = new Set<ZoomedWindow>();
  const zoom = (window: ZoomedWindow) => {
    if (!window.isDestroyed()) window.webContents.setZoomFactor(preferences.view.values.zoomPercent / 100);
  };
  preferences.subscribe(({ values }) => {
    // Of high contrast the native parts have nothing that Electron could set; dark ones stand beside it best.
    const source = values.theme === 'high-contrast' ? 'dark' : values.theme;
    if (nativeTheme.themeSource !== source) nativeTheme.themeSource = source;
    for (const window of windows) zoom(window);
  });
  app.on('browser-window-created', (_event, window) => {
    windows.add(window);
    window.on('closed', () => windows.delete(window));
    // A page that is loaded anew begins with the zoom that Chromium remembers.
    window.webContents.on('did-finish-load', () => zoom(window));
  });
}
