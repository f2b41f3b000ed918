import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import { unknownApplication } from './account-obstacle.ts';
import { mergeClaims, parseClaims } from './claims-request.ts';
import type { Consents } from './consents.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { Grants } from './grants.ts';
import { OAuthRefusal, refuse, refuseDuplicates, required } from './oauth-error.ts';
import type { Requirements } from './requirements.ts';
import { grantedScope, parseScopes } from './scopes.ts';
import type { Resources } from './scopes.ts';
import type { TokenAuthority } from './token-authority.ts';
import { readGrant } from './token-grant.ts';

/** What the token endpoint works with. */
export interface TokenEndpoint {
  readonly directory: Directory;
  readonly resources: Resources;
  readonly authority: TokenAuthority;
  readonly grants: Grants;
  readonly deviceCodes: DeviceCodes;
  readonly consents: Consents;
  readonly requirements: Requirements;
  refreshIn(): number | undefined;
}

/** A request to an endpoint that issues something. */
export interface TokenRequest {
  readonly form: URLSearchParams;
  /** The tenant of the address; undefined for `organizations` and `common`. */
  readonly tenant: DemoTenant | undefined;
  /** The `origin` header. */
  readonly origin: string | undefined;
}

/** Serves one token request. @throws OAuthRefusal for every request that Entra would refuse */
export async function answerTokenRequest(
  endpoint: TokenEndpoint,
  request: TokenRequest,
): Promise<{ readonly person: Person; readonly body: Record<string, unknown> }> {
  const { directory, authority, grants } = endpoint;
  const { form } = request;
  checkClient(directory, request);
  const grant = readGrant(endpoint, form, request.tenant);
  const { person, family } = grant;
  const scopes = parseScopes(form.get('scope') ?? grant.scope, endpoint.resources);
  const { audience } = scopes.resource;
  const claims = mergeClaims(grant.claims, parseClaims(form.get('claims')));
  if (grant.kind === 'renewal') endpoint.requirements.checkRenewal({ person: person.id, family, audience, claims });
  const permissions = endpoint.consents.granted(person, scopes);
  const access = await authority.issueAccessToken({ person, family, audience, permissions, claims });
  const refreshIn = endpoint.refreshIn();
  const refreshGrant = { person, family, clientId: directory.home.clientId, scope: grant.scope };
  return {
    person,
    body: {
      token_type: 'Bearer',
      scope: grantedScope(scopes, permissions),
      expires_in: access.lifetime,
      ext_expires_in: access.lifetime,
      ...(refreshIn === undefined ? {} : { refresh_in: refreshIn }),
      access_token: access.token,
      ...(scopes.openId.includes('offline_access') ? { refresh_token: grants.issueRefreshToken(refreshGrant) } : {}),
      ...(scopes.openId.includes('openid') ? { id_token: await authority.issueIdToken(person, grant.nonce) } : {}),
      ...(form.get('client_info') === '1' ? { client_info: clientInfo(person, directory) } : {}),
    },
  };
}

/** Serves one device code request. @throws OAuthRefusal for every request that Entra would refuse */
export function answerDeviceCodeRequest(
  endpoint: TokenEndpoint,
  request: TokenRequest & { readonly path: string },
): Record<string, unknown> {
  const { form, tenant, path } = request;
  checkClient(endpoint.directory, request);
  const scope = required(form, 'scope');
  parseScopes(scope, endpoint.resources);
  return endpoint.deviceCodes.start({ tenant, path, scope, claims: parseClaims(form.get('claims')) });
}

/** base64url of the ids that MSAL builds an account's key from. */
export function clientInfo(person: Person, directory: Directory): string {
  const ids = { uid: person.objectId, utid: directory.tenantOf(person).id };
  return Buffer.from(JSON.stringify(ids)).toString('base64url');
}

function checkClient(directory: Directory, { form, tenant, origin }: TokenRequest): void {
  refuseDuplicates(form);
  const clientId = required(form, 'client_id');
  const asked = tenant ?? directory.home;
  if (clientId !== directory.home.clientId || !directory.hasParley(asked)) {
    throw new OAuthRefusal(unknownApplication(clientId, asked));
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
