import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { networkError } from '../network-error.ts';
import type { Fetch } from '../ports.ts';

const deadlineMilliseconds = 30_000;

/** MSAL's HTTP through our fetch, so that the system's proxy and certificate store count for sign-in too. */
export class MsalNetwork implements INetworkModule {
  readonly #fetch: Fetch;
  #failure: AppError | undefined;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** MSAL replaces what its network module throws by errors of its own; this is the last true cause, told once. */
  takeFailure(): AppError | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>('GET', url, options);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>('POST', url, options);
  }

  async #send<T>(method: string, url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
    try {
      const response = await this.#request(method, url, options);
      const body = parseBody(await response.text(), response.status);
      return { status: response.status, headers: Object.fromEntries(response.headers), body: body as T };
    } catch (thrown) {
      this.#failure = toAppError(thrown);
      throw this.#failure;
    }
  }

  async #request(method: string, url: string, { headers, body }: NetworkRequestOptions): Promise<Response> {
    try {
      return await this.#fetch(url, {
        method,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
        // SECURITY: a redirect could carry a code or a refresh token to another host.
        redirect: 'error',
        signal: AbortSignal.timeout(deadlineMilliseconds),
      });
    } catch (thrown) {
      throw networkError(thrown, url);
    }
  }
}

/** MSAL takes any JSON for success and crashes on HTML, so only a reply in the OAuth form passes. */
function parseBody(text: string, status: number): unknown {
  const body = parseJson(text);
  const isObject = typeof body === 'object' && body !== null;
  if (status >= 400 && !(isObject && 'error' in body && typeof body.error === 'string')) {
    throw new AppError('sign-in-failed', { fields: { status } });
  }
  if (!isObject) throw new AppError('sign-in-bad-reply', { fields: { status } });
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
