import { execFile } from 'node:child_process';

const deadlineMilliseconds = 2000;

/**
 * Whether the desktop has a place for icons. On Linux, where somebody has to own this name on the session's bus for an icon to
 * be seen; where that cannot be asked, there is none, since a window that is hidden behind nothing is lost.
 */
export function traySupport(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true);
  const question = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.kde.StatusNotifierWatcher',
  ];
  return new Promise((resolve) => {
    // SECURITY: by its full path, so that no program of the same name in a person's PATH is run; without a shell.
    execFile('/usr/bin/dbus-send', question, { timeout: deadlineMilliseconds }, (error, output) =>
      resolve(error === null && output.includes('boolean true')),
    );
  });
}
