import { describe, expect, it } from 'vitest';
import { createBridge, type BridgeTransport } from './bridge.ts';
import { contract } from './contract.ts';

type Call = (...input: unknown[]) => unknown;

describe('createBridge', () => {
  it('has exactly the contract’s entries, each bound to its own name', () => {
    const called: string[] = [];
    const transport: BridgeTransport = {
      invoke: async (name) => {
        called.push(name);
        return { ok: true, value: undefined };
      },
      open: (name) => {
        called.push(name);
        return () => {};
      },
      subscribe: (name) => {
        called.push(name);
        return () => {};
      },
    };
    const bridge = createBridge(contract, transport) as unknown as Record<string, Record<string, Call>>;
    const names = Object.entries(contract).flatMap(([namespace, entries]) =>
      Object.keys(entries).map((name) => `${namespace}.${name}`),
    );
    for (const [namespace, functions] of Object.entries(bridge)) {
      for (const call of Object.values(functions)) void call({}, {});
      expect(Object.keys(contract)).toContain(namespace);
    }
    expect(called).toEqual(names);
  });
});
