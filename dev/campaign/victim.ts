import { mkdirSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { compose } from '../../src/main/compose.ts';
import { createDispatcher } from '../../src/main/core/dispatch.ts';
import type { Log } from '../../src/main/core/ports.ts';
import { ChildStoreHost } from '../../src/main/storage/testing/child-store-host.ts';
import { contract, type TurnChunk } from '../../src/shared/ipc/contract.ts';
import type { Result } from '../../src/shared/ipc/define.ts';
import { nodePorts } from '../browser-host/node-ports.ts';
import { createTestBrowser } from '../emulators/testing/test-browser.ts';

/** Campaign to victim: one call of the contract. */
export interface VictimRequest {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
  /** The reply is the last item of a stream. */
  readonly isStream: boolean;
}

/** Victim to campaign. */
export type VictimMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly result: Result<unknown> }
  /** A storage process was started, for the history or a backup of it, or has ended. */
  | { readonly kind: 'storage'; readonly pid: number; readonly hasEnded: boolean }
  | { readonly kind: 'state'; readonly state: string; readonly code: string | undefined }
  /** A piece of an answer that a window would have shown at this time. */
  | { readonly kind: 'shown'; readonly turnId: string; readonly text: string; readonly time: number }
  | { readonly kind: 'turn-end'; readonly turnId: string };

// Parley as the campaign kills it: `node victim.ts PROFILE POLICY AUTHORITY`. The whole main process and its real storage
// process; in the window's place stands the campaign, at the contract.
const [, , profileFolder = '', policyFile = '', certificateAuthority = ''] = process.argv;
setDefaultCACertificates([...getCACertificates('default'), certificateAuthority]);
mkdirSync(profileFolder, { recursive: true });

/** Upkeep waits minutes and hours, and a victim lives for seconds: backups and vacuums are to be killed as well. */
const upkeepWaits: ReadonlySet<number> = new Set([2 * 60_000, 60 * 60_000]);
const upkeepMilliseconds = 700;
const tell = (message: VictimMessage) => void process.send?.(message, undefined, undefined, () => {});
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const storage = new ChildStoreHost();
const ports = nodePorts({
  profileFolder,
  policyFile,
  log: silent,
  openUrl: async (url) => void createTestBrowser(certificateAuthority).signIn(url, 'ada'),
  writeClipboard: () => {},
});
const parley = compose(
  {
    ...ports,
    clock: {
      now: () => ports.clock.now(),
      sleep: (milliseconds, signal) =>
        ports.clock.sleep(upkeepWaits.has(milliseconds) ? upkeepMilliseconds : milliseconds, signal),
    },
    storeHost: {
      start() {
        const started = storage.start();
        const { last } = storage;
        const { pid } = last;
        if (pid === undefined) return started;
        tell({ kind: 'storage', pid, hasEnded: false });
        last.once('exit', () => tell({ kind: 'storage', pid, hasEnded: true }));
        return started;
      },
    },
  },
  (name, payload) => {
    if (name !== 'session.changed') return;
    const state = payload as { readonly kind: string; readonly error?: { readonly code: string } | null };
    tell({ kind: 'state', state: state.kind, code: state.error?.code });
  },
);
const dispatcher = createDispatcher(contract, parley.handlers, silent);

process.on('message', ({ id, name, input, isStream }: VictimRequest) => {
  if (isStream) {
    let value: unknown;
    dispatcher.open(name, input, {
      item: (item) => (value = item),
      end: ({ error }) =>
        tell({ kind: 'reply', id, result: error === undefined ? { ok: true, value } : { ok: false, error } }),
    });
    return;
  }
  void dispatcher.invoke(name, input).then((result) => {
    tell({ kind: 'reply', id, result });
    if (result.ok && (name === 'chat.send' || name === 'chat.regenerate')) follow(result.value as { turnId: string });
  });
});
process.on('disconnect', () => void parley.close().finally(() => process.exit()));

function follow({ turnId }: { readonly turnId: string }): void {
  dispatcher.open(
    'chat.follow',
    { turnId },
    {
      item: (item) => {
        const { chunk } = item as TurnChunk & { readonly chunk: { readonly delta?: string } };
        if (chunk.type !== 'text-delta') return;
        tell({ kind: 'shown', turnId, text: chunk.delta ?? '', time: Date.now() });
      },
      end: () => tell({ kind: 'turn-end', turnId }),
    },
  );
}

await parley.start();
