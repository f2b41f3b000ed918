import type { Clock } from './token-authority.ts';

/** The endpoints of the Entra emulator. */
export type EntraEndpoint = 'openid-configuration' | 'keys' | 'authorize' | 'login' | 'token' | 'logout';

/** One recorded request to the Entra emulator. */
export interface EntraRequest {
  readonly endpoint: EntraEndpoint;
  readonly method: string;
  /** The path's first segment: a tenant id, its domain, `common` or `organizations`. */
  readonly tenant: string;
  /** Query or form fields; those that hold a secret are there as `[secret]`. */
  readonly params: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly time: number;
}

const secretFields = new Set([
  'code',
  'code_verifier',
  'refresh_token',
  'client_secret',
  'client_assertion',
  'flow',
  'password',
]);

/** The requests of one emulator. */
export interface EntraRequestLog {
  record(endpoint: EntraEndpoint, method: string, tenant: string, fields: URLSearchParams): void;
  /** Resolves with the next request to `endpoint`. */
  next(endpoint: EntraEndpoint): Promise<EntraRequest>;
}

/** Makes the log that records requests into `requests`. */
export function createRequestLog(requests: EntraRequest[], clock: Clock): EntraRequestLog {
  let waiting: { endpoint: EntraEndpoint; resolve(request: EntraRequest): void }[] = [];
  return {
    record: (endpoint, method, tenant, fields) => {
      const params = Object.fromEntries(
        [...fields].map(([name, value]) => [name, secretFields.has(name) ? '[secret]' : value]),
      );
      const request = { endpoint, method, tenant, params, time: clock() };
      requests.push(request);
      for (const waiter of waiting) if (waiter.endpoint === endpoint) waiter.resolve(request);
      waiting = waiting.filter((waiter) => waiter.endpoint !== endpoint);
    },
    next: (endpoint) => new Promise((resolve) => waiting.push({ endpoint, resolve })),
  };
}
