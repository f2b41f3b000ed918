import type { StoreReply, StoreRequest } from '../core/history/store.ts';

/** The main process as the storage process sees it. */
export interface Parent {
  post(reply: StoreReply): void;
  onRequest(listener: (request: StoreRequest) => void): void;
  /** Called when the main process is gone, however it went. */
  onGone(listener: () => void): void;
}

/** The part of Electron's `process.parentPort` that is used. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  postMessage(message: unknown): void;
}

/** Reaches the main process from a utility process of Electron, or from a Node that was forked. */
export function connectParent(): Parent {
  const port = 'parentPort' in process ? (process.parentPort as ParentPort | undefined) : undefined;
  return port === undefined ? forkedBy() : utilityOf(port);
}

function utilityOf(port: ParentPort): Parent {
  return {
    post: (reply) => port.postMessage(reply),
    onRequest: (listener) => port.on('message', ({ data }) => listener(data as StoreRequest)),
    onGone: (listener) => port.on('close', listener),
  };
}

function forkedBy(): Parent {
  return {
    // A main process that has just died is told of by `disconnect`.
    post: (reply) => void process.send?.(reply, undefined, undefined, () => {}),
    onRequest: (listener) => void process.on('message', (message) => listener(message as StoreRequest)),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}
