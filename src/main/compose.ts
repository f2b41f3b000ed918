import type { ParleyEmit, ParleyHandlers } from '../shared/ipc/contract.ts';
import { DesktopService } from './core/desktop/desktop-service.ts';
import { createHandlers } from './core/handlers.ts';
import type { Ports } from './core/ports.ts';
import { Session } from './core/session/session.ts';

/** Parley without a window. */
export interface Parley {
  readonly handlers: ParleyHandlers;
  /** Takes what comes from menus, notifications, links and the tray. */
  readonly desktop: DesktopService;
  /** Reads policy and goes on with the remembered account; failures become the session's state. */
  start(): Promise<void>;
  /** Ends what runs and keeps what has arrived. */
  close(): Promise<void>;
}

/** The one place that constructs services and hands them their ports. */
export function compose(ports: Ports, emit: ParleyEmit): Parley {
  const { preferences } = ports;
  preferences.subscribe((view) => emit('preferences.changed', view));
  const session = new Session(ports, emit);
  const desktop = new DesktopService({
    ...ports,
    isThere: async (conversationId) => {
      const conversation = await session.workspace.order.conversation(conversationId);
      return conversation !== null && conversation.binnedAt === null;
    },
  });
  return {
    desktop,
    handlers: createHandlers({ session, preferences, desktop }),
    start: () => session.start(),
    close: () => session.close(),
  };
}
