import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { DemoTenant, Person } from '../demo-tenant.ts';
import { dropConnection, interceptingPage, neverAnswer } from '../http/raw-reply.ts';
import type { Grants } from './grants.ts';
import { OAuthRefusal, refuse, refuseDuplicates, required } from './oauth-error.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';
import { parseScopes } from './scopes.ts';
import type { Resource } from './scopes.ts';
import type { TokenAuthority } from './token-authority.ts';

/** Ways in which a token request can be made to fail. */
export type TokenFailure =
  | { readonly kind: 'status'; readonly status: number; readonly body: string; readonly contentType: string }
  | {
      readonly kind: 'oauth-error';
      readonly error: string;
      readonly aadsts: number;
      readonly suberror?: string;
      readonly description?: string;
      readonly claims?: string;
    }
  /** 200 with JSON that is no token reply, which MSAL takes for success. */
  | { readonly kind: 'json-without-tokens' }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' };

/** What the token endpoint works with. */
export interface TokenEndpoint {
  readonly tenant: DemoTenant;
  readonly resources: readonly [graph: Resource, ...others: Resource[]];
  readonly authority: TokenAuthority;
  readonly grants: Grants;
  refreshIn(): number | undefined;
}

interface Grant {
  readonly person: Person;
  readonly family: string;
  readonly scope: string;
  readonly nonce: string | undefined;
}

/** Serves one token request. @throws OAuthRefusal for every request that Entra would refuse */
export async function answerTokenRequest(
  endpoint: TokenEndpoint,
  form: URLSearchParams,
  origin: string | undefined,
): Promise<Record<string, unknown>> {
  const { tenant, authority, grants } = endpoint;
  checkClient(form, tenant, origin);
  const grant = readGrant(endpoint, form);
  const scopes = parseScopes(form.get('scope') ?? grant.scope, endpoint.resources);
  const access = await authority.issueAccessToken({
    person: grant.person,
    family: grant.family,
    audience: scopes.resource.audience,
    permissions: scopes.permissions,
    clientCapabilities: readClientCapabilities(form.get('claims')),
  });
  const refreshIn = endpoint.refreshIn();
  return {
    token_type: 'Bearer',
    scope: scopes.granted,
    expires_in: access.lifetime,
    ext_expires_in: access.lifetime,
    ...(refreshIn === undefined ? {} : { refresh_in: refreshIn }),
    access_token: access.token,
    ...(scopes.openId.includes('offline_access')
      ? {
          refresh_token: grants.issueRefreshToken({
            person: grant.person,
            family: grant.family,
            clientId: tenant.clientId,
            scope: grant.scope,
          }),
        }
      : {}),
    ...(scopes.openId.includes('openid') ? { id_token: await authority.issueIdToken(grant.person, grant.nonce) } : {}),
    ...(form.get('client_info') === '1' ? { client_info: clientInfo(grant.person, tenant) } : {}),
  };
}

/** base64url of the ids that MSAL builds an account's key from. */
export function clientInfo(person: Person, tenant: DemoTenant): string {
  return Buffer.from(JSON.stringify({ uid: person.objectId, utid: tenant.id })).toString('base64url');
}

/** Answers a token request in the scripted way; `describe` writes an OAuth error in Entra's words. */
export async function answerTokenFailure(
  context: Context<{ Bindings: HttpBindings }>,
  failure: TokenFailure,
  describe: (failure: OAuthFailure) => OAuthErrorReply,
): Promise<Response> {
  switch (failure.kind) {
    case 'status':
      return new Response(failure.body, {
        status: failure.status,
        headers: { 'content-type': failure.contentType },
      });
    case 'oauth-error': {
      const { kind: _kind, description = 'The emulator was told to refuse this request.', ...rest } = failure;
      return Response.json(describe({ ...rest, description }), { status: 400 });
    }
    case 'json-without-tokens':
      return Response.json({ message: 'OK' });
    case 'html':
      return interceptingPage(failure.status);
    case 'hang':
      return neverAnswer(context);
    case 'drop':
      return dropConnection(context);
  }
}

function checkClient(form: URLSearchParams, tenant: DemoTenant, origin: string | undefined): void {
  refuseDuplicates(form);
  const clientId = required(form, 'client_id');
  if (clientId !== tenant.clientId) {
    refuse(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory 'Contoso'.`,
    );
  }
  if (form.has('client_secret') || form.has('client_assertion')) {
    throw new OAuthRefusal({
      error: 'invalid_client',
      aadsts: 700025,
      description: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
      status: 401,
    });
  }
  // A page in a renderer would send its origin along: tokens belong to the main process, and Entra refuses this as well.
  if (origin !== undefined) {
    refuse(
      'invalid_request',
      9002326,
      `Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '${origin}'.`,
    );
  }
}

function readGrant({ grants }: TokenEndpoint, form: URLSearchParams): Grant {
  const grantType = required(form, 'grant_type');
  switch (grantType) {
    case 'authorization_code': {
      const verifier = required(form, 'code_verifier');
      const redirectUri = required(form, 'redirect_uri');
      const code = grants.redeemCode(required(form, 'code'));
      if (code.redirectUri !== redirectUri) {
        refuse(
          'invalid_grant',
          500112,
          `The reply address '${redirectUri}' does not match the reply address '${code.redirectUri}' provided when requesting Authorization code.`,
        );
      }
      if (createHash('sha256').update(verifier).digest('base64url') !== code.codeChallenge) {
        refuse(
          'invalid_grant',
          501481,
          'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
        );
      }
      return code;
    }
    case 'refresh_token':
      // The nonce belongs to the sign-in: repeated in a refreshed id token, it would look like a replay to MSAL.
      return { ...grants.refresh(required(form, 'refresh_token')), nonce: undefined };
    default:
      return refuse('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grantType}'.`);
  }
}

/** The `xms_cc` values that a `claims` parameter asks for. */
function readClientCapabilities(claims: string | null): readonly string[] {
  if (claims === null) return [];
  try {
    const asked = JSON.parse(claims) as { access_token?: { xms_cc?: { values?: unknown } } };
    const values = asked.access_token?.xms_cc?.values;
    return Array.isArray(values) ? values.map(String) : [];
  } catch {
    return refuse('invalid_request', 50156, 'The claims request parameter is not valid JSON.');
  }
}
