import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';

/** A hono application whose handlers can reach Node's own request and response. */
export type NodeApplication = Hono<{ Bindings: HttpBindings }>;

/** A listening loopback server that answers 503 until `serve` gives it an application. */
export interface OpenServer {
  /** `http://localhost:PORT` or `https://localhost:PORT`, without a trailing slash. */
  readonly origin: string;
  serve(application: NodeApplication): void;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}

/** PEM texts of a server's private key and of its certificate chain. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

const portAttempts = 5;

/**
 * Opens a server on a free port of 127.0.0.1, and on the same port of ::1 where the machine has it.
 * The port comes before the application because the emulators need each other's addresses. `now`, in milliseconds, is
 * what the server's Date header says.
 * @throws Error when no port is free on both
 */
export async function openServer(now: () => number, tls?: TlsIdentity): Promise<OpenServer> {
  let application: NodeApplication | undefined;
  const listener = getRequestListener(
    (request, environment) =>
      application === undefined
        ? new Response('The emulator is starting.', { status: 503 })
        : application.fetch(request, environment),
    { overrideGlobalObjects: false },
  );
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('date', new Date(now()).toUTCString());
    void listener(request, response);
  };
  const create = (): Server =>
    tls === undefined ? createHttpServer(answer) : createHttpsServer({ key: tls.key, cert: tls.cert }, answer);

  const { servers, port } = await listenOnBothFamilies(create);
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    serve: (given) => {
      application = given;
    },
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

async function listenOnBothFamilies(create: () => Server): Promise<{ servers: Server[]; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const first = create();
    await listen(first, 0, '127.0.0.1');
    const port = portOf(first);
    // Browsers may resolve `localhost` to ::1 first, so both families must lead here and not to a stranger's server.
    const second = create();
    try {
      await listen(second, port, '::1');
      return { servers: [first, second], port };
    } catch (error) {
      if (!isPortTaken(error)) return { servers: [first], port };
      await closeServer(first);
      if (attempt === portAttempts) throw error;
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
