import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Page } from '@playwright/test';
import { fileSecretBox } from '../../dev/browser-host/secret-box.ts';
import type { ParleyApp, ParleyAppOptions, StartOptions } from './parley-app.ts';
import { fileNamed, writeAuthority, writePolicy } from './profile.ts';

const hostScript = path.join(import.meta.dirname, '../../dev/browser-host/main.ts');

/** Parley in the browser host: its core in a Node process, its window in a page. */
export class BrowserApp implements ParleyApp {
  readonly profileFolder: string;
  readonly policyFile: string;
  readonly #options: ParleyAppOptions;
  #host: ChildProcess | undefined;
  #page: Page | undefined;

  constructor(options: ParleyAppOptions) {
    this.#options = options;
    this.profileFolder = path.join(options.folder, 'profile');
    this.policyFile = path.join(options.folder, 'policy.json');
  }

  async start({ policy, keyring = true }: StartOptions = {}): Promise<Page> {
    const { emulators, folder, context } = this.#options;
    const hasPolicy = writePolicy(this.policyFile, emulators, policy);
    const host = spawn(
      process.execPath,
      [
        hostScript,
        `--profile=${this.profileFolder}`,
        `--ca=${writeAuthority(folder, emulators)}`,
        ...(hasPolicy ? [`--policy=${this.policyFile}`] : []),
        ...(keyring ? [] : ['--no-keyring']),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#host = host;
    const page = await context.newPage();
    await page.goto(await firstLine(host.stdout));
    this.#page = page;
    return page;
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

  async historyKey(): Promise<string> {
    const sealed = readFileSync(fileNamed(this.profileFolder, 'history.key'));
    return (await fileSecretBox(this.profileFolder, true).open(sealed)).toString('hex');
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
