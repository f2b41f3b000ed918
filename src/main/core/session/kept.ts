import path from 'node:path';
import { ApiKeys } from '../auth/credentials/api-keys.ts';
import { filesOf } from '../drafts/draft-keeper.ts';
import { type HistoryClient, openHistory } from '../history/history-client.ts';
import { loadHistoryKey } from '../history/history-key.ts';
import { ToolApprovals } from '../tools/tool-approvals.ts';
import type { WorkspaceOptions } from './workspace.ts';

/** What is kept of an account on this computer. */
export interface Kept {
  readonly history: HistoryClient;
  /** The history's. */
  readonly key: Buffer;
  readonly keys: ApiKeys;
  readonly approvals: ToolApprovals;
}

/** Opens what is kept of an account. @throws AppError of the vault, the history or the disk; the signal's reason */
export async function openKept(options: WorkspaceOptions, signal: AbortSignal): Promise<Kept> {
  const { ports, policy, folder, draftFiles, onWork, onDamage } = options;
  const { clock, log, secretBox, storeHost } = ports;
  const key = await loadHistoryKey({ secretBox, folder });
  const keys = new ApiKeys(ports, folder);
  await keys.load();
  const approvals = new ToolApprovals(ports, path.join(folder, 'tool-approvals'));
  await approvals.load();
  const file = path.join(folder, 'history.db');
  const { backups } = policy.keeping;
  const history = await openHistory({ storeHost, file, key, backups, log, clock, signal, onWork, onDamage });
  if (draftFiles.size === 0) {
    // What was attached and never sent before Parley was last ended, and is in no draft.
    await history.deleteDraftFiles();
    const { drafts } = await history.drafts();
    const kept = filesOf([...drafts, ...(await history.waiting())]);
    for (const [id, attachment] of kept) draftFiles.set(id, attachment);
  }
  return { history, key, keys, approvals };
}
