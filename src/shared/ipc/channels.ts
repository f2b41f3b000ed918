import type { StreamEnd } from './define.ts';

/** The only Electron channels that there are. */
export const ipcChannels = {
  /** Renderer to main: (name, input) → Result. */
  invoke: 'parley:invoke',
  /** Renderer to main: [name, input] with a MessagePort that carries the stream. */
  open: 'parley:open',
  /** Main to renderer: (name, payload). */
  event: 'parley:event',
} as const;

/** What travels over a stream's port. */
export type PortMessage =
  | { readonly kind: 'item'; readonly item: unknown }
  | { readonly kind: 'end'; readonly end: StreamEnd };
