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

/** Bytes have no place in JSON: they go as text under this name. */
const bytesKey = '$bytes';

/** A message as it goes over the socket. */
export function encodeMessage(message: ToHost): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    value instanceof Uint8Array ? { [bytesKey]: base64(value) } : value,
  );
}

/** A message as it was before it was encoded. @throws SyntaxError */
export function decodeMessage(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    const encoded = typeof value === 'object' && value !== null && bytesKey in value ? value[bytesKey] : undefined;
    return typeof encoded === 'string' ? Uint8Array.from(atob(encoded), (each) => each.codePointAt(0) ?? 0) : value;
  });
}

function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // More arguments than a function takes would be one for each byte.
  for (let start = 0; start < bytes.length; start += 8192) {
    pieces.push(String.fromCodePoint(...bytes.subarray(start, start + 8192)));
  }
  return btoa(pieces.join(''));
}

/** Where the host serves the page's end of the bridge. */
export const clientPath = '/browser-host.js';

/** The WebSocket's protocol; the token is offered beside it. */
export const socketProtocol = 'parley';
