import type { ParleyEmit, ParleyHandlers } from '../shared/ipc/contract.ts';
import { DesktopService } from './core/desktop/desktop-service.ts';
import { createHandlers } from './core/handlers.ts';
import type { Ports } from './core/ports.ts';
import { PreferenceStore } from './core/preferences/preference-store.ts';
import { Session } from './core/session/session.ts';

/** Parley without a window. */
export interface Parley {
  readonly handlers: ParleyHandlers;
  /** To be loaded before a window opens, so that it looks from its first paint as the person wants it. */
  readonly preferences: PreferenceStore;
  /** Takes what comes from menus, notifications, links and the tray. */
  readonly desktop: DesktopService;
  /** Reads policy and goes on with the remembered account; failures become the session's state. */
  start(): Promise<void>;
  /** Ends what runs and keeps what has arrived. */
  close(): Promise<void>;
}

/** The one place that constructs services and hands them their ports. */
export function compose(ports: Ports, emit: ParleyEmit): Parley {
  const preferences = new PreferenceStore({ profileFolder: ports.app.profileFolder, log: ports.log });
  preferences.subscribe((view) => emit('preferences.changed', view));
  const session = new Session(ports, emit, (policy) => preferences.obey(policy.preferences));
  const desktop = new DesktopService({
    ...ports,
    isThere: async (conversationId) => {
      const conversation = await session.workspace.order.conversation(conversationId);
      return conversation !== null && conversation.binnedAt === null;
    },
  });
  return {
    preferences,
    desktop,
    handlers: createHandlers({ session, preferences, desktop }),
    start: () => session.start(),
    close: async () => {
      await Promise.all([session.close(), preferences.close()]);
    },
  };
}
