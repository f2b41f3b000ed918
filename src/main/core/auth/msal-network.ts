import { AsyncLocalStorage } from 'node:async_hooks';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { networkError } from '../network-error.ts';
import type { Fetch } from '../ports.ts';
import { readBody } from '../read-body.ts';

const deadlineMilliseconds = 30_000;
const replyLimitBytes = 4 * 1024 * 1024;

/** What one call of MSAL's client is about. */
interface Call {
  readonly signal: AbortSignal;
  failure?: AppError;
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** MSAL's HTTP through our fetch, so that the system's proxy and certificate store count for sign-in too. */
export class MsalNetwork implements INetworkModule {
  readonly #fetch: Fetch;
  readonly #calls = new AsyncLocalStorage<Call>();

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /**
   * Runs a call of MSAL's client, whose interface knows no cancelling and which puts words of its own for what its network
   * module throws: its requests end with the signal, and what failed one of them comes out as it was.
   * @throws AppError of the network, the signal's reason, or what MSAL throws
   */
  async run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const call: Call = { signal };
    try {
      signal.throwIfAborted();
      return await this.#calls.run(call, work);
    } catch (thrown) {
      signal.throwIfAborted();
      // What our own code throws is the reason; a request that failed is, only where MSAL has hidden it.
      throw thrown instanceof AppError ? thrown : (call.failure ?? thrown);
    }
  }

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>('GET', url, options);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>('POST', url, options);
  }

  async #send<T>(method: string, url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
    try {
      const { status, headers, text } = await this.#request(method, url, options);
      return { status, headers: Object.fromEntries(headers), body: parseBody(text, status) as T };
    } catch (thrown) {
      const failure = toAppError(thrown);
      const call = this.#calls.getStore();
      if (call !== undefined) call.failure = failure;
      throw failure;
    }
  }

  async #request(method: string, url: string, { headers, body }: NetworkRequestOptions): Promise<Reply> {
    const deadline = AbortSignal.timeout(deadlineMilliseconds);
    const call = this.#calls.getStore();
    const response = await this.#fetch(url, {
      method,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
      // SECURITY: a redirect could carry a code or a refresh token to another host.
      redirect: 'error',
      signal: call === undefined ? deadline : AbortSignal.any([deadline, call.signal]),
    }).catch((thrown: unknown) => {
      throw networkError(thrown, url);
    });
    const bytes = await readBody(response, replyLimitBytes);
    return { status: response.status, headers: response.headers, text: bytes?.toString('utf8') ?? '' };
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
