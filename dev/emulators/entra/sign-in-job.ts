import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import type { ClaimsRequest } from './claims-request.ts';
import type { OAuthFailure } from './oauth-error.ts';
import type { RequestedScopes } from './scopes.ts';

/** A sign-in that somebody waits for: an application at its loopback address, or a device at the token endpoint. */
export interface SignInJob {
  /** The tenant of the address; undefined for `organizations` and `common`. */
  readonly tenant: DemoTenant | undefined;
  /** The address's first segment, for the pages' forms. */
  readonly path: string;
  readonly scopes: RequestedScopes;
  readonly claims: ClaimsRequest;
  readonly prompt: AuthorizeRequest['prompt'];
  readonly hinted: Person | undefined;
  readonly loginHint: string | undefined;
  readonly domainHint: string | undefined;
  /** Hands the sign-in over, and makes the page that the browser shows then. */
  complete(person: Person, family: string): Promise<Response>;
  /** Hands the refusal over, and makes the page that the browser shows then. */
  refuse(failure: OAuthFailure): Promise<Response>;
}

/** The person has pressed Cancel. */
export const cancelled: OAuthFailure = {
  error: 'access_denied',
  aadsts: 65004,
  description: 'User declined to consent to access the app.',
};

/** The person needs somebody who may grant what Parley asks for. */
export const needsAdministrator: OAuthFailure = {
  error: 'access_denied',
  aadsts: 90094,
  suberror: 'consent_required',
  description: 'The grant requires admin permission. Ask an administrator to grant Parley what it is requesting.',
};

/** prompt=none cannot ask for consent. */
export const needsConsent: OAuthFailure = {
  error: 'consent_required',
  aadsts: 65001,
  description:
    'The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.',
};

/** prompt=none, and nobody is signed in. */
export const nobodySignedIn: OAuthFailure = {
  error: 'login_required',
  aadsts: 50058,
  description: 'A silent sign-in request was sent but no user is signed in.',
};

/** prompt=none, and the wrong person is signed in or more than one. */
export const someoneElseSignedIn: OAuthFailure = {
  error: 'interaction_required',
  aadsts: 16000,
  description: 'The user account selected does not match the account that is signed in; a person has to choose.',
};

/** A page that has been used up. */
export const unknownFlow: OAuthFailure = {
  error: 'invalid_request',
  aadsts: 165000,
  description: 'Invalid Request: The request tokens do not match the user context. The sign-in page is out of date.',
};
