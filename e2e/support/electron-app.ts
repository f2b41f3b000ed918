import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import { type Electron, electronArguments, electronEnvironment } from '../../dev/electron.ts';
import { makeHome } from './home.ts';
import { recordIpc, recordedIpc } from './ipc-recorder.ts';
import type { ParleyApp, ParleyAppOptions, StartOptions } from './parley-app.ts';
import { fileNamed, writeAuthority, writePolicy } from './profile.ts';

const root = path.join(import.meta.dirname, '../..');

/** The product's build in a real Electron: it is given a policy file, a profile and a computer, and nothing else. */
export class ElectronApp implements ParleyApp {
  readonly profileFolder: string;
  readonly policyFile: string;
  readonly #electron: Electron;
  readonly #options: ParleyAppOptions;
  /** Of the main processes; each leads a group with all that it has started. */
  readonly #groups: number[] = [];
  #application: ElectronApplication | undefined;

  constructor(electron: Electron, options: ParleyAppOptions) {
    this.#electron = electron;
    this.#options = options;
    this.profileFolder = path.join(options.folder, 'profile');
    this.policyFile = path.join(options.folder, 'policy.json');
  }

  async start({ policy, keyring = true }: StartOptions = {}): Promise<Page> {
    const { emulators } = this.#options;
    const hasPolicy = writePolicy(this.policyFile, emulators, policy);
    this.#application = await _electron.launch({
      executablePath: this.#electron.executable,
      args: [...electronArguments(), `--password-store=${keyring ? 'gnome-libsecret' : 'basic'}`, root],
      env: {
        ...definedEnvironment(),
        ...electronEnvironment(this.#electron),
        ...this.#home().environment,
        PARLEY_USER_DATA: this.profileFolder,
        ...(hasPolicy ? { PARLEY_POLICY_FILE: this.policyFile } : {}),
      },
    });
    const { pid } = this.#application.process();
    if (pid !== undefined) this.#groups.push(pid);
    return this.#application.firstWindow();
  }

  async quit(): Promise<void> {
    await this.#application?.close();
    this.#application = undefined;
  }

  async kill(): Promise<void> {
    const main = this.#application?.process();
    this.#application = undefined;
    if (main?.exitCode !== null || main.signalCode !== null) return;
    main.kill('SIGKILL');
    await once(main, 'exit');
  }

  async dispose(): Promise<void> {
    await this.kill();
    for (const group of this.#groups) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // All of them have ended.
      }
    }
  }

  async opened(action: () => Promise<unknown>): Promise<Page> {
    const { openedAddresses } = this.#home();
    const before = openedAddresses().length;
    await action();
    await expect.poll(() => openedAddresses().length, 'an address opened in the system browser').toBe(before + 1);
    const page = await this.#options.context.newPage();
    await page.goto(openedAddresses().at(-1) ?? '');
    return page;
  }

  async recordPayloads(): Promise<() => Promise<string>> {
    const application = this.#running();
    await application.evaluate(recordIpc);
    return () => application.evaluate(recordedIpc);
  }

  async historyKey(): Promise<string> {
    const sealed = readFileSync(fileNamed(this.profileFolder, 'history.key')).toString('base64');
    const key = await this.#running().evaluate(async ({ safeStorage }, text) => {
      const buffer = Buffer.from(text, 'base64');
      const decrypted = await safeStorage.decryptStringAsync?.(buffer);
      // oxlint-disable-next-line typescript/no-deprecated -- an older Electron has nothing else
      return decrypted?.result ?? safeStorage.decryptString(buffer);
    }, sealed);
    return Buffer.from(key, 'base64').toString('hex');
  }

  readClipboard(): Promise<string> {
    return this.#running().evaluate(({ clipboard }) => clipboard.readText());
  }

  async screenshot(): Promise<Buffer | undefined> {
    return this.#application
      ?.windows()[0]
      ?.screenshot({ timeout: 5_000 })
      .catch(() => undefined);
  }

  #home() {
    const { emulators, folder } = this.#options;
    return makeHome(folder, writeAuthority(folder, emulators));
  }

  #running(): ElectronApplication {
    if (this.#application === undefined) throw new Error('The application has not been started.');
    return this.#application;
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
