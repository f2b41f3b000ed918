import { setTimeout as wait } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** The context of a request whose handler can reach Node's own request and response. */
export type NodeContext = Context<{ Bindings: HttpBindings }>;

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

/** Sends the beginning of a reply and then cuts the connection. */
export async function cutReply(context: NodeContext, response: Response): Promise<Response> {
  const body = Buffer.from(await response.arrayBuffer());
  const { outgoing } = context.env;
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'content-length': String(body.length),
  });
  await new Promise<void>((resolve) => outgoing.write(body.subarray(0, body.length / 2), () => resolve()));
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Waits, but not longer than the connection lives. */
export async function pause(context: NodeContext, milliseconds: number): Promise<void> {
  const gone = new AbortController();
  context.env.outgoing.once('close', () => gone.abort());
  await wait(milliseconds, undefined, { signal: gone.signal }).catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
}

/** An HTML page of the kind that proxies and captive portals put in a service's place. */
export function interceptingPage(status: number): Response {
  const body = `<!doctype html><html><head><title>${status}</title></head><body><h1>The proxy could not reach the server.</h1></body></html>`;
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
