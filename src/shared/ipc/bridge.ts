import type { Bridge, Contract, Result, StreamListener, Unsubscribe } from './define.ts';

/** What carries the bridge's calls: Electron's IPC in the product, a WebSocket in the browser host. */
export interface BridgeTransport {
  invoke(name: string, input: unknown): Promise<Result<unknown>>;
  open(name: string, input: unknown, listener: StreamListener<unknown>): Unsubscribe;
  subscribe(name: string, listener: (payload: unknown) => void): Unsubscribe;
}

/** Builds the renderer's bridge from the contract: a function an entry, so that nothing can be called that is not listed. */
export function createBridge<C extends Contract>(contract: C, transport: BridgeTransport): Bridge<C> {
  const namespaces = Object.entries(contract).map(([namespace, definitions]) => {
    const functions = Object.entries(definitions).map(([name, { kind }]) => [
      name,
      bridgeFunction(transport, kind, `${namespace}.${name}`),
    ]);
    return [namespace, Object.fromEntries(functions) as unknown] as const;
  });
  return Object.fromEntries(namespaces) as Bridge<C>;
}

function bridgeFunction(transport: BridgeTransport, kind: 'command' | 'stream' | 'event', name: string) {
  switch (kind) {
    case 'command':
      return (input?: unknown) => transport.invoke(name, input);
    case 'stream':
      return (input: unknown, listener: StreamListener<unknown>) => transport.open(name, input, listener);
    case 'event':
      return (listener: (payload: unknown) => void) => transport.subscribe(name, listener);
  }
}
