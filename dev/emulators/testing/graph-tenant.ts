import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import type { TokenRequest } from '../../../src/main/core/auth/token-source.ts';
import type { Clock } from '../../../src/main/core/ports.ts';
import { MemoryLog } from '../../../src/main/core/testing/fakes.ts';
import { GraphConnection } from '../../../src/main/core/graph/graph-connection.ts';

/** The emulated tenant with one person's connection to it. */
export interface GraphTenant {
  readonly emulators: Emulators;
  readonly connection: GraphConnection;
  /** Every wish for a token. */
  readonly tokens: TokenRequest[];
  /** Every wait that was slept through at once. */
  readonly waits: number[];
  /** What the person was told of waits. */
  readonly told: number[];
  readonly clock: Clock;
  readonly cloud: { readonly graphOrigin: string; readonly sharePointSuffix: undefined };
  /** Paths below `/v1.0` that were asked for, oldest first. */
  readonly paths: () => readonly string[];
}

/** Starts a tenant; waits below ten minutes pass at once, deadlines never come. */
export async function startGraphTenant(person: 'ada' | 'grace' | 'alan' = 'ada'): Promise<GraphTenant> {
  let now = Date.now();
  const emulators = await startEmulators({ clock: () => now });
  const tokens: TokenRequest[] = [];
  const waits: number[] = [];
  const told: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (milliseconds) => {
      // Deadlines are the waits that never end by themselves here.
      if ([5_000, 30_000, 120_000].includes(milliseconds)) return new Promise(() => {});
      waits.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const { origin } = emulators.graph;
  const connection = new GraphConnection({
    origin,
    clock,
    log: new MemoryLog(),
    fetch: (...request) => fetch(...request),
    tokens: {
      token: (request) => {
        tokens.push(request);
        const scopes = (request.graphScopes ?? ['User.Read']).map((scope) => `${origin}/${scope}`);
        return emulators.entra.accessTokenFor(person, scopes.join(' '));
      },
    },
    onWait: (milliseconds) => void told.push(milliseconds),
  });
  return {
    emulators,
    connection,
    tokens,
    waits,
    told,
    clock,
    cloud: { graphOrigin: origin, sharePointSuffix: undefined },
    paths: () => emulators.graph.requests.map(({ path }) => path.replace('/v1.0', '')),
  };
}
