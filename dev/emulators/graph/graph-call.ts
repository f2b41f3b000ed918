import type { Caller } from './caller.ts';
import type { GraphFailure } from './graph-error.ts';

/** One call as its handler sees it, alone or out of a batch. */
export interface GraphCall {
  readonly caller: Caller;
  /** What the names in braces stand for, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined where there is none. */
  readonly body: unknown;
  /** Path with its query, below the origin. */
  readonly target: string;
}

/** What a handler answers; bytes go out as they are, everything else as JSON. */
export interface GraphReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers one kind of call. @throws GraphRefusal */
export type GraphHandler = (call: GraphCall) => GraphReply | Promise<GraphReply>;

/** An error of Graph, thrown to end a call. */
export class GraphRefusal extends Error {
  readonly failure: GraphFailure;

  constructor(status: number, code: string, message: string, headers?: Readonly<Record<string, string>>) {
    super(message);
    this.failure = { status, code, message, ...(headers === undefined ? {} : { headers }) };
  }
}

/** A request that the service does not understand. */
export function badRequest(message: string, code = 'BadRequest'): GraphRefusal {
  return new GraphRefusal(400, code, message);
}

/** The text of a parameter of the path. */
export function parameter(call: GraphCall, name: string): string {
  return call.parameters[name] ?? '';
}

/** The body as an object, whatever was sent. */
export function bodyOf(call: GraphCall): Readonly<Record<string, unknown>> {
  return typeof call.body === 'object' && call.body !== null ? (call.body as Record<string, unknown>) : {};
}
