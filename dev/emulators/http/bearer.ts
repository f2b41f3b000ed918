import type { TokenVerdict, TokenVerifier } from '../entra/token-authority.ts';

/** Checks an `authorization` header for a resource; no bearer token at all is `missing`. */
export async function checkBearer(
  header: string | undefined,
  verifier: TokenVerifier,
  audience: string,
): Promise<TokenVerdict | { readonly kind: 'missing' }> {
  const token = /^Bearer ([\w.-]+)$/i.exec(header ?? '')?.[1];
  return token === undefined ? { kind: 'missing' } : verifier.verify(token, audience);
}

/** The `www-authenticate` header that asks for a token with other claims (continuous access evaluation). */
export function claimsChallenge(loginOrigin: string, claims: string): string {
  return challengeWith(loginOrigin, Buffer.from(claims).toString('base64'));
}

/** What can be wrong with a claims challenge. */
export type ChallengeJunk =
  | 'not-base64'
  | 'not-json'
  | 'not-an-object'
  | 'no-claims'
  | 'prototype'
  | 'markup'
  | 'megabyte';

/** A `www-authenticate` header whose claims are of no use, or worse. */
export function junkChallenge(loginOrigin: string, junk: ChallengeJunk): string {
  switch (junk) {
    case 'not-base64':
      return challengeWith(loginOrigin, '%%%not base64%%%');
    case 'not-json':
      return claimsChallenge(loginOrigin, '{"access_token":');
    case 'not-an-object':
      return claimsChallenge(loginOrigin, '[1,"two",null]');
    case 'no-claims':
      return `Bearer realm="", authorization_uri="${loginOrigin}/common/oauth2/authorize", error="insufficient_claims"`;
    case 'prototype':
      return claimsChallenge(
        loginOrigin,
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      );
    case 'markup':
      return claimsChallenge(loginOrigin, '{"access_token":{"<img src=x onerror=alert(1)>":{"essential":true}}}');
    case 'megabyte':
      return claimsChallenge(
        loginOrigin,
        JSON.stringify({ access_token: { padding: { value: 'x'.repeat(1024 * 1024) } } }),
      );
  }
}

function challengeWith(loginOrigin: string, claims: string): string {
  return `Bearer realm="", authorization_uri="${loginOrigin}/common/oauth2/authorize", error="insufficient_claims", claims="${claims}"`;
}
