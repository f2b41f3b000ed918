import { Hono } from 'hono';
import type { DemoTenant } from '../demo-tenant.ts';
import type { NodeApplication } from '../http/open-server.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { authorizeJob, postRefusal } from './authorize-job.ts';
import { readAuthorizeRequest } from './authorize-request.ts';
import { deviceCodePage, enterDeviceCode } from './device-sign-in.ts';
import { answerFailure } from './endpoint-failure.ts';
import type { EntraState } from './entra-state.ts';
import { OAuthRefusal } from './oauth-error.ts';
import { openIdConfiguration } from './openid-configuration.ts';
import { refusalPage } from './pages.ts';
import type { EntraEndpoint, EntraRequestEntry } from './request-log.ts';
import { endSession } from './sign-out.ts';
import { unknownFlow } from './sign-in-job.ts';
import { answerDeviceCodeRequest, answerTokenRequest } from './token-endpoint.ts';

/** A request to an endpoint, read and recorded. */
interface Visit {
  readonly context: NodeContext;
  /** Query or form fields. */
  readonly fields: URLSearchParams;
  readonly entry: EntraRequestEntry;
  /** The tenant of the address; undefined for `organizations` and `common`. */
  readonly tenant: DemoTenant | undefined;
  /** The address's first segment. */
  readonly path: string;
}

type Reply = Readonly<Record<string, unknown>>;

const sharedNames = new Set(['organizations', 'common']);

/** Entra's endpoints and pages. */
export function createRoutes(state: EntraState): NodeApplication {
  const { directory, describe, log, faults, signIn } = state;
  const { origin, signInOrigin } = state.options;
  const application: NodeApplication = new Hono();

  const on = (endpoint: EntraEndpoint, serve: (visit: Visit) => Promise<Response> | Response) => {
    return async (context: NodeContext): Promise<Response> => {
      const fields = context.req.method === 'POST' ? await formOf(context) : new URL(context.req.url).searchParams;
      const path = context.req.param('tenant') ?? 'common';
      const entry = log.record(endpoint, context.req.method, path, fields);
      const usual = async (): Promise<Response> =>
        serve({ context, fields, entry, tenant: directory.findTenant(path), path });
      const failure = await faults.meet(context, endpoint, entry);
      if (failure === undefined) return usual();
      const correlationId = correlationIdOf(context, fields);
      return answerFailure(context, failure, { describe: (known) => describe(known, correlationId), serve: usual });
    };
  };
  /** Answers with JSON, or with Entra's error reply. */
  const answerJson = async (visit: Visit, answer: () => Reply | Promise<Reply>): Promise<Response> => {
    const { context, entry } = visit;
    context.header('cache-control', 'no-store, no-cache');
    try {
      return context.json(await answer());
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      entry.refusal = error.failure.aadsts;
      const reply = describe(error.failure, correlationIdOf(context, visit.fields));
      return context.json(reply, error.failure.status ?? 400);
    }
  };

  // Before the check of the tenant, whose pattern would take these for one.
  application.get(
    '/device',
    on('device', () => deviceCodePage()),
  );
  application.post(
    '/device',
    on('device', ({ context, fields }) => enterDeviceCode(context, fields, state)),
  );
  application.use('/:tenant/*', async (context, next) => {
    const name = context.req.param('tenant');
    if (sharedNames.has(name) || directory.findTenant(name) !== undefined) return next();
    const failure = { error: 'invalid_tenant', aadsts: 90002, description: `Tenant '${name}' not found.` };
    return context.json(describe(failure), 400);
  });
  application.get(
    '/:tenant/v2.0/.well-known/openid-configuration',
    on('openid-configuration', ({ context, tenant, path }) =>
      context.json(openIdConfiguration({ name: path, tenant, origin, signInOrigin })),
    ),
  );
  application.get(
    '/:tenant/discovery/v2.0/keys',
    on('keys', async ({ context, tenant }) => {
      const keys = await state.authority.keysOf(tenant);
      return context.json({ keys: keys.map(({ jwk }) => jwk) });
    }),
  );
  application.get(
    '/:tenant/oauth2/v2.0/authorize',
    on('authorize', ({ context, fields, entry, tenant, path }) => {
      const { singleTenant } = state.switches;
      const verdict = readAuthorizeRequest(fields, { directory, resources: state.resources, tenant, singleTenant });
      switch (verdict.kind) {
        case 'accepted':
          return signIn.start(context, authorizeJob(verdict.request, { tenant, path }, state));
        case 'refused-to-client':
          entry.refusal = verdict.failure.aadsts;
          return postRefusal(verdict.reply, describe(verdict.failure));
        case 'refused-on-page':
          entry.refusal = verdict.failure.aadsts;
          return refusalPage(describe(verdict.failure));
      }
    }),
  );
  application.post(
    '/:tenant/login',
    on('login', ({ context, fields }) => signIn.choose(context, fields)),
  );
  application.post(
    '/:tenant/consent',
    on('consent', ({ context, fields }) => signIn.consent(context, fields)),
  );
  application.post(
    '/:tenant/oauth2/v2.0/token',
    on('token', (visit) =>
      answerJson(visit, async () => {
        const { fields: form, tenant, entry } = visit;
        const originHeader = visit.context.req.header('origin');
        const { person, body } = await answerTokenRequest(state, { form, tenant, origin: originHeader });
        entry.person = person.id;
        return body;
      }),
    ),
  );
  application.post(
    '/:tenant/oauth2/v2.0/devicecode',
    on('devicecode', (visit) =>
      answerJson(visit, () => {
        const { fields: form, tenant, path } = visit;
        return answerDeviceCodeRequest(state, { form, tenant, path, origin: visit.context.req.header('origin') });
      }),
    ),
  );
  const askAdministrator = on('adminconsent', async ({ fields, entry, tenant }) => {
    try {
      return await state.adminConsent.ask(fields, tenant);
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      entry.refusal = error.failure.aadsts;
      return refusalPage(describe(error.failure));
    }
  });
  application.get('/:tenant/adminconsent', askAdministrator);
  application.get('/:tenant/v2.0/adminconsent', askAdministrator);
  application.post(
    '/:tenant/adminconsent',
    on('adminconsent', ({ fields }) => state.adminConsent.decide(fields) ?? refusalPage(describe(unknownFlow))),
  );
  application.get(
    '/:tenant/oauth2/v2.0/logout',
    on('logout', ({ context, fields }) => {
      const { signOut, page } = endSession(context, fields, state);
      state.signOuts.push(signOut);
      return page;
    }),
  );
  return application;
}

async function formOf(context: NodeContext): Promise<URLSearchParams> {
  const type = context.req.header('content-type')?.split(';')[0]?.trim();
  return new URLSearchParams(type === 'application/x-www-form-urlencoded' ? await context.req.text() : '');
}

function correlationIdOf(context: NodeContext, fields: URLSearchParams): string | undefined {
  return fields.get('client-request-id') ?? context.req.header('client-request-id');
}
