import { z } from 'zod';
import { AppError, type ErrorCode } from '../../../../shared/errors.ts';
import { claimsOf } from '../../auth/claims-challenge.ts';
import type { AccountTokens } from '../../auth/token-source.ts';
import { requestJson } from '../../gate/request-json.ts';
import { pathOnHost } from '../../path-on-host.ts';
import type { Ports } from '../../ports.ts';
import { waitHint } from '../load/wait-hint.ts';

/** What the client stands on. */
export interface ArmClientOptions extends Pick<Ports, 'clock' | 'fetch' | 'log'> {
  /** `https://management.azure.com`, or another cloud's. */
  readonly origin: string;
  readonly tokens: Pick<AccountTokens, 'token'>;
}

const limitBytes = 8 * 1024 * 1024;
const deadlineMilliseconds = 30_000;
const pageLimit = 50;
const attemptLimit = 4;
const longestWaitMilliseconds = 30_000;
const usualWaitMilliseconds = 2_000;

const Page = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

/**
 * Azure Resource Manager with the person's own token, reading only.
 * Source: https://learn.microsoft.com/rest/api/azure (paging by nextLink),
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export class ArmClient {
  readonly #options: ArmClientOptions;

  constructor(options: ArmClientOptions) {
    this.#options = options;
  }

  /**
   * Every item of a list, over all of its pages; items that have not the form are left out.
   * @param path with its query, below the origin
   * @throws AppError of the tokens and the network, `model-forbidden`, `not-found`, `model-rate-limited`,
   * `model-unavailable`, `model-bad-reply`; the signal's reason
   */
  async list<Item>(path: string, schema: z.ZodType<Item>, signal: AbortSignal): Promise<readonly Item[]> {
    const items: Item[] = [];
    let next: string | undefined = path;
    let ignored = 0;
    for (let pages = 0; next !== undefined && pages < pageLimit; pages++) {
      const page = Page.safeParse(await this.#get(next, signal));
      if (!page.success) throw armError('model-bad-reply');
      for (const value of page.data.value) {
        const item = schema.safeParse(value);
        if (item.success) items.push(item.data);
        else ignored += 1;
      }
      next = this.#pathOf(page.data.nextLink ?? '');
    }
    if (ignored > 0 || next !== undefined)
      this.#options.log.warn('discovery-reply-odd', { ignored, unread: next !== undefined });
    return items;
  }

  /** Waits and asks again where the service says that this helps. */
  async #get(path: string, signal: AbortSignal): Promise<unknown> {
    const { clock } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const { response, body } = await this.#authorised(path, signal);
      if (response.ok) return body;
      const { status, headers } = response;
      const isPassing = status === 429 || status >= 500;
      const wait = waitHint(headers, clock.now()) ?? usualWaitMilliseconds * attempt;
      if (!isPassing || attempt === attemptLimit || wait > longestWaitMilliseconds) {
        throw armError(codeOf(status), status);
      }
      await clock.sleep(wait, signal);
    }
  }

  /** A token that is refused is renewed once, silently. */
  async #authorised(path: string, signal: AbortSignal) {
    const { tokens } = this.#options;
    const token = await tokens.token({ resource: 'arm' }, signal);
    const reply = await this.#send(path, token, signal);
    if (reply.response.status !== 401) return reply;
    const claims = claimsOf(reply.response.headers);
    return this.#send(path, await tokens.token({ resource: 'arm', claims, rejected: token }, signal), signal);
  }

  #send(path: string, token: string, signal: AbortSignal) {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const url = `${this.#options.origin}${path}`;
    return requestJson(this.#options, { url, headers, limitBytes, deadlineMilliseconds }, signal);
  }

  #pathOf(link: string): string | undefined {
    if (link === '') return undefined;
    const path = pathOnHost(link, this.#options.origin);
    if (path === undefined) throw armError('model-bad-reply');
    return path;
  }
}

function armError(code: ErrorCode, status?: number): AppError {
  return new AppError(code, { fields: { service: 'Azure Resource Manager', status } });
}

function codeOf(status: number): ErrorCode {
  switch (status) {
    case 401:
      return 'sign-in-required';
    case 403:
      return 'model-forbidden';
    case 404:
      return 'not-found';
    case 429:
      return 'model-rate-limited';
    default:
      return status >= 500 ? 'model-unavailable' : 'model-bad-reply';
  }
}
