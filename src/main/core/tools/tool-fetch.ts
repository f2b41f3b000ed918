import type { TokenCredential } from '@azure/identity';
import { AppError } from '../../../shared/errors.ts';
import { claimsOf } from '../auth/claims-challenge.ts';
import type { CredentialOptions } from '../auth/credentials/credential.ts';
import { networkError } from '../network-error.ts';
import type { ToolServerAddress } from '../policy/tool-servers.ts';
import type { Fetch } from '../ports.ts';

/** Most bytes of one reply. */
const replyLimitBytes = 8 * 1024 * 1024;

/** What requests to one tool server stand on. */
export interface ToolFetchOptions {
  readonly address: Extract<ToolServerAddress, { kind: 'http' }>;
  readonly server: string;
  readonly fetch: Fetch;
  readonly credential: TokenCredential;
  /** Told what a request failed with: between here and the caller it is wrapped by the protocol's library. */
  readonly onFault: (error: AppError) => void;
}

/** The fetch of one tool server: that address and no other, the person's token for its audience, replies of a limited size. */
export function toolFetch(options: ToolFetchOptions): Fetch {
  const { onFault } = options;
  return async (input, init = {}) => {
    try {
      return await request(options, input, init);
    } catch (thrown) {
      if (thrown instanceof AppError) onFault(thrown);
      throw thrown;
    }
  };
}

async function request(options: ToolFetchOptions, input: Parameters<Fetch>[0], init: RequestInit): Promise<Response> {
  const { address, server, onFault } = options;
  // SECURITY: a server's reply must not turn its person's token to another address.
  if (String(input instanceof Request ? input.url : input) !== address.url.href) throw new AppError('internal');
  // Nothing that a server says unasked is of use here, so no stream is kept open for it.
  if (init.method === 'GET') return new Response(null, { status: 405 });

  const signal = init.signal ?? new AbortController().signal;
  const headers = new Headers(init.headers);
  if (address.scope !== undefined) headers.set('authorization', await bearer(options, { abortSignal: signal }));
  let response = await send(options, { ...init, headers });
  for (let renewals = 0; response.status === 401 && address.scope !== undefined && renewals < 2; renewals++) {
    const claims = claimsOf(response.headers);
    if (renewals > 0 && claims === undefined) break;
    const rejected = headers.get('authorization')?.replace(/^Bearer /, '');
    void response.body?.cancel().catch(() => {});
    // Silently only: where the person has to be asked, this throws what the turn waits with.
    headers.set('authorization', await bearer(options, { abortSignal: signal, claims, rejected }));
    response = await send(options, { ...init, headers });
  }
  if (response.status === 401 || response.status === 403) {
    void response.body?.cancel().catch(() => {});
    throw new AppError('tool-server-refused', { fields: { server, status: response.status } });
  }
  return limited(response, () => onFault(new AppError('tool-server-bad-reply', { fields: { server } })));
}

function send({ address, fetch }: ToolFetchOptions, init: RequestInit): Promise<Response> {
  // SECURITY: a redirect could carry the token and the arguments to another host.
  return fetch(address.url, { ...init, redirect: 'error' }).catch((thrown: unknown) => {
    throw init.signal?.aborted === true ? thrown : networkError(thrown, address.url);
  });
}

async function bearer({ address, credential }: ToolFetchOptions, options: CredentialOptions): Promise<string> {
  const { claims, ...others } = options;
  const token = await credential.getToken(address.scope ?? '', {
    ...others,
    ...(claims === undefined ? {} : { claims }),
  });
  if (token === null) throw new AppError('sign-in-required');
  return `Bearer ${token.token}`;
}

/** SECURITY: a server must not fill this computer's memory; the reply breaks off at the limit. */
function limited(response: Response, onExceed: () => void): Response {
  if (response.body === null) return response;
  let length = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      length += piece.length;
      if (length <= replyLimitBytes) return controller.enqueue(piece);
      onExceed();
      controller.error(new AppError('tool-server-bad-reply'));
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(limit), { status, statusText, headers });
}
