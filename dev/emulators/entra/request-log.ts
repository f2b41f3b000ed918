import type { AnyPersonId } from '../demo-tenant.ts';
import type { Clock } from './token-authority.ts';

/** The endpoints of the Entra emulator. */
export type EntraEndpoint =
  | 'openid-configuration'
  | 'keys'
  | 'authorize'
  | 'login'
  | 'consent'
  | 'token'
  | 'devicecode'
  /** The page on which a device code is typed. */
  | 'device'
  | 'adminconsent'
  | 'logout';

/** One recorded request to the Entra emulator. */
export interface EntraRequest {
  readonly endpoint: EntraEndpoint;
  readonly method: string;
  /** The path's first segment: a tenant id, its domain, `common` or `organizations`. */
  readonly tenant: string;
  /**
   * Query or form fields, `grant_type`, `scope`, `claims`, `prompt`, `login_hint` and `domain_hint` among them; those that
   * hold a secret are there as `[secret]`.
   */
  readonly params: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The AADSTS number, once a token, device code or malformed authorize request has been refused. */
  readonly refusal: number | undefined;
  /** Whom a token request has given a token. */
  readonly person: AnyPersonId | undefined;
}

/** A recorded request whose outcome can be added. */
export type EntraRequestEntry = {
  -readonly [Key in keyof EntraRequest]: EntraRequest[Key];
};

const secretFields = new Set([
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
  'user_code',
  'client_secret',
  'client_assertion',
  'id_token_hint',
  'flow',
  'password',
]);

/** The requests of one emulator. */
export interface EntraRequestLog {
  record(endpoint: EntraEndpoint, method: string, tenant: string, fields: URLSearchParams): EntraRequestEntry;
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
      const request: EntraRequestEntry = {
        endpoint,
        method,
        tenant,
        params,
        time: clock(),
        refusal: undefined,
        person: undefined,
      };
      requests.push(request);
      for (const waiter of waiting) if (waiter.endpoint === endpoint) waiter.resolve(request);
      waiting = waiting.filter((waiter) => waiter.endpoint !== endpoint);
      return request;
    },
    next: (endpoint) => new Promise((resolve) => waiting.push({ endpoint, resolve })),
  };
}
