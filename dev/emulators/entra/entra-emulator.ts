import type { AnyPersonId, DemoTenant } from '../demo-tenant.ts';
import type { AccountStatus } from '../directory/directory.ts';
import type { HeldRequest } from '../http/faults.ts';
import type { ClaimsRequest } from './claims-request.ts';
import type { DeviceCode } from './device-codes.ts';
import type { TokenFailure } from './endpoint-failure.ts';
import type { OverageForm } from './group-claims.ts';
import type { InteractionKind } from './interaction-kinds.ts';
import type { OAuthFailure } from './oauth-error.ts';
import type { EntraEndpoint, EntraRequest } from './request-log.ts';
import type { SignOut } from './sign-out.ts';

/** The resources that Parley gets tokens for. */
export type ResourceName = 'models' | 'graph' | 'arm';

/** How `requireInteraction` applies; by default for everybody and every resource, until a sign-in or until it is lifted. */
export interface InteractionOptions {
  readonly person?: AnyPersonId;
  readonly resource?: ResourceName;
  /** How many silent requests are refused; without end where left out. */
  readonly times?: number;
  /** Whether a sign-in satisfies it; where left out, as the kind has it. */
  readonly untilSignIn?: boolean;
  /** Where a sign-in that cannot satisfy it ends: posted to the application (usual here), or on Microsoft's page. */
  readonly ending?: 'return' | 'stay';
  /** The `error` of the reply, where it should be another one than usual (`invalid_grant`, `interaction_required`). */
  readonly error?: string;
}

/** What `requireClaims` demands; by default any newer token, of everybody, at every resource. */
export interface ClaimsOptions {
  readonly claims?: ClaimsRequest;
  readonly person?: AnyPersonId;
  readonly resource?: ResourceName;
  /** How a silent request with these claims is refused until a sign-in has brought them; it succeeds where left out. */
  readonly interaction?: InteractionKind;
}

/** What a revocation takes away. */
export interface Revocation {
  /** The access tokens too, as under continuous access evaluation: the resources refuse them at once. */
  readonly accessTokens?: boolean;
  /** False leaves refresh tokens and browser sessions alone, so that the next token comes silently. */
  readonly refreshTokens?: boolean;
  /** How refresh tokens are refused afterwards; `password-changed` (50173) where left out. */
  readonly as?: InteractionKind;
}

/** Microsoft Entra ID for the tenants of the directory, with handles for tests. */
export interface EntraEmulator {
  /** The login host: `https://localhost:PORT`. */
  readonly origin: string;
  /** Where the sign-in page is: the login host, or an http origin of its own. */
  readonly signInOrigin: string;
  /** The tenant where Parley is registered. */
  readonly tenant: DemoTenant;
  /** All tenants: Contoso, Fabrikam (has added Parley) and Northwind (has not). */
  readonly tenants: readonly DemoTenant[];

  /** Every request so far, oldest first, without its secrets. */
  readonly requests: readonly EntraRequest[];
  /** Resolves with the next request to an endpoint. */
  nextRequest(endpoint: EntraEndpoint): Promise<EntraRequest>;
  /** Visits to the end-session endpoint, and what they came to. */
  readonly signOuts: readonly SignOut[];
  /** Every device code so far. */
  readonly deviceCodes: readonly DeviceCode[];
  /** Every access, refresh and id token that has been issued, for searching leaks. */
  issuedTokens(): string[];

  /** Makes the next `times` token requests fail. */
  failNextToken(failure: TokenFailure, times?: number): void;
  /** Makes the next `times` requests to an endpoint, or to any, fail. */
  failNext(endpoint: EntraEndpoint | 'any', failure: TokenFailure, times?: number): void;
  /** Makes the next `times` well-formed sign-ins end in an error: posted to the client, or on a page that stays. */
  failNextSignIn(failure: OAuthFailure, times?: number, ending?: 'return' | 'stay'): void;
  /** Keeps the next request to an endpoint waiting until it is released. */
  hold(endpoint: EntraEndpoint | 'any'): HeldRequest<EntraRequest>;
  /** Milliseconds before each answer of an endpoint, or of all; 0 ends it. */
  setDelay(milliseconds: number, endpoint?: EntraEndpoint): void;
  /** Seconds that Microsoft's clock is ahead (or, negative, behind): Date headers and tokens of all emulators. */
  setClockSkew(seconds: number): void;

