import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, type TestInfo } from '@playwright/test';
import { type Electron, findElectron } from '../dev/electron.ts';
import { type BrokerEmulator, startBrokerEmulator } from '../dev/emulators/broker/broker.ts';
import { type Emulators, startEmulators } from '../dev/emulators/index.ts';
import { BrowserApp } from './support/browser-app.ts';
import { ElectronApp } from './support/electron-app.ts';
import type { ParleyApp, ParleyAppOptions } from './support/parley-app.ts';

export { expect } from '@playwright/test';

/** What a project sets. */
export interface ParleyProject {
  /** What runs Parley. */
  readonly host: 'browser' | 'electron';
}

interface ParleyFixtures extends ParleyProject {
  /** Entra, Graph and Azure OpenAI of this test alone. */
  readonly emulators: Emulators;
  /** The operating system's broker of this test; Parley knows it where it is started with its `entry`. */
  readonly broker: BrokerEmulator;
  /** Another cloud beside the first one. */
  readonly otherCloud: Emulators;
  /** Parley, not yet started. */
  readonly app: ParleyApp;
  /** Another Parley with a profile of its own, not yet started. */
  readonly otherApp: ParleyApp;
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
  broker: async ({ emulators }, use) => {
    const broker = await startBrokerEmulator(emulators);
    await use(broker);
    await broker.close();
  },
  otherCloud: async ({}, use) => {
    const emulators = await startEmulators({ cloudName: 'Other cloud', modelAudience: 'https://models.other.example' });
    emulators.openai.setDelay(0);
    await use(emulators);
    await emulators.close();
  },
  app: async ({ host, electron, emulators, context }, use, testInfo) => {
    await runApp({ host, electron, emulators, context }, testInfo, use);
  },
  otherApp: async ({ host, electron, emulators, context }, use, testInfo) => {
    await runApp({ host, electron, emulators, context }, testInfo, use);
  },
});

async function runApp(
  { host, electron, ...given }: Pick<ParleyAppOptions, 'emulators' | 'context'> & ParleyProject & ParleyWorkerFixtures,
  testInfo: TestInfo,
  use: (app: ParleyApp) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-e2e-'));
  const options = { ...given, folder };
  const app = host === 'browser' ? new BrowserApp(options) : new ElectronApp(required(electron), options);
  await use(app);
  const hasFailed = testInfo.status !== testInfo.expectedStatus;
  const image = hasFailed ? await app.screenshot() : undefined;
  await app.dispose();
  const name = path.basename(folder);
  if (image !== undefined) writeFileSync(testInfo.outputPath(`${name}.png`), image);
  const logs = path.join(app.profileFolder, 'logs');
  if (hasFailed && existsSync(logs)) cpSync(logs, testInfo.outputPath(`${name}-logs`), { recursive: true });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function required(electron: Electron | undefined): Electron {
  if (electron === undefined) throw new Error('There is no Electron to run this project in.');
  return electron;
}
