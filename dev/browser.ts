import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';

const namesOnPath = [
  // Without a window, and several times lighter.
  'chromium-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
];

const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
    String.raw`C:\Program Files\Microsoft\Edge\Application\msedge.exe`,
  ],
};

const installDeadline = 5 * 60_000;

/** The path of a Chrome, Edge or Chromium on this machine, else of Playwright's own download; undefined where neither is there. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const candidates = [
    ...folders.flatMap((folder) => namesOnPath.map((name) => path.join(folder, name))),
    ...(usualPlaces[process.platform] ?? []),
    chromium.executablePath(),
  ];
  return candidates.find((candidate) => candidate !== '' && existsSync(candidate));
}

/**
 * Like findBrowser, after trying to get one: by Playwright's download, or as root by Debian's packages.
 * @throws Error with what to install
 */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  console.log('No Chrome, Edge or Chromium is installed; getting one.');
  const playwright = path.join(import.meta.dirname, '../node_modules/playwright/cli.js');
  attempt(process.execPath, [playwright, 'install', 'chromium']);
  if (findBrowser() === undefined && process.platform === 'linux' && process.getuid?.() === 0) {
    attempt('apt-get', ['update', '-q']);
    attempt('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium-headless-shell']);
  }
  return browserExecutable();
}

/** Like findBrowser. @throws Error with what to install */
export function browserExecutable(): string {
  const found = findBrowser();
  if (found === undefined) throw new Error('No browser to test in: install Chrome, Edge or Chromium.');
  return found;
}

/** Switches for a test browser: quiet on the network, and startable as root in a container. */
export function browserArguments(): string[] {
  const asRoot = process.getuid?.() === 0;
  return [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(asRoot ? ['--no-sandbox'] : []),
  ];
}

function attempt(command: string, commandArguments: readonly string[]): void {
  spawnSync(command, commandArguments, {
    stdio: 'ignore',
    timeout: installDeadline,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
