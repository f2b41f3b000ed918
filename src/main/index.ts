import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, nativeTheme, protocol, session, shell } from 'electron';
import { ipcChannels } from '../shared/ipc/channels.ts';
import { contract, type ParleyEmit } from '../shared/ipc/contract.ts';
import { compose } from './compose.ts';
import { createDispatcher } from './core/dispatch.ts';
import { PreferenceStore } from './core/preferences/preference-store.ts';
import { backgroundOf, followPreferences } from './shell/appearance.ts';
import { appScheme, serveApp } from './shell/app-protocol.ts';
import { ElectronDesktop } from './shell/desktop.ts';
import { electronPorts } from './shell/electron-ports.ts';
import { registerIpc } from './shell/ipc.ts';
import { Links } from './shell/links.ts';
import { createFileLog } from './shell/log.ts';
import { refuseClientCertificates } from './shell/network.ts';
import { createOpenUrl } from './shell/open-url.ts';
import { quitAfter } from './shell/quit.ts';
import { failStart, prepareProfile } from './shell/start-up.ts';
import { denyPermissions } from './shell/window.ts';

const userData = process.env['PARLEY_USER_DATA'];
if (!app.isPackaged && userData !== undefined) app.setPath('userData', path.resolve(userData));
protocol.registerSchemesAsPrivileged([appScheme]);

try {
  prepareProfile(app.getPath('userData'));
  const links = new Links(app, process.argv.slice(1));
  if (links.claim()) {
    app
      .whenReady()
      .then(() => run(links))
      .catch(fail);
  } else app.quit();
} catch (thrown) {
  fail(thrown);
}

function fail(thrown: unknown): void {
  failStart(app, dialog, thrown);
}

async function run(links: Links): Promise<void> {
  const log = createFileLog(path.join(app.getPath('userData'), 'logs'));
  const emit: ParleyEmit = (name, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(ipcChannels.event, name, payload);
  };
  const preferences = new PreferenceStore({ profileFolder: app.getPath('userData'), log });
  await preferences.load();
  const given = {
    log,
    openUrl: createOpenUrl((url) => shell.openExternal(url)),
    preferences,
  };
  const desktop = new ElectronDesktop({
    ...given,
    preload: path.join(import.meta.dirname, '../preload/index.cjs'),
    backgroundColor: () => backgroundOf(preferences.view.values.theme, nativeTheme),
    onSystemChange: (state) => emit('shell.systemChanged', state),
  });
  const ports = electronPorts({ ...given, desktop });
  const parley = compose(ports, emit);

  refuseClientCertificates(app);
  denyPermissions(session.defaultSession);
  serveApp(protocol, path.join(import.meta.dirname, '../renderer'), () => preferences.view.values.theme);
  registerIpc({ ipcMain, dispatcher: createDispatcher(contract, parley.handlers, log), log });
  followPreferences(preferences, { app, nativeTheme });
  desktop.serve(parley.desktop);
  links.serve(
    { openLink: (link) => parley.desktop.openLink(link), onStartAgain: () => void desktop.showMainWindow() },
    process.platform,
  );
  quitAfter(app, async () => {
    await Promise.allSettled([parley.close(), desktop.close(), preferences.close()]);
    await log.close();
  });

  log.info('app-start', {
    version: ports.app.version,
    electron: process.versions.electron,
    platform: process.platform,
  });
  void parley.start();
}
