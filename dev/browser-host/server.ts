import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Dispatcher } from '../../src/main/core/dispatch.ts';
import { framePath } from '../../src/main/shell/csp.ts';
import { readPageFile } from '../../src/main/shell/page-files.ts';
import type { Preferences } from '../../src/shared/model/preferences.ts';
import { clientPath, socketProtocol } from './messages.ts';
import type { Pages } from './pages.ts';
import { serveSocket } from './socket.ts';

/** What the server serves. */
export interface ServerOptions {
  readonly dispatcher: Dispatcher;
  readonly pages: Pages;
  /** Absolute folder of the built page. */
  readonly pageFolder: string;
  /** The theme that the page begins with; the system's if left out. */
  readonly theme?: (() => Preferences['theme']) | undefined;
  /** The page's end of the bridge. */
  readonly clientScript: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** A listening server. */
export interface BrowserHostServer {
  /** With the token in its fragment: whoever has it may use the bridge. */
  readonly address: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
/** An attached file of 50 MB as text, and what is around it. */
const payloadLimit = 72 * 1024 * 1024;

/** Serves the page over http and the bridge over an authenticated WebSocket, to this computer alone. */
export async function startServer(options: ServerOptions): Promise<BrowserHostServer> {
  const { dispatcher, pages, port } = options;
  const token = randomBytes(32).toString('base64url');

  const server = createServer((request, response) => void servePage(request, response, options));
  const socketServer = new WebSocketServer({
    noServer: true,
    maxPayload: payloadLimit,
    handleProtocols: () => socketProtocol,
  });
  server.on('upgrade', (request, stream, head) => {
    if (!isOurs(request) || request.headers.origin !== `http://${ownHost(request)}` || !hasToken(request, token)) {
      stream.on('error', () => stream.destroy());
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    socketServer.handleUpgrade(request, stream, head, (socket) => {
      pages.touch(socket);
      socket.on('close', () => pages.remove(socket));
      serveSocket(socket, dispatcher, () => pages.touch(socket));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

  return {
    address: `http://${host}:${(server.address() as AddressInfo).port}/#token=${token}`,
    close() {
      pages.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** SECURITY: a page elsewhere whose name is made to point at this computer (DNS rebinding) has its own name in `host`. */
function isOurs(request: IncomingMessage): boolean {
  return request.headers.host === ownHost(request);
}

function ownHost({ socket }: IncomingMessage): string {
  return `${host}:${socket.localPort}`;
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => Buffer.from(name.trim()));
  const expected = Buffer.from(token);
  return offered.some((name) => name.length === expected.length && timingSafeEqual(name, expected));
}

async function servePage(request: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  const reply = (status: number, headers: Record<string, string>, body: string | Uint8Array) =>
    void response.writeHead(status, headers).end(body);
  if (!isOurs(request)) return reply(421, {}, 'Misdirected request');
  if (request.method !== 'GET') return reply(405, {}, 'Method not allowed');
  const [pathname = '/'] = (request.url ?? '/').split('?');
  if (pathname === clientPath) return reply(200, { 'content-type': 'text/javascript' }, options.clientScript);
  const file = await readPageFile(options.pageFolder, pathname, options.theme?.());
  if (file === undefined) return reply(404, {}, 'Not found');
  // SECURITY: the frame of previews gets neither the bridge nor a socket.
  if (pathname === framePath) return reply(200, file.headers, file.body);
  reply(200, withSocket(file.headers, ownHost(request)), withClient(file.body));
}

/** The product's policy, and the WebSocket. */
function withSocket(headers: Record<string, string>, hostName: string): Record<string, string> {
  const policy = headers['content-security-policy'];
  if (policy === undefined) return headers;
  return {
    ...headers,
    'content-security-policy': policy.replace("connect-src 'self'", `connect-src 'self' ws://${hostName}`),
  };
}

function withClient(body: string | Uint8Array): string | Uint8Array {
  return typeof body === 'string' ? body.replace('<head>', `<head><script src="${clientPath}"></script>`) : body;
}
