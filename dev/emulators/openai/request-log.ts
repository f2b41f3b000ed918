import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Clock } from '../entra/token-authority.ts';
import type { ModelRequest } from './model-request.ts';

/** One recorded request to the Azure OpenAI emulator. */
export interface OpenAIRequest {
  readonly method: string;
  readonly path: string;
  /** `api-version` of the query, if it has one. */
  readonly apiVersion: string | undefined;
  /** All headers, lower case; `authorization` is kept. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, or the text where it isn't JSON. */
  readonly body: unknown;
  /** What reached the model; undefined where the request was refused before. */
  readonly modelRequest: ModelRequest | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Whether the client went away before the reply's end. */
  readonly aborted: boolean;
  /** Resolves when the reply has been sent, was cut, or the client has gone. */
  readonly settled: Promise<void>;
}

/** A request that is being answered. */
export interface LoggedExchange {
  readonly request: OpenAIRequest;
  readonly clientGone: AbortSignal;
  /** Says what the body was read as. */
  markRead(request: ModelRequest): void;
  /** Says that the emulator is about to destroy the connection, which is no abort by the client. */
  markCut(): void;
}

/** The requests of one emulator. */
export interface ExchangeLog {
  readonly requests: readonly OpenAIRequest[];
  begin(context: Context<{ Bindings: HttpBindings }>, body: string): LoggedExchange;
  nextRequest(): Promise<OpenAIRequest>;
}

/** Makes an empty log. */
export function createExchangeLog(clock: Clock): ExchangeLog {
  const requests: OpenAIRequest[] = [];
  let waiting: ((request: OpenAIRequest) => void)[] = [];
  return {
    requests,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    begin: (context, body) => {
      const settled = Promise.withResolvers<void>();
      const clientGone = new AbortController();
      let cut = false;
      const request = {
        method: context.req.method,
        path: context.req.path,
        apiVersion: context.req.query('api-version'),
        headers: context.req.header(),
        body: parseBody(body),
        modelRequest: undefined as ModelRequest | undefined,
        time: clock(),
        aborted: false,
        settled: settled.promise,
      };
      const { outgoing } = context.env;
      outgoing.once('close', () => {
        if (!outgoing.writableFinished && !cut) {
          request.aborted = true;
          clientGone.abort();
        }
        settled.resolve();
      });
      requests.push(request);
      for (const resolve of waiting) resolve(request);
      waiting = [];
      return {
        request,
        clientGone: clientGone.signal,
        markRead: (read) => {
          request.modelRequest = read;
        },
        markCut: () => {
          cut = true;
        },
      };
    },
  };
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