  /** Refuses silent token requests until somebody has signed in, the count is used up, or the result is called. */
  requireInteraction(kind: InteractionKind | OAuthFailure, options?: InteractionOptions): () => void;
  /** Makes the resources refuse tokens that were not issued with these claims; the result lifts it. */
  requireClaims(options?: ClaimsOptions): () => void;
  /**
   * Refuses all refresh tokens issued so far (AADSTS50173) and ends the browser sessions. Access tokens stay good until they
   * expire, as in Entra; with `accessTokens`, the resources refuse them with a claims challenge, as under CAE.
   */
  revokeAll(revocation?: Revocation): void;
  /** The same for one person. */
  revoke(person: AnyPersonId, revocation?: Revocation): void;
  /** Disables (AADSTS50057) or deletes (50034) an account; its tokens end at once, as under CAE. */
  setAccount(person: AnyPersonId, status: AccountStatus): void;

  /** Says which scopes a person has consented to; everybody starts with `all`. */
  setConsent(person: AnyPersonId, scopes: readonly string[] | 'all'): void;
  /** Says whether people may consent for themselves; where not, new scopes end in AADSTS90094. */
  setUserConsent(allowed: boolean): void;
  /** Grants scopes for a whole tenant, as its administrator would. */
  grantAdminConsent(scopes: readonly string[], tenantId?: string): void;
  /** The page on which an administrator grants scopes. */
  adminConsentUrl(scopes: readonly string[], redirectUri: string): string;

  /** App roles of a person, in their next id token. */
  setRoles(person: AnyPersonId, roles: readonly string[]): void;
  /** Groups of a person, in their next id token (over 200: the overage claims) and in Graph at once. */
  setGroups(person: AnyPersonId, groups: readonly string[]): void;
  /** How later id tokens say that there are over 200 groups. */
  setOverageForm(form: OverageForm): void;
  /** Adds claims to a person's later id tokens (roles, groups, a forged tid or nonce); `{}` ends it. */
  setIdTokenClaims(person: AnyPersonId, claims: Readonly<Record<string, unknown>>): void;
  /** The same for their later access tokens. */
  setAccessTokenClaims(person: AnyPersonId, claims: Readonly<Record<string, unknown>>): void;

  /** How long later access tokens live; 3600 seconds at first. */
  setTokenLifetime(seconds: number): void;
  /** Sends `refresh_in` with later access tokens; undefined stops that. */
  setRefreshIn(seconds: number | undefined): void;
  /** Signs with new keys from now on; without `keepOld` the old ones vanish from the JWKS, and their tokens are refused. */
  rollKeys(options?: { readonly keepOld?: boolean }): Promise<void>;

  /** Whether Parley is registered for its own tenant only (AADSTS50194 and 700016 elsewhere); it is not at first. */
  setSingleTenant(singleTenant: boolean): void;
  /** Signs this person in without showing the page, whatever `prompt` says; undefined shows the page again. */
  signInAutomatically(person: AnyPersonId | undefined): void;
  /** Approves a device code as this person would on the page. */
  approveDeviceCode(userCode: string, person: AnyPersonId): void;
  /** Declines a device code. */
  declineDeviceCode(userCode: string): void;
  /** Lets every device code run out. */
  expireDeviceCodes(): void;
  /** Seconds between polls (5 at first) and until expiry (900) of later device codes. */
  setDeviceCodeTimes(times: { readonly interval?: number; readonly lifetime?: number }): void;
  /** An access token as a sign-in of a client that declares cp1 would give it, for tests of the resources. */
  accessTokenFor(person: AnyPersonId, scope: string): Promise<string>;
}
