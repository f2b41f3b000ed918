import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { Claims } from './claim-path.ts';
import type { KeySet, SigningKeys } from './signing-keys.ts';

/** Which token: the id token, which is for Parley, or the access token for Azure OpenAI. */
export type TokenKind = 'id' | 'access';

/** Whose tokens count. */
export interface TokenAudience {
  /** Origin of the sign-in service, `https://login.microsoftonline.com`. */
  readonly loginOrigin: string;
  /** Application (client) id; the audience of id tokens. */
  readonly clientId: string;
  /** Scope of the access token, `https://cognitiveservices.azure.com/.default`; its resource is the audience. */
  readonly azureOpenAIScope: string;
  /** Tenant ids that may sign in; empty where any may that the sign-in page lets through. */
  readonly allowedTenants: readonly string[];
}

/** `invalid` is a token that proves nothing; `unchecked` one of which that is not known, for lack of keys. */
export type TokenCheck =
  | { readonly kind: 'valid'; readonly claims: Claims }
  | { readonly kind: 'invalid'; readonly error: AppError }
  | { readonly kind: 'unchecked'; readonly error: AppError };

/** Why a token is invalid, the `reason` field of `sign-in-bad-reply`. */
export type TokenFault =
  | 'token-form'
  | 'token-algorithm'
  | 'token-key'
  | 'token-signature'
  | 'token-issuer'
  | 'token-audience'
  | 'token-tenant'
  | 'token-claims'
  | 'token-expired'
  | 'token-not-yet-valid';

/** What is to be verified, against what. */
export interface TokenToVerify {
  readonly token: string;
  readonly kind: TokenKind;
  readonly audience: TokenAudience;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

const toleranceSeconds = 5 * 60;

/**
 * Origins of the issuers in version 1 access tokens, by sign-in service.
 * Source: https://learn.microsoft.com/answers/questions/1190472/what-are-the-token-issuers-for-the-sovereign-cloud
 */
const firstVersionIssuers: ReadonlyMap<string, string> = new Map([
  ['https://login.microsoftonline.com', 'https://sts.windows.net'],
  ['https://login.microsoftonline.us', 'https://sts.windows.net'],
  ['https://login.partner.microsoftonline.cn', 'https://sts.chinacloudapi.cn'],
]);

/** Verifies a token's signature, issuer, audience, tenant and times; a key that is not known is looked for once. */
export async function verifyToken(given: TokenToVerify, signal: AbortSignal): Promise<TokenCheck> {
  try {
    const first = await verifyWith(await given.keys.current(signal), given);
    if (first !== 'token-key') return outcome(first);
    const renewed = await given.keys.renewed(signal);
    return outcome(renewed === undefined ? first : await verifyWith(renewed, given));
  } catch (thrown) {
    signal.throwIfAborted();
    return { kind: 'unchecked', error: toAppError(thrown) };
  }
}

function outcome(result: Claims | TokenFault): TokenCheck {
  return typeof result === 'string' ? invalidToken(result) : { kind: 'valid', claims: result };
}

/** A token with this fault. */
export function invalidToken(reason: TokenFault): TokenCheck {
  return { kind: 'invalid', error: new AppError('sign-in-bad-reply', { fields: { reason } }) };
}

async function verifyWith(set: KeySet, { token, kind, audience, clock }: TokenToVerify): Promise<Claims | TokenFault> {
  const tenantId = tenantOf(token);
  if (tenantId === undefined) return 'token-form';
  // SECURITY: Entra serves keys that may sign for one tenant alone; elsewhere they count for nothing.
  const keys = set.keys.filter(({ issuer }) => issuer === undefined || isForTenant(issuer, tenantId));
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys }), {
      // SECURITY: neither `none` nor a secret made of the public key.
      algorithms: ['RS256'],
      issuer: issuersOf(kind, audience.loginOrigin, tenantId),
      audience: audiencesOf(kind, audience),
      clockTolerance: toleranceSeconds,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'iat'],
    });
    return isAllowedTenant(tenantId, set, audience.allowedTenants) ? payload : 'token-tenant';
  } catch (thrown) {
    return faultOf(thrown);
  }
}

/** The tenant that a token claims to be of, in lower case; what it is worth the signature and the issuer decide. */
function tenantOf(token: string): string | undefined {
  try {
    const { tid } = decodeJwt(token);
    return typeof tid === 'string' && /^[0-9a-f-]{36}$/i.test(tid) ? tid.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}

/** Source: https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer */
function isForTenant(issuer: string, tenantId: string): boolean {
  const tenant = issuer.split('/')[3]?.toLowerCase();
  return tenant === '{tenantid}' || tenant === tenantId;
}

function issuersOf(kind: TokenKind, loginOrigin: string, tenantId: string): string[] {
  const second = `${loginOrigin}/${tenantId}/v2.0`;
  const first = firstVersionIssuers.get(loginOrigin);
  return kind === 'access' && first !== undefined ? [second, `${first}/${tenantId}/`] : [second];
}

function audiencesOf(kind: TokenKind, { clientId, azureOpenAIScope }: TokenAudience): string[] {
  if (kind === 'id') return [clientId];
  const resource = azureOpenAIScope.replace(/\/*\.default$/, '');
  return [resource, `${resource}/`];
}

function isAllowedTenant(tenantId: string, set: KeySet, allowed: readonly string[]): boolean {
  if (set.tenantId !== null && set.tenantId !== tenantId) return false;
  return allowed.length === 0 || allowed.some((id) => id.toLowerCase() === tenantId);
}

function faultOf(thrown: unknown): TokenFault {
  if (thrown instanceof errors.JWTExpired) return 'token-expired';
  if (thrown instanceof errors.JWTClaimValidationFailed) return claimFault(thrown.claim);
  if (thrown instanceof errors.JWKSNoMatchingKey || thrown instanceof errors.JWKSMultipleMatchingKeys)
    return 'token-key';
  if (thrown instanceof errors.JWSSignatureVerificationFailed) return 'token-signature';
  if (thrown instanceof errors.JOSEAlgNotAllowed || thrown instanceof errors.JOSENotSupported) return 'token-algorithm';
  return 'token-form';
}

function claimFault(claim: string): TokenFault {
  switch (claim) {
    case 'iss':
      return 'token-issuer';
    case 'aud':
      return 'token-audience';
    case 'nbf':
      return 'token-not-yet-valid';
    default:
      return 'token-claims';
  }
}
