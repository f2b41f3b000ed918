import { randomBytes } from 'node:crypto';
import type { DemoTenant } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import { unknownApplication } from './account-obstacle.ts';
import { isLoopbackRedirect } from './authorize-request.ts';
import { tenantConsentPage } from './consent-pages.ts';
import type { Consents } from './consents.ts';
import { OAuthRefusal, refuse, refuseDuplicates, required } from './oauth-error.ts';
import { parseScopes } from './scopes.ts';
import type { Resources } from './scopes.ts';

/** The page on which an administrator grants permissions for a whole tenant. */
export interface AdminConsent {
  /** Shows the page. @throws OAuthRefusal for a request that Entra would refuse on the page */
  ask(query: URLSearchParams, tenant: DemoTenant | undefined): Promise<Response>;
  /** Serves its form; undefined where no such page is open. */
  decide(form: URLSearchParams): Response | undefined;
}

interface Question {
  readonly tenant: DemoTenant;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly state: string | null;
}

/** Makes the page; whoever opens it in a test counts as the tenant's administrator. */
export function createAdminConsent(options: {
  readonly directory: Directory;
  readonly consents: Consents;
  readonly resources: Resources;
}): AdminConsent {
  const { directory, consents, resources } = options;
  const questions = new Map<string, Question>();
  return {
    ask: (query, asked) => {
      refuseDuplicates(query);
      const tenant = asked ?? directory.home;
      const clientId = required(query, 'client_id');
      if (clientId !== tenant.clientId) throw new OAuthRefusal(unknownApplication(clientId, tenant));
      const redirectUri = required(query, 'redirect_uri');
      if (!isLoopbackRedirect(redirectUri)) {
        refuse(
          'invalid_request',
          50011,
          `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
        );
      }
      // The older form of the address names no scopes: it grants everything that the registration lists.
      const scopes =
        query.get('scope')?.split(' ').filter(Boolean) ?? resources.map(({ audience }) => `${audience}/.default`);
      const permissions = scopes.flatMap((scope) => parseScopes(scope, resources).permissions);
      const flow = randomBytes(24).toString('base64url');
      questions.set(flow, { tenant, scopes, redirectUri, state: query.get('state') });
      return tenantConsentPage({
        action: `/${tenant.id}/adminconsent`,
        flow,
        permissions,
        organisation: tenant.displayName,
        leadsTo: new URL(redirectUri).origin,
      });
    },
    decide: (form) => {
      const flow = form.get('flow') ?? '';
      const question = questions.get(flow);
      if (question === undefined) return undefined;
      questions.delete(flow);
      const { tenant, scopes, redirectUri, state } = question;
      const accepted = form.get('answer') === 'accept';
      if (accepted) {
        directory.setParley(tenant.id, true);
        consents.grantForTenant(tenant, scopes);
      }
      const address = new URL(redirectUri);
      const outcome = accepted
        ? { admin_consent: 'True', tenant: tenant.id, scope: scopes.join(' ') }
        : { error: 'permission_denied', error_description: 'The admin canceled the request' };
      for (const [name, value] of Object.entries(outcome)) address.searchParams.set(name, value);
      if (state !== null) address.searchParams.set('state', state);
      return new Response(null, { status: 302, headers: { location: address.href, 'cache-control': 'no-store' } });
    },
  };
}
