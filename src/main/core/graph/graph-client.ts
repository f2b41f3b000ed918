import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { AccountTokens } from '../auth/token-source.ts';
import { claimsOf } from '../auth/claims-challenge.ts';
import { networkError } from '../network-error.ts';
import type { Fetch } from '../ports.ts';
import { readBody } from '../read-body.ts';

const Profile = z.object({ displayName: z.string().nullish(), givenName: z.string().nullish() });

/** What the directory says of the signed-in person. */
export type Profile = z.infer<typeof Profile>;

/** What the client stands on. */
export interface GraphClientOptions {
  /** `https://graph.microsoft.com`, or another cloud's. */
  readonly origin: string;
  readonly tokens: AccountTokens;
  readonly fetch: Fetch;
}

const photoLimitBytes = 4 * 1024 * 1024;
const profileLimitBytes = 64 * 1024;

/** Microsoft Graph with the person's own token. Source: https://learn.microsoft.com/graph/api/overview */
export class GraphClient {
  readonly #options: GraphClientOptions;

  constructor(options: GraphClientOptions) {
    this.#options = options;
  }

  /** @throws AppError */
  async profile(signal: AbortSignal): Promise<Profile> {
    const response = await this.#get('/v1.0/me?$select=displayName,givenName', signal);
    const parsed = Profile.safeParse(parseJson(await readBody(response, profileLimitBytes)));
    if (!parsed.success) throw new AppError('internal', { fields: { service: 'Graph' } });
    return parsed.data;
  }

  /** The person's photo as a data URL; undefined where the directory has none. @throws AppError */
  async photo(signal: AbortSignal): Promise<string | undefined> {
    const response = await this.#get('/v1.0/me/photo/$value', signal);
    if (response.status === 404) return undefined;
    const bytes = await readBody(response, photoLimitBytes);
    const type = bytes === undefined ? undefined : imageType(bytes);
    return bytes === undefined || type === undefined ? undefined : `data:${type};base64,${bytes.toString('base64')}`;
  }

  async #get(path: string, signal: AbortSignal): Promise<Response> {
    const { tokens } = this.#options;
    const token = await tokens.token({ resource: 'graph' }, signal);
    let response = await this.#send(path, token, signal);
    if (response.status === 401) {
      // Renewed once, silently: where the person has to be asked, this throws.
      const claims = claimsOf(response.headers);
      void response.body?.cancel().catch(() => {});
      response = await this.#send(
        path,
        await tokens.token({ resource: 'graph', claims, rejected: token }, signal),
        signal,
      );
    }
    if (response.ok || response.status === 404) return response;
    throw new AppError(response.status === 401 ? 'sign-in-required' : 'internal', {
      fields: { service: 'Graph', status: response.status },
    });
  }

  #send(path: string, token: string, signal: AbortSignal): Promise<Response> {
    const { origin, fetch } = this.#options;
    // SECURITY: a redirect could carry the token to another host.
    const request = { headers: { authorization: `Bearer ${token}` }, redirect: 'error', signal } as const;
    return fetch(`${origin}${path}`, request).catch((thrown: unknown) => {
      throw networkError(thrown, origin);
    });
  }
}

function parseJson(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

/** SECURITY: the bytes decide, not the reply's header, so that nothing but a photo reaches the window. */
function imageType(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg';
  if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png';
  return undefined;
}
