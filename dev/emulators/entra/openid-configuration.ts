import type { DemoTenant } from '../demo-tenant.ts';

/** Entra's discovery document for the tenant that the path names. */
export function openIdConfiguration(options: {
  /** The path's first segment; `common` and `organizations` stand for whatever tenant someone turns out to be of. */
  readonly name: string;
  /** undefined for the shared names. */
  readonly tenant: DemoTenant | undefined;
  readonly origin: string;
  readonly signInOrigin: string;
}): Record<string, unknown> {
  const { name, tenant, origin, signInOrigin } = options;
  const path = tenant?.id ?? name;
  return {
    token_endpoint: `${origin}/${path}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${origin}/${path}/discovery/v2.0/keys`,
    response_modes_supported: ['form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    // Entra answers for the shared names with this placeholder, and clients put the tenant of the token in.
    issuer: `${origin}/${tenant?.id ?? '{tenantid}'}/v2.0`,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${signInOrigin}/${path}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${origin}/${path}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${signInOrigin}/${path}/oauth2/v2.0/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'ver'],
    tenant_region_scope: 'EU',
  };
}
