import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { attachmentMemoryMegabytes } from '../../src/main/core/attachments/protocol.ts';
import { PreferenceStore } from '../../src/main/core/preferences/preference-store.ts';
import type { Ports } from '../../src/main/core/ports.ts';
import { transferMemoryMegabytes } from '../../src/main/core/transfer/protocol.ts';
import { systemClock } from '../../src/main/shell/clock.ts';
import { policySources } from '../../src/main/shell/policy-sources.ts';
import { nodeProcessHost } from '../../src/main/shell/process-host.ts';
import { folderDialogs } from './folder-dialogs.ts';
import { fileSecretBox } from './secret-box.ts';

const root = path.join(import.meta.dirname, '../..');

/** What core runs on in plain Node. */
export interface NodePortsOptions extends Pick<Ports, 'log' | 'openUrl' | 'writeClipboard'> {
  readonly profileFolder: string;
  /** Like PARLEY_POLICY_FILE. */
  readonly policyFile?: string | undefined;
  /** False plays a computer without a keyring. */
  readonly keyring?: boolean | undefined;
}

/** Core's ports, fulfilled by plain Node and the processes' sources. */
export function nodePorts({ profileFolder, policyFile, keyring = true, ...given }: NodePortsOptions): Ports {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    ...given,
    clock: systemClock,
    fetch: globalThis.fetch,
    secretBox: fileSecretBox(profileFolder, keyring),
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
    printPage: undefined,
    desktop: undefined,
    preferences: new PreferenceStore({ profileFolder, log: given.log }),
    isOnline: () => true,
    windowHandle: () => undefined,
    policySources: policySources(process.platform, { PARLEY_POLICY_FILE: policyFile }),
    app: { version, platform: 'browser', system: `${os.platform()} ${os.release()}`, profileFolder },
  };
}
