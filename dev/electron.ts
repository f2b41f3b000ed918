import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const packageFolder = path.join(import.meta.dirname, '../node_modules/electron');
const downloadDeadline = 120_000;
/** The first Electron whose Node can load the SQLite addon in its own storage process. */
const firstWithAddon = 42;

/** An Electron that starts. */
export interface Electron {
  readonly executable: string;
  readonly version: string;
}

/** Whether there is an Electron to run. `named` says that a person named one: then it has to work. */
export type ElectronSearch =
  | { readonly kind: 'found'; readonly electron: Electron }
  | { readonly kind: 'missing'; readonly reason: string; readonly named: boolean };

/** Finds Electron: the one that ELECTRON_OVERRIDE_DIST_PATH names, the package's binary, or its download. */
export async function findElectron(): Promise<ElectronSearch> {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined && named !== '') return tryElectron(path.join(named, binaryName()), true);
  const installed = installedBinary();
  if (installed !== undefined) return tryElectron(installed, false);
  await download();
  const downloaded = installedBinary();
  if (downloaded !== undefined) return tryElectron(downloaded, false);
  return { kind: 'missing', reason: "Electron's binary could not be downloaded", named: false };
}

/** What an Electron's environment needs besides ours: an old one a Node that runs the storage process. */
export function electronEnvironment({ version }: Electron): Record<string, string> {
  const major = Number.parseInt(version, 10);
  return major < firstWithAddon ? { PARLEY_STORAGE_NODE: process.execPath } : {};
}

/** Switches without which Electron doesn't start here: Chromium's sandbox refuses root. */
export function electronArguments(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Whether a window could be shown. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || isSet('DISPLAY') || isSet('WAYLAND_DISPLAY');
}

function isSet(name: string): boolean {
  return (process.env[name] ?? '') !== '';
}

function tryElectron(executable: string, named: boolean): ElectronSearch {
  const result = spawnSync(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  const version = result.status === 0 ? result.stdout.trim() : '';
  if (/^\d+\./.test(version)) return { kind: 'found', electron: { executable, version } };
  return { kind: 'missing', reason: `${executable} does not start`, named };
}

function installedBinary(): string | undefined {
  const pathFile = path.join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = path.join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

/** Electron's own installer: it honours mirrors and the cache, and fails at once where there is no way out. */
function download(): Promise<void> {
  return new Promise((resolve) => {
    const installer = spawn(process.execPath, [path.join(packageFolder, 'install.js')], {
      stdio: 'ignore',
      timeout: downloadDeadline,
    });
    installer.on('error', () => resolve());
    installer.on('close', () => resolve());
  });
}

function binaryName(): string {
  switch (process.platform) {
    case 'darwin':
      return 'Electron.app/Contents/MacOS/Electron';
    case 'win32':
      return 'electron.exe';
    default:
      return 'electron';
  }
}
