import { randomBytes } from 'node:crypto';
import { SignJWT, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { AnyPersonId, DemoTenant, Person } from '../demo-tenant.ts';
import { opaqueLoginHint } from '../directory/directory.ts';
import type { Directory } from '../directory/directory.ts';
import { capabilitiesOf } from './claims-request.ts';
import type { ClaimsRequest } from './claims-request.ts';
import { groupClaims } from './group-claims.ts';
import type { OverageForm } from './group-claims.ts';
import { createSigningKeys, keyOfThisProcess } from './signing-keys.ts';
import type { SigningKey } from './signing-keys.ts';
import type { TokenRegistry } from './token-registry.ts';

/** Milliseconds since 1970, like Date.now. */
export type Clock = () => number;

/** What a resource learns about a bearer token. */
export type TokenVerdict =
  | {
      readonly kind: 'valid';
      readonly claims: JWTPayload;
      readonly person: Person;
      readonly tenant: DemoTenant;
      readonly permissions: readonly string[];
    }
  | { readonly kind: 'expired' }
  /** Refused until a newer token comes; `claims` says which, for a client that has declared that it can handle it. */
  | { readonly kind: 'challenged'; readonly claims: ClaimsRequest | undefined }
  | { readonly kind: 'wrong-audience' }
  | { readonly kind: 'invalid'; readonly reason: string };

/** What an access token is for. */
export interface AccessTokenRequest {
  readonly person: Person;
  /** Everything that one sign-in led to, so that it can be revoked together. */
  readonly family: string;
  readonly audience: string;
  readonly permissions: readonly string[];
  /** What the client asked for by `claims`; its capabilities come back as `xms_cc`. */
  readonly claims: ClaimsRequest;
}

/** An access token and the seconds it lives. */
export interface IssuedAccessToken {
  readonly token: string;
  readonly lifetime: number;
}

/** What tests change about later tokens. */
export interface TokenSettings {
  /** Seconds. */
  accessTokenLifetime: number;
  overageForm: OverageForm;
  /** Win over the usual claims, so that a test can forge any of them. */
  readonly idTokenClaims: Map<AnyPersonId, Readonly<Record<string, unknown>>>;
  readonly accessTokenClaims: Map<AnyPersonId, Readonly<Record<string, unknown>>>;
}

/** Checks the tokens of every tenant, for the resources. */
export interface TokenVerifier {
  verify(token: string, audience: string): Promise<TokenVerdict>;
}

/** Issues the tokens of every tenant, each with the tenant's own issuer and keys. */
export interface TokenAuthority extends TokenVerifier {
  /** The published keys of one tenant, or of all. */
  keysOf(tenant: DemoTenant | undefined): Promise<readonly SigningKey[]>;
  rollKeys(keepOld: boolean): Promise<void>;
  issueAccessToken(request: AccessTokenRequest): Promise<IssuedAccessToken>;
  issueIdToken(person: Person, nonce: string | undefined): Promise<string>;
}

/** What the authority works with; every token string goes into `issued` too. */
export interface TokenAuthorityOptions {
  readonly directory: Directory;
  readonly registry: TokenRegistry;
  readonly settings: TokenSettings;
  readonly loginOrigin: string;
  readonly clock: Clock;
  readonly issued: string[];
}

/** Makes an authority; all but the home tenant's first key is fresh. */
export function createTokenAuthority(options: TokenAuthorityOptions): TokenAuthority {
  const { directory, registry, settings, clock, issued } = options;
  const tenants = directory.tenants.map((tenant) => ({
    tenant,
    keys: createSigningKeys(tenant === directory.home ? keyOfThisProcess : undefined),
    issuer: `${options.loginOrigin}/${tenant.id}/v2.0`,
  }));
  const issuerOf = (tenant: DemoTenant) => tenants.find((candidate) => candidate.tenant === tenant) ?? tenants[0];

  const sign = async (person: Person, lifetime: number, claims: Record<string, unknown>): Promise<string> => {
    const now = Math.floor(clock() / 1000);
    const tenant = directory.tenantOf(person);
    const authority = issuerOf(tenant);
    if (authority === undefined) throw new Error('The directory has no tenant.');
    const key = await authority.keys.current();
    const token = await new SignJWT({
      iss: authority.issuer,
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
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.id })
      .sign(key.privateKey);
    issued.push(token);
    return token;
  };

  return {
    keysOf: async (tenant) => {
      const wanted = tenants.filter((candidate) => tenant === undefined || candidate.tenant === tenant);
      return (await Promise.all(wanted.map(({ keys }) => keys.published()))).flat();
    },
    rollKeys: async (keepOld) => {
      await Promise.all(tenants.map(({ keys }) => keys.roll(keepOld)));
    },
    issueAccessToken: async ({ person, family, audience, permissions, claims }) => {
      const id = randomBytes(16).toString('base64url');
      registry.add({ id, person: person.id, family, claims });
      const lifetime = settings.accessTokenLifetime;
      const capabilities = capabilitiesOf(claims);
      const token = await sign(person, lifetime, {
        aud: audience,
        scp: permissions.join(' '),
        upn: person.userPrincipalName,
        given_name: person.givenName,
        family_name: person.surname,
        appid: directory.home.clientId,
        azp: directory.home.clientId,
        azpacr: '0',
        uti: id,
        ...(capabilities.length === 0 ? {} : { xms_cc: capabilities }),
        ...settings.accessTokenClaims.get(person.id),
      });
      return { token, lifetime };
    },
    issueIdToken: (person, nonce) => {
      const roles = directory.rolesOf(person);
      return sign(person, 3600, {
        aud: directory.home.clientId,
        preferred_username: person.userPrincipalName,
        login_hint: opaqueLoginHint(person),
        uti: randomBytes(16).toString('base64url'),
        ...(roles.length === 0 ? {} : { roles }),
        ...groupClaims({
          groups: directory.groupsOf(person),
          form: settings.overageForm,
          tenantId: directory.tenantOf(person).id,
          objectId: person.objectId,
        }),
        ...(nonce === undefined ? {} : { nonce }),
        ...settings.idTokenClaims.get(person.id),
      });
    },
    verify: async (token, audience) => {
      try {
        const authority = tenants.find(({ tenant }) => tenant.id === decodeJwt(token)['tid']);
        const published = (await authority?.keys.published()) ?? [];
        const key = published.find(({ id }) => id === decodeProtectedHeader(token).kid);
        if (authority === undefined || key === undefined) {
          return { kind: 'invalid', reason: 'Nobody here has signed it.' };
        }
        const { payload } = await jwtVerify(token, key.publicKey, {
          algorithms: ['RS256'],
          issuer: authority.issuer,
          audience,
          currentDate: new Date(clock()),
        });
        const standing = registry.standingOf(String(payload['uti']), audience);
        const person = authority.tenant.people.find(({ objectId }) => objectId === payload['oid']);
        if (standing.kind === 'unknown' || person === undefined) {
          return { kind: 'invalid', reason: 'It is not an access token.' };
        }
        if (standing.kind === 'challenged') return standing;
        const scopes = payload['scp'];
        const permissions = typeof scopes === 'string' ? scopes.split(' ') : [];
        return { kind: 'valid', claims: payload, person, tenant: authority.tenant, permissions };
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
