import type { App, Session } from 'electron';
import type { Fetch } from '../core/ports.ts';

/** Name of the in-memory session: nothing of what it sees is written to disk. */
export const apiPartition = 'parley-api';

/**
 * HTTP through Chromium: the system's proxy, its certificate store and its integrated sign-in to proxies.
 * SECURITY: its own session, so that no cookie of a service reaches the page or the disk.
 */
export function createFetch(session: Session): Fetch {
  return (input, init) => {
    const request = input instanceof URL ? input.href : input;
    return session.fetch(request, { ...init, bypassCustomProtocolHandlers: true });
  };
}

/** SECURITY: since Electron 44 the first client certificate of the computer is presented to any server that asks. */
export function refuseClientCertificates(app: App): void {
  app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
    event.preventDefault();
    choose();
  });
}
