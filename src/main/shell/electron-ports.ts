import path from 'node:path';
import { app, clipboard, safeStorage, session, shell, utilityProcess } from 'electron';
import type { Ports } from '../core/ports.ts';
import { systemClock } from './clock.ts';
import type { FileLog } from './log.ts';
import { apiPartition, createFetch } from './network.ts';
import { createOpenUrl } from './open-url.ts';
import { policySources } from './policy-sources.ts';
import { createSecretBox } from './secret-box.ts';
import { nodeStoreHost, utilityStoreHost } from './storage-process.ts';

const platforms = { win32: 'windows', darwin: 'macos' } as const;

/** Core's ports, fulfilled by Electron. To be called when Electron is ready. */
export function electronPorts(log: FileLog): Ports {
  const storageEntry = path.join(import.meta.dirname, 'storage.cjs');
  // SECURITY: an installed Parley runs no program that an environment variable names.
  const storageNode = app.isPackaged ? undefined : process.env['PARLEY_STORAGE_NODE'];
  return {
    clock: systemClock,
    log,
    fetch: createFetch(session.fromPartition(apiPartition, { cache: false })),
    secretBox: createSecretBox(safeStorage, process.platform),
    openUrl: createOpenUrl((url) => shell.openExternal(url)),
    writeClipboard: (text) => void clipboard.writeText(text),
    storeHost:
      storageNode === undefined
        ? utilityStoreHost(utilityProcess, storageEntry)
        : nodeStoreHost(storageNode, storageEntry),
    policySources: policySources(process.platform, process.env),
    app: {
      version: app.getVersion(),
      platform: process.platform === 'win32' || process.platform === 'darwin' ? platforms[process.platform] : 'linux',
      profileFolder: app.getPath('userData'),
    },
  };
}
