import { Hono } from 'hono';
import type { Directory } from '../directory/directory.ts';
import type { Clock, TokenVerifier } from '../entra/token-authority.ts';
import { createFaults } from '../http/faults.ts';
import type { HeldRequest } from '../http/faults.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { dropConnection, interceptingPage, neverAnswer } from '../http/raw-reply.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { createIdentify } from './caller.ts';
import { createErrorWriter } from './graph-error.ts';
import type { GraphFailure } from './graph-error.ts';
import { addMembership } from './membership.ts';
import { drawPortrait } from './photo.ts';
import { defaultProperties, profileOf } from './profile.ts';

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
  /** The body as it came; empty where there was none. */
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
  /** Keeps the next request, to one path or to any, waiting until it is released. */
  hold(path?: string): HeldRequest<GraphRequest>;
  /** Milliseconds before each answer; 0 ends it. */
  setDelay(milliseconds: number): void;
}

/** Graph's photo sizes, in pixels. */
const photoSizes = new Set([48, 64, 96, 120, 240, 360, 432, 504, 648]);

/** Makes the Graph emulator's application; nothing listens yet. */
export function createGraph(options: {
  readonly directory: Directory;
  readonly origin: string;
  readonly loginOrigin: string;
  readonly verifier: TokenVerifier;
  readonly clock: Clock;
}): { readonly emulator: GraphEmulator; readonly application: NodeApplication } {
  const { directory, origin, clock } = options;
  const requests: GraphRequest[] = [];
  const faults = createFaults<string, GraphTrouble, GraphRequest>();
  const application: NodeApplication = new Hono();
  const fail = createErrorWriter(clock);
  const identify = createIdentify({ ...options, fail });

  const photo = async (context: NodeContext, size: number): Promise<Response> => {
    const caller = await identify(context);
    if (caller instanceof Response) return caller;
    const { person } = caller;
    if (person.photoHue === undefined || !photoSizes.has(size)) {
      return fail(context, {
        status: 404,
        code: 'ImageNotFound',
        message: "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' was thrown.",
      });
    }
    return new Response(new Uint8Array(drawPortrait(person.photoHue, size)), {
      headers: { 'content-type': 'image/png', etag: `"${person.id}-${size}"` },
    });
  };

  application.use(async (context, next) => {
    const url = new URL(context.req.url);
    const request = {
      method: context.req.method,
      path: `${url.pathname}${url.search}`,
      headers: context.req.header(),
      body: await context.req.text(),
      time: clock(),
    };
    requests.push(request);
    const trouble = await faults.meet(context, url.pathname, request);
    return trouble === undefined ? next() : answerTrouble(context, trouble);
  });
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
  application.get('/v1.0/me', async (context) => {
    const caller = await identify(context);
    if (caller instanceof Response) return caller;
    const profile = profileOf(caller.person, directory);
    const selected = context.req.query('$select')?.split(',') ?? defaultProperties;
    const unknown = selected.find((name) => !(name in profile));
    if (unknown !== undefined) {
      return fail(context, {
        status: 400,
        code: 'BadRequest',
        message: `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.user'.`,
      });
    }
    const suffix = context.req.query('$select') === undefined ? '' : `(${selected.join(',')})`;
    return context.json({
      '@odata.context': `${origin}/v1.0/$metadata#users${suffix}/$entity`,
      ...Object.fromEntries(selected.map((name) => [name, profile[name]])),
    });
  });
  application.get('/v1.0/me/photo/$value', (context) => photo(context, 240));
  application.get('/v1.0/me/photos/:size/$value', (context) =>
    photo(context, Number.parseInt(context.req.param('size'), 10)),
  );
  addMembership(application, { origin, directory, identify, fail });
  application.notFound((context) =>
    fail(context, {
      status: 400,
      code: 'BadRequest',
      message: `Resource not found for the segment '${context.req.path.split('/').at(-1) ?? ''}'.`,
    }),
  );

  return {
    emulator: {
      origin,
      requests,
      failNext: (trouble, times, path = 'any') => faults.fail(path, trouble, times),
      hold: (path = 'any') => faults.hold(path),
      setDelay: faults.setDelay,
    },
    application,
  };
}
