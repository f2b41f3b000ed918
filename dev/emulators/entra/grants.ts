import { randomBytes, randomUUID } from 'node:crypto';
import type { AnyPersonId, Person } from '../demo-tenant.ts';
import type { ClaimsRequest } from './claims-request.ts';
import { interactions } from './interaction-kinds.ts';
import { OAuthRefusal } from './oauth-error.ts';
import type { OAuthFailure } from './oauth-error.ts';
import type { Clock } from './token-authority.ts';

/** What a sign-in was about, kept until its code is redeemed. */
export interface AuthorizationCode {
  readonly person: Person;
  readonly family: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly claims: ClaimsRequest;
}

/** A long-lived grant of one person to one client; it serves every resource. */
export interface RefreshGrant {
  readonly person: Person;
  readonly family: string;
  readonly clientId: string;
  /** The scopes of the request that led to it, for a refresh that names none. */
  readonly scope: string;
}

/** The codes and refresh tokens that are out. */
export interface Grants {
  /** Starts a family: everything that comes of one sign-in. */
  newFamily(person: AnyPersonId): string;
  issueCode(details: AuthorizationCode): string;
  /** Takes a code, once. @throws OAuthRefusal AADSTS70000, 70008 or, with everything revoked that it led to, 54005 */
  redeemCode(code: string): AuthorizationCode;
  issueRefreshToken(grant: RefreshGrant): string;
  /** @throws OAuthRefusal AADSTS9002313 for an unknown token, 50173 or what `revoke` said for a revoked one */
  refresh(token: string): RefreshGrant;
  /** Everything that has come of somebody's sign-ins so far, or of everybody's. */
  familiesOf(person: AnyPersonId | undefined): string[];
  /** Refuses the refresh tokens of families from now on. */
  revoke(families: Iterable<string>, failure?: OAuthFailure): void;
}

const codeLifetime = 10 * 60 * 1000;

/** Makes an empty store; refresh tokens go into `issued` too, and `onReplay` learns the family whose code came twice. */
export function createGrants(options: {
  readonly clock: Clock;
  readonly issued: string[];
  onReplay(family: string): void;
}): Grants {
  const { clock } = options;
  const codes = new Map<string, { details: AuthorizationCode; expires: number; redeemed: boolean }>();
  const refreshTokens = new Map<string, RefreshGrant>();
  const families = new Map<string, AnyPersonId>();
  const revoked = new Map<string, OAuthFailure>();

  return {
    newFamily: (person) => {
      const family = randomUUID();
      families.set(family, person);
      return family;
    },
    issueCode: (details) => {
      const code = `1.${randomBytes(64).toString('base64url')}`;
      codes.set(code, { details, expires: clock() + codeLifetime, redeemed: false });
      return code;
    },
    redeemCode: (code) => {
      const entry = codes.get(code);
      if (entry === undefined) throw invalidGrant(70000, "The provided value for the 'code' parameter is not valid.");
      if (entry.redeemed) {
        revoked.set(entry.details.family, interactions['password-changed']);
        options.onReplay(entry.details.family);
        throw invalidGrant(
          54005,
          'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
        );
      }
      // Even a redemption that fails a later check uses the code up: whoever holds it may be guessing the verifier.
      entry.redeemed = true;
      if (clock() > entry.expires) {
        throw invalidGrant(70008, 'The provided authorization code or refresh token has expired due to inactivity.');
      }
      return entry.details;
    },
    issueRefreshToken: (grant) => {
      const token = `1.${randomBytes(96).toString('base64url')}`;
      refreshTokens.set(token, grant);
      options.issued.push(token);
      return token;
    },
    refresh: (token) => {
      const grant = refreshTokens.get(token);
      if (grant === undefined) {
        throw invalidGrant(9002313, 'Invalid request. Request is malformed or invalid.');
      }
      const refusal = revoked.get(grant.family);
      if (refusal !== undefined) throw new OAuthRefusal(refusal);
      // Like Entra's, a used token stays valid beside its successor: clients refresh for two resources at once.
      return grant;
    },
    familiesOf: (person) =>
      [...families].filter(([, owner]) => person === undefined || owner === person).map(([family]) => family),
    revoke: (gone, failure = interactions['password-changed']) => {
      for (const family of gone) revoked.set(family, failure);
    },
  };
}

function invalidGrant(aadsts: number, description: string): OAuthRefusal {
  return new OAuthRefusal({ error: 'invalid_grant', aadsts, description });
}
