import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, session } from 'electron';
import { ipcChannels } from '../shared/ipc/channels.ts';
import { contract, type ParleyEmit } from '../shared/ipc/contract.ts';
import { compose } from './compose.ts';
import { createDispatcher } from './core/dispatch.ts';
import { backgroundOf, followPreferences } from './shell/appearance.ts';
import { appScheme, serveApp } from './shell/app-protocol.ts';
import { electronPorts } from './shell/electron-ports.ts';
import { registerIpc } from './shell/ipc.ts';
import { createFileLog } from './shell/log.ts';
import { menuTemplate } from './shell/menu.ts';
import { refuseClientCertificates } from './shell/network.ts';
import { quitAfter } from './shell/quit.ts';
import { failStart, prepareProfile } from './shell/start-up.ts';
import { denyPermissions, openWindow } from './shell/window.ts';

const userData = process.env['PARLEY_USER_DATA'];
if (!app.isPackaged && userData !== undefined) app.setPath('userData', path.resolve(userData));
protocol.registerSchemesAsPrivileged([appScheme]);

try {
  prepareProfile(app.getPath('userData'));
  if (app.requestSingleInstanceLock()) app.whenReady().then(run).catch(fail);
  else app.quit();
} catch (thrown) {
  fail(thrown);
}

function fail(thrown: unknown): void {
  failStart(app, dialog, thrown);
}

async function run(): Promise<void> {
  const log = createFileLog(path.join(app.getPath('userData'), 'logs'));
  const ports = electronPorts(log);
  const emit: ParleyEmit = (name, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(ipcChannels.event, name, payload);
  };
  const parley = compose(ports, emit);

  refuseClientCertificates(app);
  denyPermissions(session.defaultSession);
  serveApp(protocol, path.join(import.meta.dirname, '../renderer'), () => parley.preferences.view.values.theme);
  registerIpc({ ipcMain, dispatcher: createDispatcher(contract, parley.handlers, log), log });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged)));

  await parley.preferences.load();
  const appearance = followPreferences(parley.preferences, {
    nativeTheme,
    windows: () => BrowserWindow.getAllWindows(),
  });
  const open = () => {
    const window = openWindow({
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      openUrl: ports.openUrl,
      log,
      backgroundColor: backgroundOf(parley.preferences.view.values.theme, nativeTheme),
    });
    appearance.add(window);
    return window;
  };
  open();
  app.on('second-instance', () => focusOr(open));
  app.on('activate', () => focusOr(open));
  quitAfter(app, () => parley.close().finally(() => log.close()));

  log.info('app-start', {
    version: ports.app.version,
    electron: process.versions.electron,
    platform: process.platform,
  });
  void parley.start();
}

function focusOr(open: () => BrowserWindow): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return void open();
  if (window.isMinimized()) window.restore();
  window.focus();
}
