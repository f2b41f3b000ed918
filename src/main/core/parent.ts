/** The main process as a process sees it that it has started. */
export interface Parent<Request, Reply> {
  post(reply: Reply): void;
  onRequest(listener: (request: Request) => void): void;
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
export function connectParent<Request, Reply>(process: NodeJS.Process): Parent<Request, Reply> {
  const port = 'parentPort' in process ? (process.parentPort as ParentPort | undefined) : undefined;
  return port === undefined ? forkedBy(process) : utilityOf(port);
}

function utilityOf<Request, Reply>(port: ParentPort): Parent<Request, Reply> {
  return {
    post: (reply) => port.postMessage(reply),
    onRequest: (listener) => port.on('message', ({ data }) => listener(data as Request)),
    onGone: (listener) => port.on('close', listener),
  };
}

function forkedBy<Request, Reply>(process: NodeJS.Process): Parent<Request, Reply> {
  return {
    // A main process that has just died is told of by `disconnect`.
    post: (reply) => void process.send?.(reply, undefined, undefined, () => {}),
    onRequest: (listener) => void process.on('message', (message) => listener(message as Request)),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}
