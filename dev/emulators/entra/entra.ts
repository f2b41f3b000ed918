import { Hono } from 'hono';
import type { Context } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { personOf } from '../demo-tenant.ts';
import type { DemoTenant, Person, PersonId } from '../demo-tenant.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { createScriptQueue } from '../http/script-queue.ts';
import { readAuthorizeRequest } from './authorize-request.ts';
import { createGrants } from './grants.ts';
import { OAuthRefusal, describeFailure } from './oauth-error.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';
import { openIdConfiguration } from './openid-configuration.ts';
import { createRequestLog } from './request-log.ts';
import type { EntraEndpoint, EntraRequest } from './request-log.ts';
import { demoResources, parseScopes } from './scopes.ts';
import { createSignIn } from './sign-in.ts';
import { createTokenAuthority } from './token-authority.ts';
import type { Clock, TokenAuthority } from './token-authority.ts';
import { answerTokenFailure, answerTokenRequest } from './token-endpoint.ts';
import type { TokenFailure } from './token-endpoint.ts';

/** Microsoft Entra ID for one demo tenant, with handles for tests. */
export interface EntraEmulator {
  /** The login host: `https://localhost:PORT`. */
  readonly origin: string;
  /** Where the sign-in page is: the login host, or an http origin of its own. */
  readonly signInOrigin: string;
  readonly tenant: DemoTenant;
  /** Every request so far, oldest first, without its secrets. */
  readonly requests: readonly EntraRequest[];
  /** Resolves with the next request to an endpoint. */
  nextRequest(endpoint: EntraEndpoint): Promise<EntraRequest>;
  /** Makes the next `times` token requests fail. */
  failNextToken(failure: TokenFailure, times?: number): void;
  /** Makes the next `times` well-formed authorize requests end in an error that is posted to the client. */
  failNextSignIn(failure: OAuthFailure, times?: number): void;
  /** How long later access tokens live; 3600 seconds at first. */
  setTokenLifetime(seconds: number): void;
  /** Sends `refresh_in` with later access tokens; undefined stops that. */
  setRefreshIn(seconds: number | undefined): void;
  /** Adds claims to a person's later id tokens (roles, groups, a forged tid or nonce); `{}` ends it. */
  setIdTokenClaims(person: PersonId, claims: Readonly<Record<string, unknown>>): void;
  /** Signs this person in without showing the page, whatever `prompt` says; undefined shows the page again. */
  signInAutomatically(person: PersonId | undefined): void;
  /**
   * Refuses all refresh tokens issued so far (AADSTS50173) and ends the browser sessions. Access tokens stay good until they
   * expire, as in Entra; with `accessTokens`, the resources refuse them with a claims challenge, as under CAE.
   */
  revokeAll(options?: { readonly accessTokens?: boolean }): void;
  /** Every access, refresh and id token string issued so far. */
  issuedTokens(): string[];
  /** An access token without a sign-in, for tests of a resource alone. */
  accessTokenFor(person: PersonId, scope: string): Promise<string>;
}

/** The emulator and what composes it with the others. */
export interface EntraParts {
  readonly emulator: EntraEmulator;
  readonly authority: TokenAuthority;
  /** To be served at the login host and, where it differs, at the sign-in origin. */
  readonly application: NodeApplication;
}

