import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { HistoryClient } from '../history/history-client.ts';
import { Outbox } from '../outbox/outbox.ts';
import { isReachable } from '../outbox/reachability.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import type { Workspace } from './workspace.ts';

/** What the outbox of a workspace stands on besides it. */
export interface WorkspaceOutboxOptions {
  readonly ports: Pick<Ports, 'clock' | 'fetch' | 'log' | 'isOnline'>;
  /** Nothing of a temporary conversation reaches it. */
  readonly store: HistoryClient;
  readonly deployments: () => readonly DeploymentSettings[];
  /** Asks the gate anew. */
  readonly mayUse: (signal: AbortSignal) => Promise<boolean>;
  readonly mayBeAutomatic: boolean;
  readonly emit: ParleyEmit;
}

/** The outbox of a workspace: what waits is sent as what the person sends. */
export function createOutbox(
  workspace: Pick<Workspace, 'chat' | 'order' | 'temporary' | 'history' | 'library' | 'tray' | 'questions' | 'closed'>,
  { ports, store, deployments, mayUse, mayBeAutomatic, emit }: WorkspaceOutboxOptions,
): Outbox {
  const { chat, order, temporary, history, library, tray, questions } = workspace;
  return new Outbox({
    store,
    tray,
    conversations: {
      prepare: (id) => temporary.prepare(id),
      isTemporary: (id) => temporary.has(id),
      isOpen: async (id) => temporary.has(id) || (await order.conversation(id))?.binnedAt === null,
      isBusy: (id) => chat.isBusy(id),
      open: (conversationId) => history.open({ conversationId }),
      assistant: (id) => library.snapshot(id),
      send: async ({ id: messageId, files, deploymentIds, ...message }) => {
        const question = { ...message, messageId, attachmentIds: files.map((file) => file.id) };
        const [deploymentId = '', ...others] = deploymentIds;
        if (others.length === 0) await questions.send({ ...question, deploymentId });
        else await questions.compare({ ...question, deploymentIds });
      },
      onChange: (id) => order.tell(id),
    },
    gates: {
      isOnline: ports.isOnline,
      mayUse,
      isReachable: async (id, signal) => {
        const deployment = deployments().find((each) => each.id === id);
        return deployment === undefined || (await isReachable(deployment, ports.fetch, signal));
      },
    },
    mayBeAutomatic,
    clock: ports.clock,
    log: ports.log,
    signal: workspace.closed,
    onChange: (state) => emit('outbox.changed', state),
    onSent: (conversationId) => emit('outbox.sent', { conversationId }),
  });
}
