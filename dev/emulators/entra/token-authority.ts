import { randomBytes } from 'node:crypto';
import { SignJWT, errors, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { opaqueLoginHint } from '../demo-tenant.ts';
import type { DemoTenant, Person, PersonId } from '../demo-tenant.ts';

/** Milliseconds since 1970, like Date.now. */
export type Clock = () => number;

/** What a resource learns about a bearer token. */
export type TokenVerdict =
  | { readonly kind: 'valid'; readonly claims: JWTPayload; readonly permissions: readonly string[] }
  | { readonly kind: 'expired' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'wrong-audience' }
  | { readonly kind: 'invalid'; readonly reason: string };

/** What an access token is for. */
export interface AccessTokenRequest {
  readonly person: Person;
  /** Everything that one sign-in led to, so that it can be revoked together. */
  readonly family: string;
  readonly audience: string;
  readonly permissions: readonly string[];
  /** `xms_cc`: what the client can do, as asked for by the `claims` parameter. */
  readonly clientCapabilities: readonly string[];
}

/** An access token and the seconds it lives. */
export interface IssuedAccessToken {
  readonly token: string;
  readonly lifetime: number;
}

/** Issues the tenant's tokens and checks them for its resources, which share its key and its memory of revocation. */
export interface TokenAuthority {
  readonly issuer: string;
  readonly keys: JSONWebKeySet;
  /** How long later access tokens live. */
  setLifetime(seconds: number): void;
  issueAccessToken(request: AccessTokenRequest): Promise<IssuedAccessToken>;
  issueIdToken(person: Person, nonce: string | undefined): Promise<string>;
  /** Adds claims to a person's later id tokens; they win over the usual ones, so that a test can forge any of them. */
  setClaims(person: PersonId, claims: Readonly<Record<string, unknown>>): void;
  revokeAccessTokens(families: Iterable<string>): void;
  verify(token: string, audience: string): Promise<TokenVerdict>;
}

/** Makes a fresh signing key and an authority around it; every token string goes into `issued` too. */
export async function createTokenAuthority(options: {
  readonly tenant: DemoTenant;
  readonly loginOrigin: string;
  readonly clock: Clock;
  readonly issued: string[];
}): Promise<TokenAuthority> {
  const { tenant, clock, issued } = options;
  const issuer = `${options.loginOrigin}/${tenant.id}/v2.0`;
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const keyId = randomBytes(16).toString('base64url');
  const jwk = { ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', alg: 'RS256' };
  const extraClaims = new Map<PersonId, Readonly<Record<string, unknown>>>();
  const familyOfToken = new Map<string, string>();
  const revokedFamilies = new Set<string>();
  let accessTokenLifetime = 3600;

  const sign = async (person: Person, lifetime: number, claims: Record<string, unknown>): Promise<string> => {
    const now = Math.floor(clock() / 1000);
    const token = await new SignJWT({
      iss: issuer,
      iat: now,
      nbf: now,
      exp: now + lifetime,
      tid: tenant.id,
      oid: person.objectId,
      sub: pairwiseSubject(person),
      name: person.displayName,
      ver: '2.0',
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
      .sign(privateKey);
    issued.push(token);
    return token;
  };

  return {
    issuer,
    keys: { keys: [jwk] },
    setLifetime: (seconds) => {
      accessTokenLifetime = seconds;
    },
    issueAccessToken: async (request) => {
      const tokenId = randomBytes(16).toString('base64url');
      familyOfToken.set(tokenId, request.family);
      const lifetime = accessTokenLifetime;
      const token = await sign(request.person, lifetime, {
        aud: request.audience,
        scp: request.permissions.join(' '),
        upn: request.person.userPrincipalName,
        given_name: request.person.givenName,
        family_name: request.person.surname,
        appid: tenant.clientId,
        azp: tenant.clientId,
        azpacr: '0',
        uti: tokenId,
        ...(request.clientCapabilities.length === 0 ? {} : { xms_cc: request.clientCapabilities }),
      });
      return { token, lifetime };
    },
    issueIdToken: (person, nonce) =>
      sign(person, 3600, {
        aud: tenant.clientId,
        preferred_username: person.userPrincipalName,
        login_hint: opaqueLoginHint(person),
        uti: randomBytes(16).toString('base64url'),
        ...(person.roles.length === 0 ? {} : { roles: person.roles }),
        ...(nonce === undefined ? {} : { nonce }),
        ...extraClaims.get(person.id),
      }),
    setClaims: (person, claims) => {
      extraClaims.set(person, claims);
    },
    revokeAccessTokens: (families) => {
      for (const family of families) revokedFamilies.add(family);
    },
    verify: async (token, audience) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: ['RS256'],
          issuer,
          audience,
          currentDate: new Date(clock()),
        });
        const family = familyOfToken.get(String(payload['uti']));
        if (family === undefined) return { kind: 'invalid', reason: 'It is not an access token.' };
        if (revokedFamilies.has(family)) return { kind: 'revoked' };
        const scopes = payload['scp'];
        return { kind: 'valid', claims: payload, permissions: typeof scopes === 'string' ? scopes.split(' ') : [] };
      } catch (error) {
        return verdictOf(error);
      }
    },
  };
}

function verdictOf(error: unknown): TokenVerdict {
  if (error instanceof errors.JWTExpired) return { kind: 'expired' };
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return { kind: 'wrong-audience' };
  return { kind: 'invalid', reason: error instanceof Error ? error.message : 'It cannot be read.' };
}

/** Entra's `sub` differs from the `oid`; clients that mix the two up must fail here as well. */
function pairwiseSubject(person: Person): string {
  return Buffer.from(`sub ${person.objectId}`).toString('base64url').slice(0, 43);
}
