import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { claimsOf } from '../auth/claims-challenge.ts';
import type { AccountTokens } from '../auth/token-source.ts';
import { parseJson, requestBytes } from '../gate/request-json.ts';
import { waitHint } from '../models/load/wait-hint.ts';
import { pathOnHost } from '../path-on-host.ts';
import type { Ports } from '../ports.ts';
import { badReply, graphError } from './graph-error.ts';
import { type GraphFeature, scopesOf } from './graph-feature.ts';

/** What the connection stands on. */
export interface GraphConnectionOptions extends Pick<Ports, 'clock' | 'fetch' | 'log'> {
  /** `https://graph.microsoft.com`, or another cloud's. */
  readonly origin: string;
  readonly tokens: Pick<AccountTokens, 'token'>;
  /** Told before a wait that a person notices. */
  readonly onWait?: ((milliseconds: number) => void) | undefined;
}

/** One call to Graph. */
export interface GraphRequest {
  /** With its query, below `/v1.0`. */
  readonly path: string;
  /** What the call is for, which decides its permissions. */
  readonly features: readonly GraphFeature[];
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether asking twice does no more than asking once; so it is for GET. */
  readonly isRepeatable?: boolean;
  /** Longest reply that is read. */
  readonly limitBytes?: number;
}

/** What Graph answered. */
export interface GraphReply {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where it is longer than the limit. */
  readonly bytes: Buffer | undefined;
  readonly clientRequestId: string;
}

/** A page of a list, and the path of the next one. */
export interface GraphPage<Item> {
  readonly items: readonly Item[];
  /** Below `/v1.0`; undefined at the end. */
  readonly next: string | undefined;
}

const root = '/v1.0';
const usualLimitBytes = 8 * 1024 * 1024;
const deadlineMilliseconds = 30_000;
const attemptLimit = 4;
const longestWaitMilliseconds = 30_000;
const usualWaitMilliseconds = 1_000;
const noticedMilliseconds = 2_000;

const Page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().max(8192).optional() });

/**
 * Microsoft Graph with the person's own token: the one way of the product to it. It waits where the service asks for that,
 * repeats what may be repeated, and follows no link to another host.
 * Sources: https://learn.microsoft.com/graph/throttling, https://learn.microsoft.com/graph/paging
 */
export class GraphConnection {
  readonly #options: GraphConnectionOptions;

  constructor(options: GraphConnectionOptions) {
    this.#options = options;
  }

  get now(): number {
    return this.#options.clock.now();
  }

  /**
   * A call whose reply has a form; without one, its reply is not read.
   * @throws AppError of the tokens and the network, `graph-forbidden`, `graph-not-found`, `graph-busy` and the others of
   * graph-error.ts, `graph-bad-reply`; the signal's reason
   */
  async json<Value>(request: GraphRequest, schema: z.ZodType<Value>, signal: AbortSignal): Promise<Value> {
    const { bytes, clientRequestId } = await this.send(request, signal);
    const parsed = schema.safeParse(parseJson(bytes));
    if (!parsed.success) throw badReply(clientRequestId);
    return parsed.data;
  }

  /** One page of a list; items that have not the form are left out. @throws AppError like `json` */
  async page<Item>(request: GraphRequest, schema: z.ZodType<Item>, signal: AbortSignal): Promise<GraphPage<Item>> {
    return this.readPage(await this.json(request, z.unknown(), signal), schema);
  }

  /** A page out of a reply that has been read. @throws AppError `graph-bad-reply` */
  readPage<Item>(body: unknown, schema: z.ZodType<Item>): GraphPage<Item> {
    const page = Page.safeParse(body);
    if (!page.success) throw badReply();
    const items = page.data.value.flatMap((value) => {
      const item = schema.safeParse(value);
      return item.success ? [item.data] : [];
    });
    const ignored = page.data.value.length - items.length;
    if (ignored > 0) this.#options.log.warn('graph-items-odd', { ignored });
    return { items, next: this.#pathOf(page.data['@odata.nextLink']) };
  }

  /** A call, whatever its reply is. @throws AppError like `json` */
  async send(request: GraphRequest, signal: AbortSignal): Promise<GraphReply> {
    const { clock, onWait } = this.#options;
    const { method = request.body === undefined ? 'GET' : 'POST' } = request;
    const isRepeatable = request.isRepeatable ?? method === 'GET';
    for (let attempt = 1; ; attempt++) {
      const isLast = !isRepeatable || attempt === attemptLimit;
      const reply = await this.#authorised({ ...request, method }, signal).catch((thrown: unknown) => {
        signal.throwIfAborted();
        // A connection that broke is tried once more; who is offline is told at once.
        if (isLast || attempt > 1 || !isUnreachable(thrown)) throw thrown;
        return undefined;
      });
      if (reply === undefined) continue;
      const { status, headers } = reply;
      if (status < 400) return reply;
      const isPassing = status === 429 || status === 502 || status === 503 || status === 504;
      const hint = isPassing ? waitHint(headers, clock.now()) : undefined;
      const wait = hint ?? usualWaitMilliseconds * 2 ** (attempt - 1);
      if (!isPassing || isLast || wait > longestWaitMilliseconds) {
        throw graphError({ ...reply, body: parseJson(reply.bytes), retryMilliseconds: hint });
      }
      if (wait >= noticedMilliseconds) onWait?.(wait);
      await clock.sleep(wait, signal);
    }
  }

  /** A token that is refused is renewed once, silently: where the person has to be asked, this throws. */
  async #authorised(request: GraphRequest, signal: AbortSignal): Promise<GraphReply> {
    const { tokens } = this.#options;
    const wish = { resource: 'graph', graphScopes: scopesOf(request.features) } as const;
    const token = await tokens.token(wish, signal);
    const reply = await this.#exchange(request, token, signal);
    if (reply.status !== 401) return reply;
    const claims = claimsOf(reply.headers);
    return this.#exchange(request, await tokens.token({ ...wish, claims, rejected: token }, signal), signal);
  }

  async #exchange(request: GraphRequest, token: string, signal: AbortSignal): Promise<GraphReply> {
    const { path, method, headers, body, limitBytes = usualLimitBytes } = request;
    const clientRequestId = randomUUID();
    const { response, bytes } = await requestBytes(
      this.#options,
      {
        url: `${this.#options.origin}${root}${path}`,
        ...(method === undefined ? {} : { method }),
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'client-request-id': clientRequestId,
          ...headers,
        },
        body,
        limitBytes,
        deadlineMilliseconds,
      },
      signal,
    );
    return { status: response.status, headers: response.headers, bytes, clientRequestId };
  }

  #pathOf(link: string | undefined): string | undefined {
    if (link === undefined) return undefined;
    const path = pathOnHost(link, this.#options.origin);
    if (path?.startsWith(`${root}/`) !== true) throw badReply();
    return path.slice(root.length);
  }
}

function isUnreachable(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'network-unreachable';
}
