import type { ParleyEmit, ParleyHandlers } from '../shared/ipc/contract.ts';
import { createHandlers } from './core/handlers.ts';
import type { Ports } from './core/ports.ts';
import { Session } from './core/session/session.ts';

/** Parley without a window. */
export interface Parley {
  readonly handlers: ParleyHandlers;
  /** Reads policy and goes on with the remembered account; failures become the session's state. */
  start(): Promise<void>;
  /** Ends what runs and keeps what has arrived. */
  close(): Promise<void>;
}

/** The one place that constructs services and hands them their ports. */
export function compose(ports: Ports, emit: ParleyEmit): Parley {
  const session = new Session(ports, emit);
  return {
    handlers: createHandlers(session),
    start: () => session.start(),
    close: () => session.close(),
  };
}
