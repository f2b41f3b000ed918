import { randomBytes, randomUUID } from 'node:crypto';
import type { Person } from '../demo-tenant.ts';
import { OAuthRefusal } from './oauth-error.ts';
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
  newFamily(): string;
  issueCode(details: AuthorizationCode): string;
  /** Takes a code, once. @throws OAuthRefusal AADSTS70000, 70008 or, with everything revoked that it led to, 54005 */
  redeemCode(code: string): AuthorizationCode;
  issueRefreshToken(grant: RefreshGrant): string;
  /** @throws OAuthRefusal AADSTS9002313 for an unknown token, 50173 for a revoked one */
  refresh(token: string): RefreshGrant;
  /** Refuses all refresh tokens issued so far, and returns the families they belonged to. */
  revokeAll(): string[];
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
  const families = new Set<string>();
  const revoked = new Set<string>();

  return {
    newFamily: () => {
      const family = randomUUID();
      families.add(family);
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
        revoked.add(entry.details.family);
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
      if (revoked.has(grant.family)) {
        throw invalidGrant(
          50173,
          'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
        );
      }
      // Like Entra's, a used token stays valid beside its successor: clients refresh for two resources at once.
      return grant;
    },
    revokeAll: () => {
      for (const family of families) revoked.add(family);
      return [...families];
    },
  };
}

function invalidGrant(aadsts: number, description: string): OAuthRefusal {
  return new OAuthRefusal({ error: 'invalid_grant', aadsts, description });
}
