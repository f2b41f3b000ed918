import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

type NodeContext = Context<{ Bindings: HttpBindings }>;

/** Cuts the connection without a reply, as a broken network or a proxy does. */
export function dropConnection(context: NodeContext): Response {
  context.env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Keeps the connection open and never answers; ends when the client leaves or the emulator closes. */
export async function neverAnswer(context: NodeContext): Promise<Response> {
  await new Promise<void>((resolve) => context.env.outgoing.once('close', () => resolve()));
  return RESPONSE_ALREADY_SENT;
}

/** An HTML page of the kind that proxies and captive portals put in a service's place. */
export function interceptingPage(status: number): Response {
  const body = `<!doctype html><html><head><title>${status}</title></head><body><h1>The proxy could not reach the server.</h1></body></html>`;
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
