import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, chromium, type ElectronApplication, type Page } from 'playwright';
import { browserArguments, browserExecutable } from '../dev/browser.ts';
import { type Electron, electronArguments, findElectron } from '../dev/electron.ts';
import { type Emulators, startEmulators } from '../dev/emulators/index.ts';
import { ElectronApp } from '../e2e/support/electron-app.ts';

/** What a benchmark of the window works with: Parley with its emulators, and the floor. */
export interface Stage {
  readonly emulators: Emulators;
  /** Starts Parley as somebody who has signed in before. */
  startParley(): Promise<Page>;
  quitParley(): Promise<void>;
  /** Starts the empty window. */
  startFloor(): Promise<{ readonly application: ElectronApplication; readonly page: Page }>;
}

const withoutKeyring = { keyring: false, policy: { WithoutKeyring: 'plain' } } as const;

/** Sets the stage, signs in once, runs the benchmark and clears up. @throws Error where there is no Electron */
export async function onStage(run: (stage: Stage) => Promise<void>): Promise<void> {
  const search = await findElectron();
  if (search.kind === 'missing') throw new Error(`This benchmark needs Electron: ${search.reason}.`);
  const { electron } = search;
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-bench-'));
  const emulators = await startEmulators();
  const browser = await chromium.launch({ executablePath: browserExecutable(), args: browserArguments() });
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const parley = new ElectronApp(electron, { emulators, context, folder });
  const startParley = () => parley.start(withoutKeyring);
  try {
    emulators.entra.signInAutomatically('ada');
    const page = await startParley();
    await parley.opened(() => page.getByRole('button', { name: 'Sign in' }).click());
    await composer(page).waitFor();
    await parley.quit();
    await run({ emulators, startParley, quitParley: () => parley.quit(), startFloor: () => startFloor(electron) });
  } finally {
    await parley.quit();
    await browser.close();
    await emulators.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The text field that both windows have. */
export function composer(page: Page) {
  return page.getByRole('textbox', { name: 'Message' });
}

async function startFloor(electron: Electron) {
  const application = await _electron.launch({
    executablePath: electron.executable,
    args: [...electronArguments(), path.join(import.meta.dirname, 'floor')],
  });
  return { application, page: await application.firstWindow() };
}
