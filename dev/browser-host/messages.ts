import type { Result, StreamEnd } from '../../src/shared/ipc/define.ts';

/** Page to host. An id names one call until it has ended. */
export type ToHost =
  | { readonly kind: 'invoke'; readonly id: number; readonly name: string; readonly input?: unknown }
  | { readonly kind: 'open'; readonly id: number; readonly name: string; readonly input?: unknown }
  | { readonly kind: 'close'; readonly id: number };

/** Host to page. */
export type ToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'item'; readonly id: number; readonly item: unknown }
  | { readonly kind: 'end'; readonly id: number; readonly end: StreamEnd }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown }
  /** What the system browser and the clipboard are to the product, the page is to the host. */
  | { readonly kind: 'open-url'; readonly url: string }
  | { readonly kind: 'write-clipboard'; readonly text: string };

/** Where the host serves the page's end of the bridge. */
export const clientPath = '/browser-host.js';

/** The WebSocket's protocol; the token is offered beside it. */
export const socketProtocol = 'parley';
