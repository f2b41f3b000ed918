import os from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, clipboard, dialog, net, safeStorage, session, utilityProcess } from 'electron';
import { attachmentMemoryMegabytes } from '../core/attachments/protocol.ts';
import type { Ports } from '../core/ports.ts';
import { transferMemoryMegabytes } from '../core/transfer/protocol.ts';
import { systemClock } from './clock.ts';
import { createFileDialogs } from './file-dialogs.ts';
import { apiPartition, createFetch } from './network.ts';
import { brokerProcessHost } from './broker-process.ts';
import { platformOf } from './platform.ts';
import { policySources } from './policy-sources.ts';
import { createPrinting } from './printing.ts';
import { nodeProcessHost, utilityProcessHost } from './process-host.ts';
import { createSecretBox } from './secret-box.ts';

/** Core's ports, fulfilled by Electron. To be called when Electron is ready. */
export function electronPorts(given: Pick<Ports, 'desktop' | 'log' | 'openUrl' | 'preferences'>): Ports {
  const storageEntry = path.join(import.meta.dirname, 'storage.cjs');
  // SECURITY: an installed Parley runs no program that an environment variable names.
  const storageNode = app.isPackaged ? undefined : process.env['PARLEY_STORAGE_NODE'];
  return {
    ...given,
    clock: systemClock,
    fetch: createFetch(session.fromPartition(apiPartition, { cache: false })),
    secretBox: createSecretBox(safeStorage, process.platform),
    writeClipboard: (text) => void clipboard.writeText(text),
    storeHost:
      storageNode === undefined
        ? utilityProcessHost(utilityProcess, { entry: storageEntry, serviceName: 'Parley storage' })
        : nodeProcessHost(storageNode, storageEntry),
    brokerHost: brokerProcessHost(utilityProcess, {
      isPackaged: app.isPackaged,
      environment: process.env,
      folder: import.meta.dirname,
    }),
    attachmentHost: utilityProcessHost(utilityProcess, {
      entry: path.join(import.meta.dirname, 'attachments.cjs'),
      serviceName: 'Parley attachments',
      memoryMegabytes: attachmentMemoryMegabytes,
    }),
    tokenHost: utilityProcessHost(utilityProcess, {
      entry: path.join(import.meta.dirname, 'tokens.cjs'),
      serviceName: 'Parley tokens',
    }),
    transferHost: utilityProcessHost(utilityProcess, {
      entry: path.join(import.meta.dirname, 'transfer.cjs'),
      serviceName: 'Parley transfer',
      memoryMegabytes: transferMemoryMegabytes,
    }),
    fileDialogs: createFileDialogs({ dialog, window: currentWindow, folder: app.getPath('documents') }),
    ...createPrinting(),
    isOnline: () => net.isOnline(),
    windowHandle: () => currentWindow()?.getNativeWindowHandle(),
    policySources: policySources(process.platform, process.env),
    app: {
      version: app.getVersion(),
      system: `${os.platform()} ${os.release()}`,
      platform: platformOf(process.platform),
      profileFolder: app.getPath('userData'),
    },
  };
}

function currentWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows().find((each) => each.isVisible());
}