/** Makes the Entra emulator's application; nothing listens yet. */
export async function createEntra(options: {
  readonly tenant: DemoTenant;
  readonly origin: string;
  readonly signInOrigin: string;
  readonly graphOrigin: string;
  readonly clock: Clock;
}): Promise<EntraParts> {
  const { tenant, origin, signInOrigin, clock } = options;
  const resources = demoResources(options.graphOrigin);
  const requests: EntraRequest[] = [];
  const issued: string[] = [];
  const tokenFailures = createScriptQueue<TokenFailure>();
  const signInFailures = createScriptQueue<OAuthFailure>();
  let automatic: Person | undefined;
  let refreshIn: number | undefined;

  const authority = await createTokenAuthority({ tenant, loginOrigin: origin, clock, issued });
  const grants = createGrants({ clock, issued, onReplay: (family) => authority.revokeAccessTokens([family]) });
  const describe = (failure: OAuthFailure, correlationId?: string): OAuthErrorReply =>
    describeFailure(failure, { correlationId, now: clock(), origin });
  const signIn = createSignIn({
    tenant,
    grants,
    describe,
    automatic: () => automatic,
    takeFailure: () => signInFailures.take(),
  });
  const log = createRequestLog(requests, clock);
  const tokenEndpoint = { tenant, resources, authority, grants, refreshIn: () => refreshIn };

  const application: NodeApplication = new Hono();
  const names = new Set([tenant.id, tenant.domain, 'organizations', 'common']);
  application.use('/:tenant/*', async (context, next) => {
    const name = context.req.param('tenant');
    if (names.has(name.toLowerCase())) return next();
    const failure = { error: 'invalid_tenant', aadsts: 90002, description: `Tenant '${name}' not found.` };
    return context.json(describe(failure), 400);
  });
  const record = (context: Context, endpoint: EntraEndpoint, fields: URLSearchParams): void =>
    log.record(endpoint, context.req.method, context.req.param('tenant') ?? '', fields);

  application.get('/:tenant/v2.0/.well-known/openid-configuration', (context) => {
    record(context, 'openid-configuration', queryOf(context));
    return context.json(openIdConfiguration({ name: context.req.param('tenant'), tenant, origin, signInOrigin }));
  });
  application.get('/:tenant/discovery/v2.0/keys', (context) => {
    record(context, 'keys', queryOf(context));
    return context.json(authority.keys);
  });
  application.get('/:tenant/oauth2/v2.0/authorize', (context) => {
    const query = queryOf(context);
    record(context, 'authorize', query);
    return signIn.authorize(context, readAuthorizeRequest(query, tenant, resources));
  });
  application.post('/:tenant/login', async (context) => {
    const form = await formOf(context);
    record(context, 'login', form);
    return signIn.choose(context, form);
  });
  application.get('/:tenant/oauth2/v2.0/logout', (context) => {
    record(context, 'logout', queryOf(context));
    return signIn.signOut(context);
  });
  application.post('/:tenant/oauth2/v2.0/token', async (context) => {
    const form = await formOf(context);
    record(context, 'token', form);
    const correlationId = form.get('client-request-id') ?? context.req.header('client-request-id');
    const failure = tokenFailures.take();
    if (failure !== undefined) return answerTokenFailure(context, failure, (known) => describe(known, correlationId));
    context.header('cache-control', 'no-store, no-cache');
    try {
      return context.json(await answerTokenRequest(tokenEndpoint, form, context.req.header('origin')));
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      return context.json(describe(error.failure, correlationId), error.failure.status ?? 400);
    }
  });

  const emulator: EntraEmulator = {
    origin,
    signInOrigin,
    tenant,
    requests,
    nextRequest: log.next,
    failNextToken: (failure, times) => tokenFailures.add(failure, times),
    failNextSignIn: (failure, times) => signInFailures.add(failure, times),
    setTokenLifetime: (seconds) => authority.setLifetime(seconds),
    setRefreshIn: (seconds) => {
      refreshIn = seconds;
    },
    setIdTokenClaims: (person, claims) => authority.setClaims(person, claims),
    signInAutomatically: (person) => {
      automatic = person === undefined ? undefined : personOf(person);
    },
    revokeAll: (revocation) => {
      const families = grants.revokeAll();
      signIn.forgetSessions();
      if (revocation?.accessTokens === true) authority.revokeAccessTokens(families);
    },
    issuedTokens: () => [...issued],
    accessTokenFor: async (person, scope) => {
      const { resource, permissions } = parseScopes(scope, resources);
      const { token } = await authority.issueAccessToken({
        person: personOf(person),
        family: grants.newFamily(),
        audience: resource.audience,
        permissions,
        clientCapabilities: [],
      });
      return token;
    },
  };
  return { emulator, authority, application };
}

function queryOf(context: Context): URLSearchParams {
  return new URL(context.req.url).searchParams;
}

async function formOf(context: Context<{ Bindings: HttpBindings }>): Promise<URLSearchParams> {
  const type = context.req.header('content-type')?.split(';')[0]?.trim();
  return new URLSearchParams(type === 'application/x-www-form-urlencoded' ? await context.req.text() : '');
}
