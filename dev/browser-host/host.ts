import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { compose } from '../../src/main/compose.ts';
import { createDispatcher } from '../../src/main/core/dispatch.ts';
import { createFileLog } from '../../src/main/shell/log.ts';
import { createOpenUrl } from '../../src/main/shell/open-url.ts';
import { contract, type ParleyEmit } from '../../src/shared/ipc/contract.ts';
import { bundleClient } from './bundle-client.ts';
import { nodePorts } from './node-ports.ts';
import { Pages } from './pages.ts';
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
  const ports = nodePorts({
    ...options,
    log,
    openUrl: createOpenUrl(async (url) => {
      if (!pages.tellLast({ kind: 'open-url', url })) throw new Error('no page');
    }),
    writeClipboard: (text) => void pages.tellLast({ kind: 'write-clipboard', text }),
  });
  const parley = compose(ports, emit);
  await ports.preferences.load();
  const server = await startServer({
    dispatcher: createDispatcher(contract, parley.handlers, log),
    pages,
    theme: () => ports.preferences.view.values.theme,
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
