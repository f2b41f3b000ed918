import { mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { compose } from '../../src/main/compose.ts';
import { createDispatcher } from '../../src/main/core/dispatch.ts';
import { attachmentMemoryMegabytes } from '../../src/main/core/attachments/protocol.ts';
import { transferMemoryMegabytes } from '../../src/main/core/transfer/protocol.ts';
import type { Ports } from '../../src/main/core/ports.ts';
import { systemClock } from '../../src/main/shell/clock.ts';
import { createFileLog, type FileLog } from '../../src/main/shell/log.ts';
import { createOpenUrl } from '../../src/main/shell/open-url.ts';
import { policySources } from '../../src/main/shell/policy-sources.ts';
import { nodeProcessHost } from '../../src/main/shell/process-host.ts';
import { contract, type ParleyEmit } from '../../src/shared/ipc/contract.ts';
import { bundleClient } from './bundle-client.ts';
import { folderDialogs } from './folder-dialogs.ts';
import { Pages } from './pages.ts';
import { fileSecretBox } from './secret-box.ts';
import { startServer } from './server.ts';

const root = path.join(import.meta.dirname, '../..');

/** What a browser host runs on. */
export interface BrowserHostOptions {
  readonly profileFolder: string;
  /** Like PARLEY_POLICY_FILE. */
  readonly policyFile?: string | undefined;
  /** PEM of an authority to trust besides the usual ones, in this process. */
  readonly certificateAuthority?: string | undefined;
  /** False plays a computer without a keyring. */
  readonly keyring?: boolean | undefined;
  /** 0 or left out for any that is free. */
  readonly port?: number | undefined;
}

/** A running browser host. */
export interface BrowserHost {
  readonly address: string;
  close(): Promise<void>;
}

/** Runs Parley's core from its sources in this process, and serves the built window to a browser. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { profileFolder, certificateAuthority } = options;
  if (certificateAuthority !== undefined) {
    setDefaultCACertificates([...getCACertificates('default'), certificateAuthority]);
  }
  mkdirSync(profileFolder, { recursive: true });
  const log = createFileLog(path.join(profileFolder, 'logs'));
  const pages = new Pages();
  const emit: ParleyEmit = (name, payload) => pages.broadcast({ kind: 'event', name, payload });
  const parley = compose(nodePorts(options, log, pages), emit);
  const server = await startServer({
    dispatcher: createDispatcher(contract, parley.handlers, log),
    pages,
    pageFolder: path.join(root, 'out/renderer'),
    clientScript: await bundleClient(),
    port: options.port ?? 0,
  });
  void parley.start();
  return {
    address: server.address,
    async close() {
      await server.close();
      await parley.close();
      await log.close();
    },
  };
}

function nodePorts(options: BrowserHostOptions, log: FileLog, pages: Pages): Ports {
  const { profileFolder, policyFile, keyring = true } = options;
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    clock: systemClock,
    log,
    fetch: globalThis.fetch,
    secretBox: fileSecretBox(profileFolder, keyring),
    openUrl: createOpenUrl(async (url) => {
      if (!pages.tellLast({ kind: 'open-url', url })) throw new Error('no page');
    }),
    writeClipboard: (text) => void pages.tellLast({ kind: 'write-clipboard', text }),
    // A page has no dialog of the operating system.
    storeHost: nodeProcessHost(process.execPath, path.join(root, 'src/main/storage/index.ts')),
    brokerHost: nodeProcessHost(
      process.execPath,
      process.env['PARLEY_BROKER_ENTRY'] ?? path.join(root, 'src/main/broker/index.ts'),
    ),
    attachmentHost: nodeProcessHost(
      process.execPath,
      path.join(root, 'src/main/attachments/index.ts'),
      attachmentMemoryMegabytes,
    ),
    tokenHost: nodeProcessHost(process.execPath, path.join(root, 'src/main/tokens/index.ts')),
    transferHost: nodeProcessHost(
      process.execPath,
      path.join(root, 'src/main/transfer/index.ts'),
      transferMemoryMegabytes,
    ),
    fileDialogs: folderDialogs(profileFolder),
    printPdf: undefined,
    windowHandle: () => undefined,
    policySources: policySources(process.platform, { PARLEY_POLICY_FILE: policyFile }),
    app: { version, platform: 'browser', system: `${os.platform()} ${os.release()}`, profileFolder },
  };
}
