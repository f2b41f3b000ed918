import type { TokenAuthority, TokenVerdict } from '../entra/token-authority.ts';

/** Checks an `authorization` header for a resource; no bearer token at all is `missing`. */
export async function checkBearer(
  header: string | undefined,
  authority: TokenAuthority,
  audience: string,
): Promise<TokenVerdict | { readonly kind: 'missing' }> {
  const token = /^Bearer ([\w.-]+)$/i.exec(header ?? '')?.[1];
  return token === undefined ? { kind: 'missing' } : authority.verify(token, audience);
}

/** The `www-authenticate` header that asks for a token with other claims (continuous access evaluation). */
export function claimsChallenge(loginOrigin: string, claims: string): string {
  const encoded = Buffer.from(claims).toString('base64');
  return `Bearer realm="", authorization_uri="${loginOrigin}/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`;
}

/** The claims that CAE asks for after a revocation: any token that is newer than `now`, in milliseconds. */
export function newerTokenClaims(now: number): string {
  return JSON.stringify({
    access_token: { nbf: { essential: true, value: String(Math.floor(now / 1000)) } },
  });
}
