import { cutReply, dropConnection, interceptingPage, neverAnswer } from '../http/raw-reply.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';

/** Ways in which a request to Entra can be made to fail. */
export type TokenFailure =
  | { readonly kind: 'status'; readonly status: number; readonly body: string; readonly contentType: string }
  | {
      readonly kind: 'oauth-error';
      readonly error: string;
      readonly aadsts: number;
      readonly suberror?: string;
      readonly description?: string;
      readonly claims?: string;
    }
  /** 429 with Retry-After, in seconds or as a date. */
  | { readonly kind: 'throttled'; readonly retryAfter: number | string }
  /** 200 with JSON that is no token reply, which MSAL takes for success. */
  | { readonly kind: 'json-without-tokens' }
  /** The true reply under another content type. */
  | { readonly kind: 'mislabelled'; readonly contentType: string }
  | { readonly kind: 'html'; readonly status: number }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  /** Cuts the connection without a reply. */
  | { readonly kind: 'drop' }
  /** Cuts the connection in the middle of the true reply. */
  | { readonly kind: 'cut' };

const throttled: OAuthFailure = {
  error: 'temporarily_unavailable',
  aadsts: 90055,
  description: 'There are too many incoming requests. Please try again later.',
};

/** Answers a request in the scripted way; `describe` writes an error in Entra's words, `serve` is the usual answer. */
export async function answerFailure(
  context: NodeContext,
  failure: TokenFailure,
  usual: { describe(failure: OAuthFailure): OAuthErrorReply; serve(): Promise<Response> },
): Promise<Response> {
  switch (failure.kind) {
    case 'status':
      return new Response(failure.body, {
        status: failure.status,
        headers: { 'content-type': failure.contentType },
      });
    case 'oauth-error': {
      const { kind: _kind, description = 'The emulator was told to refuse this request.', ...rest } = failure;
      return Response.json(usual.describe({ ...rest, description }), { status: 400 });
    }
    case 'throttled':
      return Response.json(usual.describe(throttled), {
        status: 429,
        headers: { 'retry-after': String(failure.retryAfter) },
      });
    case 'json-without-tokens':
      return Response.json({ message: 'OK' });
    case 'mislabelled': {
      const reply = await usual.serve();
      return new Response(reply.body, { status: reply.status, headers: { 'content-type': failure.contentType } });
    }
    case 'html':
      return interceptingPage(failure.status);
    case 'hang':
      return neverAnswer(context);
    case 'drop':
      return dropConnection(context);
    case 'cut':
      return cutReply(context, await usual.serve());
  }
}
