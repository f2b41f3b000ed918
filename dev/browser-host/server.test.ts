import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Dispatcher } from '../../src/main/core/dispatch.ts';
import type { StreamListener } from '../../src/shared/ipc/define.ts';
import { Pages } from './pages.ts';
import { type BrowserHostServer, startServer } from './server.ts';

let pageFolder: string;
let pages: Pages;
let server: BrowserHostServer;
let origin: string;
let token: string;
let dispatcher: FakeDispatcher;

/** Answers every call with its input, and remembers who follows. */
class FakeDispatcher implements Dispatcher {
  readonly listeners: StreamListener<unknown>[] = [];
  readonly closed = Promise.withResolvers<void>();

  async invoke(name: string, input: unknown) {
    return { ok: true as const, value: { name, input } };
  }

  open(_name: string, _input: unknown, listener: StreamListener<unknown>) {
    this.listeners.push(listener);
    return () => this.closed.resolve();
  }
}

beforeEach(async () => {
  pageFolder = mkdtempSync(path.join(tmpdir(), 'parley-page-'));
  writeFileSync(path.join(pageFolder, 'index.html'), '<html><head><title>Parley</title></head></html>');
  pages = new Pages();
  dispatcher = new FakeDispatcher();
  server = await startServer({ dispatcher, pages, pageFolder, clientScript: '// client', port: 0 });
  const address = new URL(server.address);
  origin = address.origin;
  token = new URLSearchParams(address.hash.slice(1)).get('token') ?? '';
});

afterEach(async () => {
  await server.close();
  rmSync(pageFolder, { recursive: true });
});

/** Resolves to the HTTP status of the handshake. */
function shakeHands(options: { readonly token: string; readonly origin: string; readonly host?: string }) {
  const headers = options.host === undefined ? {} : { host: options.host };
  const socket = new WebSocket(origin.replace('http', 'ws'), ['parley', options.token], {
    origin: options.origin,
    headers,
  });
  return new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  });
}

async function connect() {
  const socket = new WebSocket(origin.replace('http', 'ws'), ['parley', token], { origin });
  await once(socket, 'open');
  const received: unknown[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString()));
    waiting.shift()?.();
  });
  const next = async () => {
    if (received.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return received.shift();
  };
  return { socket, next, send: (message: object) => socket.send(JSON.stringify(message)) };
}

/** A GET with a `host` of one's own, which fetch does not allow. */
function status(host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    request(origin, { headers: { host } }, (response) => resolve(response.resume().statusCode)).end();
  });
}

it('opens the bridge to the page that has the token', async () => {
  expect(await shakeHands({ token, origin })).toBe(101);
});

it('keeps out a page that does not know the token', async () => {
  expect(await shakeHands({ token: token.slice(1), origin })).toBe(403);
  expect(await shakeHands({ token: 'guessed', origin })).toBe(403);
});

it('keeps out a page from elsewhere that got hold of the token', async () => {
  expect(await shakeHands({ token, origin: 'http://attacker.example' })).toBe(403);
});

it('keeps out a page whose name was made to point here (DNS rebinding)', async () => {
  const host = `attacker.example:${new URL(origin).port}`;
  expect(await shakeHands({ token, origin: `http://${host}`, host })).toBe(403);
  expect(await status(host)).toBe(421);
  expect(await status(new URL(origin).host)).toBe(200);
});

it("serves the page under the product's policy, with the client before everything else", async () => {
  const response = await fetch(origin);
  expect(response.headers.get('content-security-policy')).toContain(`connect-src 'self' ws://${new URL(origin).host};`);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response.text()).toContain('<head><script src="/browser-host.js"></script><title>');
  expect(await (await fetch(`${origin}/browser-host.js`)).text()).toBe('// client');
});

it('survives an address that is no address', async () => {
  expect((await fetch(`${origin}//`)).status).toBe(404);
  expect((await fetch(`${origin}/%E0%A4%A`)).status).toBe(404);
});

it('answers a call with the id it came with', async () => {
  const { send, next } = await connect();
  send({ kind: 'invoke', id: 7, name: 'app.info', input: { a: 1 } });
  expect(await next()).toEqual({
    kind: 'reply',
    id: 7,
    result: { ok: true, value: { name: 'app.info', input: { a: 1 } } },
  });
});

it('ends the streams of a page that goes away, so that nothing follows for nobody', async () => {
  const { socket, send, next } = await connect();
  send({ kind: 'open', id: 1, name: 'chat.follow', input: {} });
  send({ kind: 'invoke', id: 2, name: 'app.info' });
  await next();
  dispatcher.listeners[0]?.item('first');
  expect(await next()).toEqual({ kind: 'item', id: 1, item: 'first' });
  socket.close();
  await dispatcher.closed.promise;
});

it('hangs up on what is no message', async () => {
  const { socket } = await connect();
  socket.send('{"kind":"everything"}');
  expect(await once(socket, 'close')).toEqual([1008, expect.anything()]);
});

it('opens an address in the page that asked last only', async () => {
  const first = await connect();
  const second = await connect();
  first.send({ kind: 'invoke', id: 1, name: 'session.signIn' });
  await first.next();
  pages.tellLast({ kind: 'open-url', url: 'https://example.com/' });
  pages.broadcast({ kind: 'event', name: 'session.changed', payload: 1 });
  expect(await first.next()).toEqual({ kind: 'open-url', url: 'https://example.com/' });
  expect(await second.next()).toEqual({ kind: 'event', name: 'session.changed', payload: 1 });
});
