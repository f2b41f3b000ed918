import { randomBytes } from 'node:crypto';
import { chatFormat } from './chat-format.ts';
import type { EmulatedDeployment, ModelApi } from './deployments.ts';
import type { ModelRequest } from './model-request.ts';
import { responsesFormat } from './responses-format.ts';

/** How an answer ended without an error. */
export type Outcome = 'complete' | 'content-filter';

/** What a format needs to know about the exchange. */
export interface Exchange {
  readonly request: ModelRequest;
  readonly model: string;
  /** Ends every id of this reply. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** One reply in the wire format of an API; the strings are whole server-sent events. */
export interface ReplyFormat {
  open(): string;
  reasoning(text: string): string;
  delta(text: string): string;
  end(outcome: Outcome): string;
  failure(code: string, message: string): string;
  /** An error of the gateway, after which the stream is simply over. */
  brokenOff(code: string, message: string): string;
  /** The reply to a request without `stream`, of everything that went through `reasoning` and `delta`. */
  whole(outcome: Outcome): Record<string, unknown>;
}

/** Starts a reply in the format of `api`. */
export function createReplyFormat(
  api: ModelApi,
  request: ModelRequest,
  deployment: EmulatedDeployment,
  now: number,
): ReplyFormat {
  const exchange = {
    request,
    model: deployment.model,
    id: randomBytes(16).toString('hex'),
    createdAt: Math.floor(now / 1000),
  };
  return api === 'responses' ? responsesFormat(exchange) : chatFormat(exchange);
}
