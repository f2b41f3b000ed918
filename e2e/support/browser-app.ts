import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Page } from '@playwright/test';
import { fileSecretBox } from '../../dev/browser-host/secret-box.ts';
import type { ParleyApp, ParleyAppOptions, StartOptions } from './parley-app.ts';
import { fileNamed, filesBelow, writePolicy } from './profile.ts';

const hostScript = path.join(import.meta.dirname, '../../dev/browser-host/main.ts');

/** Parley in the browser host: its core in a Node process, its window in a page. */
export class BrowserApp implements ParleyApp {
  readonly profileFolder: string;
  readonly policyFile: string;
  readonly electron = undefined;
  readonly #options: ParleyAppOptions;
  #host: ChildProcess | undefined;
  #address = '';
  #page: Page | undefined;
  #opened = 0;

  constructor(options: ParleyAppOptions) {
    this.#options = options;
    this.profileFolder = path.join(options.folder, 'profile');
    this.policyFile = path.join(options.folder, 'policy.json');
    // What a spec opens itself has no opener.
    options.context.on(
      'page',
      (page) => void page.opener().then((opener) => (this.#opened += opener === null ? 0 : 1)),
    );
  }

  async start({ policy, keyring = true, brokerEntry, trusts }: StartOptions = {}): Promise<Page> {
    const { emulators, folder, context } = this.#options;
    const hasPolicy = writePolicy(this.policyFile, emulators, policy);
    if (keyring === 'other') rmSync(path.join(this.profileFolder, 'development-vault.key'), { force: true });
    const authorities = path.join(folder, 'certificate-authorities.pem');
    writeFileSync(
      authorities,
      (trusts ?? [emulators]).map(({ certificateAuthority }) => certificateAuthority).join('\n'),
    );
    const host = spawn(
      process.execPath,
      [
        hostScript,
        `--profile=${this.profileFolder}`,
        ...(hasPolicy ? [`--policy=${this.policyFile}`] : []),
        ...(keyring === false ? ['--no-keyring'] : []),
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: authorities,
          ...(brokerEntry === undefined ? {} : { PARLEY_BROKER_ENTRY: brokerEntry }),
        },
      },
    );
    this.#host = host;
    this.#address = await firstLine(host.stdout);
    const page = await context.newPage();
    await page.goto(this.#address);
    this.#page = page;
    return page;
  }

  /** A second window: the host is one process whoever comes. */
  async startAgain(): Promise<void> {
    const page = await this.#options.context.newPage();
    await page.goto(this.#address);
    await page.getByRole('button').first().waitFor();
    await page.close();
  }

  quit(): Promise<void> {
    return this.#end('SIGTERM');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  dispose(): Promise<void> {
    return this.kill();
  }

  async opened(action: () => Promise<unknown>): Promise<Page> {
    const [page] = await Promise.all([this.#options.context.waitForEvent('page'), action()]);
    return page;
  }

  openedCount(): number {
    return this.#opened;
  }

  async recordPayloads(): Promise<() => Promise<string>> {
    const payloads: string[] = [];
    const page = this.#window();
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => payloads.push(payload.toString()));
    });
    // A socket that is open already is not told of.
    await page.reload();
    return async () => payloads.join('\n');
  }

  async unsealed(): Promise<Map<string, Buffer>> {
    const box = fileSecretBox(this.profileFolder, true);
    const opened = new Map<string, Buffer>();
    for (const [name, content] of filesBelow(this.profileFolder)) {
      try {
        opened.set(name, await box.open(content));
      } catch {
        // Not sealed, or by another vault.
      }
    }
    return opened;
  }

  async historyKey(): Promise<string> {
    const sealed = readFileSync(fileNamed(this.profileFolder, 'history.key'));
    return (await fileSecretBox(this.profileFolder, true).open(sealed)).toString('hex');
  }

  async answerFileDialogs(opened: string): Promise<string> {
    const imports = path.join(this.profileFolder, 'imports');
    mkdirSync(imports, { recursive: true });
    copyFileSync(opened, path.join(imports, path.basename(opened)));
    return path.join(this.profileFolder, 'exports');
  }

  readClipboard(): Promise<string> {
    return this.#window().evaluate(() => navigator.clipboard.readText());
  }

  async screenshot(): Promise<Buffer | undefined> {
    return this.#page?.isClosed() === false
      ? this.#page.screenshot({ timeout: 5_000 }).catch(() => undefined)
      : undefined;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    if (host?.exitCode === null && host.signalCode === null) {
      host.kill(signal);
      await once(host, 'exit');
    }
    await this.#page?.close();
  }

  #window(): Page {
    if (this.#page === undefined) throw new Error('The application has not been started.');
    return this.#page;
  }
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface(stream)) return line;
  throw new Error('The browser host has ended without an address.');
}
