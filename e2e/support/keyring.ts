import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { expect } from '@playwright/test';

/** A keyring of another person or computer: the Secret Service on a session bus of its own. */
export interface Keyring {
  /** What a program needs to find it. */
  readonly environment: Record<string, string>;
  close(): void;
}

const asksForService = [
  '--print-reply',
  '--dest=org.freedesktop.DBus',
  '/',
  'org.freedesktop.DBus.NameHasOwner',
  'string:org.freedesktop.secrets',
];

/** Starts an unlocked keyring whose secrets are in a folder. */
export async function startKeyring(folder: string): Promise<Keyring> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Both variables: the daemon keeps its secrets in the first one and would meet the other keyring in the second one.
  const folders = { ...process.env, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: folders,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const environment = { DBUS_SESSION_BUS_ADDRESS: await firstLine(bus.stdout) };
  const env = { ...folders, ...environment };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end('\n');
  await expect
    .poll(() => spawnSync('dbus-send', asksForService, { env, encoding: 'utf8' }).stdout, 'a keyring')
    .toContain('boolean true');
  return {
    environment,
    close: () => {
      daemon.kill('SIGKILL');
      bus.kill('SIGKILL');
    },
  };
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface(stream)) return line;
  throw new Error('The session bus has ended without an address.');
}
