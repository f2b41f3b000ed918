import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AnyPersonId } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { Clock, TokenVerifier } from '../entra/token-authority.ts';
import { createFaults } from '../http/faults.ts';
import type { HeldRequest } from '../http/faults.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { dropConnection, interceptingPage, neverAnswer } from '../http/raw-reply.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { runBatch } from './batch.ts';
import { createIdentify } from './caller.ts';
import { createDispatch } from './dispatch.ts';
import type { Estate } from './files/estate.ts';
import type { FileStorage } from './files/storage.ts';
import { GraphRefusal } from './graph-call.ts';
import type { GraphReply } from './graph-call.ts';
import { errorBody, newRequestId } from './graph-error.ts';
import type { GraphFailure } from './graph-error.ts';
import { createServices } from './services.ts';

/** Ways in which Graph can be made to fail: an error of its own, silence, a cut, or a proxy's page. */
export type GraphTrouble =
  | GraphFailure
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'html'; readonly status: number };

/** One recorded request to the Graph emulator. */
export interface GraphRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came; empty where there was none, and for the bytes of a file. */
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Microsoft Graph for the directory, with handles for tests. */
export interface GraphEmulator {
  /** The Graph host, which is also the audience of its tokens: `http://localhost:PORT`. */
  readonly origin: string;
  /** Every request so far, oldest first; the authorization header is kept. */
  readonly requests: readonly GraphRequest[];
  /** Answers the next `times` requests, to one path (`/v1.0/me/checkMemberObjects`) or to any, with trouble. */
  failNext(trouble: GraphTrouble, times?: number, path?: string): void;
  /** Answers the next `times` steps of batches to a path below `/v1.0` with an error; the batch itself goes on. */
  failNextInBatch(failure: GraphFailure, path: string, times?: number): void;
  /** Throttles every request for so many seconds of the emulators' clock, saying how long it goes on. */
  throttleFor(seconds: number): void;
  /** Keeps the next request, to one path or to any, waiting until it is released. */
  hold(path?: string): HeldRequest<GraphRequest>;
  /** Milliseconds before each answer; 0 ends it. */
  setDelay(milliseconds: number): void;
  /** Makes somebody a guest of their tenant, or no more. */
  setGuest(person: AnyPersonId, isGuest: boolean): void;
  /** The files of the demo tenant, to be changed behind the service's back. */
  readonly files: Estate & Pick<FileStorage, 'troubleDownload'>;
}

/** How the emulator is made. */
export interface GraphOptions {
  readonly directory: Directory;
  readonly origin: string;
  readonly loginOrigin: string;
  readonly verifier: TokenVerifier;
  readonly clock: Clock;
  /** Users of the demo tenant besides those who can sign in; 300,000 if left out. */
  readonly population?: number | undefined;
}

/** Makes the Graph emulator's application; nothing listens yet. */
export function createGraph(options: GraphOptions): {
  readonly emulator: GraphEmulator;
  readonly application: NodeApplication;
} {
  const { origin, clock, directory } = options;
  const requests: GraphRequest[] = [];
  const faults = createFaults<string, GraphTrouble, GraphRequest>();
  const batchFaults: { readonly path: string; readonly failure: GraphFailure; left: number }[] = [];
  const guests = new Set<string>();
  let throttledUntil = 0;
  const application: NodeApplication = new Hono();
  const identify = createIdentify({ ...options, isGuest: ({ id }) => guests.has(id) });

  application.use(async (context, next) => {
    const url = new URL(context.req.url);
    const isStorage = !url.pathname.startsWith('/v1.0/');
    const request = {
      method: context.req.method,
      path: `${url.pathname}${url.search}`,
      headers: context.req.header(),
      body: isStorage ? '' : await context.req.text(),
      time: clock(),
    };
    requests.push(request);
    const trouble = await faults.meet(context, url.pathname, request);
    if (trouble !== undefined) return answerTrouble(context, trouble);
    const left = Math.ceil((throttledUntil - clock()) / 1000);
    if (left > 0)
      return fail(context, { status: 429, code: 'TooManyRequests', headers: { 'retry-after': String(left) } });
    return isStorage ? next() : answer(context, request);
  });
  const services = createServices({ ...options, application });
  const dispatch = createDispatch({
    ...services.handlers,
    batch: () => Promise.reject(new Error('A batch is not a step.')),
  });

  const fail = (context: NodeContext, failure: GraphFailure): Response => {
    const requestId = newRequestId();
    const ids = { clock, requestId, clientRequestId: context.req.header('client-request-id') };
    return context.json(errorBody(failure, ids), failure.status as ContentfulStatusCode, {
      'request-id': requestId,
      ...failure.headers,
    });
  };
  const takeBatchFault = (path: string): GraphFailure | undefined => {
    const fault = batchFaults.find((each) => each.left > 0 && `/v1.0${each.path}` === path);
    if (fault !== undefined) fault.left -= 1;
    return fault?.failure;
  };
  const answer = async (context: NodeContext, request: GraphRequest): Promise<Response> => {
    try {
      const caller = await identify(context.req.header('authorization'));
      const plain = {
        method: request.method,
        target: request.path,
        headers: request.headers,
        body: parseJson(request.body),
      };
      const isBatch = request.method === 'POST' && request.path === '/v1.0/$batch';
      const batch = {
        dispatch,
        trouble: takeBatchFault,
        errorBody: (failure: GraphFailure) =>
          errorBody(failure, { clock, requestId: newRequestId(), clientRequestId: undefined }),
      };
      return write(isBatch ? await runBatch(plain.body, caller, batch) : await dispatch(plain, caller));
    } catch (thrown) {
      if (!(thrown instanceof GraphRefusal)) throw thrown;
      return fail(context, thrown.failure);
    }
  };
  const answerTrouble = (context: NodeContext, trouble: GraphTrouble): Promise<Response> | Response => {
    if (!('kind' in trouble)) return fail(context, trouble);
    switch (trouble.kind) {
      case 'hang':
        return neverAnswer(context);
      case 'drop':
        return dropConnection(context);
      case 'html':
        return interceptingPage(trouble.status);
    }
  };

  return {
    emulator: {
      origin,
      requests,
      failNext: (trouble, times, path = 'any') => faults.fail(path, trouble, times),
      failNextInBatch: (failure, path, times = 1) => void batchFaults.push({ path, failure, left: times }),
      throttleFor: (seconds) => {
        throttledUntil = clock() + seconds * 1000;
      },
      hold: (path = 'any') => faults.hold(path),
      setDelay: faults.setDelay,
      setGuest: (person, isGuest) => void (isGuest ? guests.add(directory.person(person).id) : guests.delete(person)),
      files: services.files,
    },
    application,
  };
}

function write({ status, headers, body }: GraphReply): Response {
  const common = { 'request-id': newRequestId(), ...headers };
  if (body === undefined) return new Response(null, { status, headers: common });
  if (Buffer.isBuffer(body)) return new Response(new Uint8Array(body), { status, headers: common });
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...common } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
