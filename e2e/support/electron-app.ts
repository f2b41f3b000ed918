import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';
import { type Electron, electronArguments, electronEnvironment } from '../../dev/electron.ts';
import { makeHome } from './home.ts';
import { recordIpc, recordedIpc } from './ipc-recorder.ts';
import { type Keyring, startKeyring } from './keyring.ts';
import type { ParleyApp, ParleyAppOptions, StartOptions } from './parley-app.ts';
import { fileNamed, filesBelow, writeAuthorities, writePolicy } from './profile.ts';

const root = path.join(import.meta.dirname, '../..');
const holdStart = path.join(import.meta.dirname, 'hold-start.cjs');

/** The product's build in a real Electron: it is given a policy file, a profile and a computer, and nothing else. */
export class ElectronApp implements ParleyApp {
  readonly profileFolder: string;
  readonly policyFile: string;
  readonly #electron: Electron;
  readonly #options: ParleyAppOptions;
  /** Of the main processes; each leads a group with all that it has started. */
  readonly #groups: number[] = [];
  #application: ElectronApplication | undefined;
  #otherKeyring: Keyring | undefined;
  #trusts: readonly Emulators[];
  #environment: Record<string, string> = {};
  #arguments: readonly string[] = [];

  constructor(electron: Electron, options: ParleyAppOptions) {
    this.#electron = electron;
    this.#options = options;
    this.#trusts = [options.emulators];
    this.profileFolder = path.join(options.folder, 'profile');
    this.policyFile = path.join(options.folder, 'policy.json');
  }

  async start({ policy, keyring = true, brokerEntry, trusts }: StartOptions = {}): Promise<Page> {
    const { emulators, folder } = this.#options;
    const hasPolicy = writePolicy(this.policyFile, emulators, policy);
    this.#trusts = trusts ?? this.#trusts;
    if (keyring === 'other') this.#otherKeyring ??= await startKeyring(path.join(folder, 'other-keyring'));
    this.#arguments = [
      ...electronArguments(),
      // A virtual display has none: Chromium would try, and start its GPU process three times.
      '--disable-gpu',
      `--password-store=${keyring === false ? 'basic' : 'gnome-libsecret'}`,
      root,
    ];
    this.#environment = {
      ...definedEnvironment(),
      ...electronEnvironment(this.#electron),
      ...this.#home().environment,
      PARLEY_USER_DATA: this.profileFolder,
      ...(hasPolicy ? { PARLEY_POLICY_FILE: this.policyFile } : {}),
      ...(brokerEntry === undefined ? {} : { PARLEY_BROKER_ENTRY: brokerEntry }),
      ...(keyring === 'other' ? this.#otherKeyring?.environment : {}),
    };
    this.#application = await _electron.launch({
      executablePath: this.#electron.executable,
      args: ['-r', holdStart, ...this.#arguments],
      env: this.#environment,
    });
    const { pid } = this.#application.process();
    if (pid !== undefined) this.#groups.push(pid);
    const page = await this.#application.firstWindow();
    // As in the browser project: menus and dialogs move into their places otherwise, which every click waits for.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    return page;
  }

  get electron(): ElectronApplication | undefined {
    return this.#application;
  }

  async startAgain(link?: string): Promise<void> {
    const given = link === undefined ? this.#arguments : [...this.#arguments, link];
    const second = spawn(this.#electron.executable, given, { env: this.#environment, stdio: 'ignore' });
    await once(second, 'exit');
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
    this.#otherKeyring?.close();
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
    const intervals = [20];
    await expect
      .poll(() => openedAddresses().length, { message: 'an address opened in the system browser', intervals })
      .toBe(before + 1);
    const page = await this.#options.context.newPage();
    await page.goto(openedAddresses().at(-1) ?? '');
    return page;
  }

  openedCount(): number {
    return this.#home().openedAddresses().length;
  }

  async recordPayloads(): Promise<() => Promise<string>> {
    const application = this.#running();
    await application.evaluate(recordIpc);
    return () => application.evaluate(recordedIpc);
  }

  async unsealed(): Promise<Map<string, Buffer>> {
    const opened = new Map<string, Buffer>();
    for (const [name, content] of filesBelow(this.profileFolder)) {
      // SQLite's and Chromium's own files are never the vault's.
      if (!/^(accounts|tokens)/.test(name) || name.includes('history.db')) continue;
      try {
        opened.set(name, await this.#unseal(content));
      } catch {
        // Not sealed, or by another vault.
      }
    }
    return opened;
  }

  async historyKey(): Promise<string> {
    return (await this.#unseal(readFileSync(fileNamed(this.profileFolder, 'history.key')))).toString('hex');
  }

  async answerFileDialogs(opened: string): Promise<string> {
    const folder = path.join(this.#options.folder, 'exports');
    mkdirSync(folder, { recursive: true });
    await this.#running().evaluate(
      ({ dialog }, answers) => {
        const nameOf = (suggested: string) => suggested.split(/[/\\]/).at(-1) ?? '';
        const save = async (...given: unknown[]) => {
          const { defaultPath } = given.at(-1) as { defaultPath: string };
          return { canceled: false, filePath: `${answers.folder}/${nameOf(defaultPath)}` };
        };
        Object.assign(dialog, {
          showSaveDialog: save,
          showOpenDialog: async () => ({ canceled: false, filePaths: [answers.opened] }),
        });
      },
      { folder, opened },
    );
    return folder;
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

  async #unseal(sealed: Buffer): Promise<Buffer> {
    const plain = await this.#running().evaluate(async ({ safeStorage }, text) => {
      const buffer = Buffer.from(text, 'base64');
      const decrypted = await safeStorage.decryptStringAsync?.(buffer);
      // oxlint-disable-next-line typescript/no-deprecated -- an older Electron has nothing else
      return decrypted?.result ?? safeStorage.decryptString(buffer);
    }, sealed.toString('base64'));
    return Buffer.from(plain, 'base64');
  }

  #home() {
    const { folder } = this.#options;
    return makeHome(folder, writeAuthorities(folder, this.#trusts));
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
