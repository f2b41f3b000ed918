import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { type Electron, findElectron } from '../dev/electron.ts';
import { type Emulators, startEmulators } from '../dev/emulators/index.ts';
import { BrowserApp } from './support/browser-app.ts';
import { ElectronApp } from './support/electron-app.ts';
import type { ParleyApp } from './support/parley-app.ts';

export { expect } from '@playwright/test';

/** What a project sets. */
export interface ParleyProject {
  /** What runs Parley. */
  readonly host: 'browser' | 'electron';
}

interface ParleyFixtures extends ParleyProject {
  /** Entra, Graph and Azure OpenAI of this test alone. */
  readonly emulators: Emulators;
  /** Parley, not yet started. */
  readonly app: ParleyApp;
}

interface ParleyWorkerFixtures {
  /** Electron, if this machine has one. */
  readonly electron: Electron | undefined;
}

/** Playwright's test with Parley and its emulators. */
export const test = base.extend<ParleyFixtures, ParleyWorkerFixtures>({
  host: ['browser', { option: true }],
  electron: [
    async ({}, use) => {
      const search = await findElectron();
      await use(search.kind === 'found' ? search.electron : undefined);
    },
    { scope: 'worker' },
  ],
  emulators: async ({}, use) => {
    const emulators = await startEmulators();
    emulators.openai.setDelay(0);
    await use(emulators);
    await emulators.close();
  },
  app: async ({ host, electron, emulators, context }, use, testInfo) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-e2e-'));
    const options = { emulators, context, folder };
    const app = host === 'browser' ? new BrowserApp(options) : new ElectronApp(required(electron), options);
    await use(app);
    const image = testInfo.status === testInfo.expectedStatus ? undefined : await app.screenshot();
    await app.dispose();
    if (image !== undefined) {
      writeFileSync(testInfo.outputPath('window.png'), image);
      cpSync(path.join(app.profileFolder, 'logs'), testInfo.outputPath('logs'), { recursive: true });
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

function required(electron: Electron | undefined): Electron {
  if (electron === undefined) throw new Error('There is no Electron to run this project in.');
  return electron;
}
