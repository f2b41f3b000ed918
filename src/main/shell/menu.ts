import type { MenuItemConstructorOptions } from 'electron';

/**
 * The application menu. Reload is not in it: a reflex for Ctrl+R should not blank a person's window.
 * @param withDeveloperTools in builds from source only
 */
export function menuTemplate(platform: NodeJS.Platform, withDeveloperTools: boolean): MenuItemConstructorOptions[] {
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(withDeveloperTools ? [{ type: 'separator' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
  ];
}
