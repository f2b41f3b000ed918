import { randomBytes } from 'node:crypto';
import { chatFormat } from './chat-format.ts';
import type { FilterCategory } from './content-filter.ts';
import type { EmulatedDeployment, ModelApi } from './deployments.ts';
import type { ModelRequest } from './model-request.ts';
import { responsesFormat } from './responses-format.ts';

/** How an answer ended without an error. */
export type Outcome =
  | { readonly kind: 'complete' }
  /** The most tokens that the request allows. */
  | { readonly kind: 'length' }
  | { readonly kind: 'content-filter'; readonly category: FilterCategory };

/** A call of a tool that the model wishes. */
export interface ToolCall {
  readonly name: string;
  /** A text goes out as it is, so that it need not be JSON. */
  readonly arguments: unknown;
}

/** What a stretch of the text is based on. */
export type Citation =
  | {
      readonly kind: 'page';
      readonly url: string;
      readonly title: string;
      /** The words that it stands for; the whole text where left out. */
      readonly of?: string;
    }
  /** A file; the chat completions API tells of none. */
  | { readonly kind: 'file'; readonly filename: string };

/** What a format needs to know about the exchange. */
export interface Exchange {
  readonly request: ModelRequest;
  readonly model: string;
  /** Ends every id of this reply. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** Tokens of the prompt that were in the cache. */
  readonly cachedTokens: number;
}

/** One reply in the wire format of an API; the strings are whole server-sent events. */
export interface ReplyFormat {
  open(): string;
  /** What the model thought: the tokens are counted, the text is told where the request wants a summary. */
  reasoning(parts: readonly string[]): string;
  delta(text: string): string;
  toolCall(call: ToolCall): string;
  /** What the text so far is based on. */
  citation(citation: Citation): string;
  /** A picture as base64, which the chat completions API has none of. */
  image(base64: string): string;
  /** Events of a kind that no client can know yet. */
  unknown(): string;
  end(outcome: Outcome): string;
  failure(code: string, message: string): string;
  /** An error of the gateway, after which the stream is simply over. */
  brokenOff(code: string, message: string): string;
  /** The reply to a request without `stream`, of everything that went through `reasoning`, `delta` and `toolCall`. */
  whole(outcome: Outcome): Record<string, unknown>;
}

/** Starts a reply in the format of `api`. */
export function createReplyFormat(
  api: ModelApi,
  deployment: EmulatedDeployment,
  exchange: Pick<Exchange, 'request' | 'cachedTokens'> & { readonly now: number },
): ReplyFormat {
  const { request, cachedTokens, now } = exchange;
  const id = randomBytes(16).toString('hex');
  const whole = { request, cachedTokens, model: deployment.model, id, createdAt: Math.floor(now / 1000) };
  return api === 'responses' ? responsesFormat(whole) : chatFormat(whole);
}
