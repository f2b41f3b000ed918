import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { Clock, TokenAuthority } from '../entra/token-authority.ts';
import { checkBearer, claimsChallenge, newerTokenClaims } from '../http/bearer.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { createScriptQueue } from '../http/script-queue.ts';
import { drawPortrait } from './photo.ts';

/** An error of Microsoft Graph. */
export interface GraphFailure {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One recorded request to the Graph emulator. */
export interface GraphRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Microsoft Graph for the demo tenant, with handles for tests. */
export interface GraphEmulator {
  /** The Graph host, which is also the audience of its tokens: `http://localhost:PORT`. */
  readonly origin: string;
  /** Every request so far, oldest first; the authorization header is kept. */
  readonly requests: readonly GraphRequest[];
  /** Answers the next `times` requests with this error, whoever asks. */
  failNext(failure: GraphFailure, times?: number): void;
}

const defaultProperties = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Graph's photo sizes, in pixels. */
const photoSizes = new Set([48, 64, 96, 120, 240, 360, 432, 504, 648]);

/** Makes the Graph emulator's application; nothing listens yet. */
export function createGraph(options: {
  readonly tenant: DemoTenant;
  readonly origin: string;
  readonly loginOrigin: string;
  readonly authority: TokenAuthority;
  readonly clock: Clock;
}): { readonly emulator: GraphEmulator; readonly application: NodeApplication } {
  const { tenant, origin, clock } = options;
  const requests: GraphRequest[] = [];
  const failures = createScriptQueue<GraphFailure>();
  const application: NodeApplication = new Hono();

  const fail = (context: Context, failure: GraphFailure): Response => {
    const requestId = randomUUID();
    const date = new Date(clock()).toISOString().slice(0, 19);
    const innerError = {
      date,
      'request-id': requestId,
      'client-request-id': context.req.header('client-request-id') ?? requestId,
    };
    return context.json(
      { error: { code: failure.code, message: failure.message ?? failure.code, innerError } },
      failure.status as ContentfulStatusCode,
      { 'request-id': requestId, ...failure.headers },
    );
  };

  /** The person whose token came with the request, or the refusal. */
  const identify = async (context: Context): Promise<Person | Response> => {
    const verdict = await checkBearer(context.req.header('authorization'), options.authority, origin);
    const refuse = (message: string): Response =>
      fail(context, { status: 401, code: 'InvalidAuthenticationToken', message });
    switch (verdict.kind) {
      case 'missing':
        return refuse('Access token is empty.');
      case 'expired':
        return refuse('Lifetime validation failed, the token is expired.');
      case 'wrong-audience':
        return refuse('Access token validation failure. Invalid audience.');
      case 'invalid':
        return refuse(`IDX10511: Signature validation failed. ${verdict.reason}`);
      case 'revoked':
        return fail(context, {
          status: 401,
          code: 'InvalidAuthenticationToken',
          message:
            'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
          headers: { 'www-authenticate': claimsChallenge(options.loginOrigin, newerTokenClaims(clock())) },
        });
      case 'valid': {
        const person = tenant.people.find((candidate) => candidate.objectId === verdict.claims['oid']);
        if (person === undefined || !verdict.permissions.includes('User.Read')) {
          return fail(context, {
            status: 403,
            code: 'Authorization_RequestDenied',
            message: 'Insufficient privileges to complete the operation.',
          });
        }
        return person;
      }
    }
  };

  const photo = async (context: Context, size: number): Promise<Response> => {
    const person = await identify(context);
    if (person instanceof Response) return person;
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
    requests.push({
      method: context.req.method,
      path: `${url.pathname}${url.search}`,
      headers: context.req.header(),
      time: clock(),
    });
    const failure = failures.take();
    return failure === undefined ? next() : fail(context, failure);
  });
  application.get('/v1.0/me', async (context) => {
    const person = await identify(context);
    if (person instanceof Response) return person;
    const profile = profileOf(person);
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
  application.notFound((context) =>
    fail(context, {
      status: 400,
      code: 'BadRequest',
      message: `Resource not found for the segment '${context.req.path.split('/').at(-1) ?? ''}'.`,
    }),
  );

  return {
    emulator: { origin, requests, failNext: (failure, times) => failures.add(failure, times) },
    application,
  };
}

function profileOf(person: Person): Readonly<Record<string, unknown>> {
  return {
    businessPhones: [],
    displayName: person.displayName,
    givenName: person.givenName,
    jobTitle: person.jobTitle,
    mail: person.userPrincipalName,
    mobilePhone: null,
    officeLocation: person.officeLocation,
    preferredLanguage: 'en-GB',
    surname: person.surname,
    userPrincipalName: person.userPrincipalName,
    id: person.objectId,
    department: null,
    companyName: 'Contoso',
    userType: 'Member',
    accountEnabled: true,
  };
}
