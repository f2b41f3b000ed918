import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import { unknownApplication } from './account-obstacle.ts';
import { parseClaims } from './claims-request.ts';
import type { ClaimsRequest } from './claims-request.ts';
import { OAuthRefusal, refuse, refuseDuplicates, required } from './oauth-error.ts';
import type { OAuthFailure } from './oauth-error.ts';
import { parseScopes } from './scopes.ts';
import type { RequestedScopes, Resources } from './scopes.ts';

/** Where the answer to an authorize request goes. */
export interface ReplyAddress {
  readonly redirectUri: string;
  readonly state: string | undefined;
}

/** A sign-in that was asked for in order. */
export interface AuthorizeRequest extends ReplyAddress {
  readonly clientId: string;
  readonly scope: string;
  readonly scopes: RequestedScopes;
  readonly claims: ClaimsRequest;
  readonly nonce: string | undefined;
  readonly codeChallenge: string;
  readonly prompt: 'unspecified' | 'login' | 'select_account' | 'consent' | 'none';
  /** The person that `login_hint` names. */
  readonly hinted: Person | undefined;
  readonly loginHint: string | undefined;
  readonly domainHint: string | undefined;
  readonly wantsClientInfo: boolean;
  readonly correlationId: string | undefined;
}

/** An authorize request read: good, refused to the client, or refused on a page because the client can't be trusted. */
export type AuthorizeVerdict =
  | { readonly kind: 'accepted'; readonly request: AuthorizeRequest }
  | { readonly kind: 'refused-to-client'; readonly reply: ReplyAddress; readonly failure: OAuthFailure }
  | { readonly kind: 'refused-on-page'; readonly failure: OAuthFailure };

const prompts = ['login', 'select_account', 'consent', 'none'] as const;

/** What an authorize request is checked against. */
export interface AuthorizeRules {
  readonly directory: Directory;
  readonly resources: Resources;
  /** The tenant of the address; undefined for `organizations` and `common`. */
  readonly tenant: DemoTenant | undefined;
  /** Whether Parley is registered for its own tenant only. */
  readonly singleTenant: boolean;
}

/** Checks an authorize request's parameters by the rules for a public client. */
export function readAuthorizeRequest(query: URLSearchParams, rules: AuthorizeRules): AuthorizeVerdict {
  let reply: ReplyAddress;
  try {
    reply = readReplyAddress(query, rules);
  } catch (error) {
    if (error instanceof OAuthRefusal) return { kind: 'refused-on-page', failure: error.failure };
    throw error;
  }
  try {
    return { kind: 'accepted', request: { ...reply, ...readRest(query, rules) } };
  } catch (error) {
    if (error instanceof OAuthRefusal) return { kind: 'refused-to-client', reply, failure: error.failure };
    throw error;
  }
}

/** Everything that must be right before an answer, even a refusal, may be sent to the redirect URI. */
function readReplyAddress(query: URLSearchParams, { directory, tenant, singleTenant }: AuthorizeRules): ReplyAddress {
  refuseDuplicates(query);
  const clientId = required(query, 'client_id');
  const asked = tenant ?? directory.home;
  const foreign = singleTenant && asked !== directory.home;
  if (clientId !== directory.home.clientId || !directory.hasParley(asked) || foreign) {
    throw new OAuthRefusal(unknownApplication(clientId, asked));
  }
  if (singleTenant && tenant === undefined) {
    refuse(
      'invalid_request',
      50194,
      `Application '${clientId}'(Parley) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.`,
    );
  }
  const redirectUri = required(query, 'redirect_uri');
  if (!isLoopbackRedirect(redirectUri)) {
    refuse(
      'invalid_request',
      50011,
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.`,
    );
  }
  // A code in a query string ends in browser histories and logs; msal-node 7 refuses it, and so does this tenant.
  if (query.get('response_mode') !== 'form_post') {
    refuse(
      'invalid_request',
      70007,
      `'${query.get('response_mode') ?? 'query'}' is not a supported value of 'response_mode' here: this tenant answers by form_post only.`,
    );
  }
  return { redirectUri, state: query.get('state') ?? undefined };
}

function readRest(
  query: URLSearchParams,
  { directory, resources }: AuthorizeRules,
): Omit<AuthorizeRequest, keyof ReplyAddress> {
  if (query.get('response_type') !== 'code') {
    refuse(
      'unsupported_response_type',
      70005,
      "The only supported value of 'response_type' for this application is 'code'.",
    );
  }
  const codeChallenge = query.get('code_challenge');
  if (codeChallenge === null || query.get('code_challenge_method') !== 'S256') {
    refuse(
      'invalid_request',
      9002325,
      "Proof Key for Code Exchange with the method 'S256' is required for this application.",
    );
  }
  if (!/^[A-Za-z0-9_-]{43}$/.test(codeChallenge)) {
    refuse('invalid_request', 501491, 'Invalid size of Code_Challenge parameter.');
  }
  const scope = query.get('scope') ?? '';
  const scopes = parseScopes(scope, resources);
  if (!scopes.openId.includes('openid')) {
    refuse('invalid_scope', 70011, `The scope ${scope} is not valid: a sign-in needs 'openid'.`);
  }
  const prompt = query.get('prompt') ?? 'unspecified';
  if (prompt !== 'unspecified' && !isPrompt(prompt)) {
    refuse('invalid_request', 90023, `Unsupported 'prompt' value: '${prompt}'.`);
  }
  const loginHint = query.get('login_hint') ?? undefined;
  return {
    clientId: query.get('client_id') ?? '',
    scope,
    scopes,
    claims: parseClaims(query.get('claims')),
    nonce: query.get('nonce') ?? undefined,
    codeChallenge,
    prompt,
    loginHint,
    hinted: directory.findByLoginHint(loginHint),
    domainHint: query.get('domain_hint') ?? undefined,
    wantsClientInfo: query.get('client_info') === '1',
    correlationId: query.get('client-request-id') ?? undefined,
  };
}

/** Whether an address is a registered one. Entra ignores the port of a registered `http://localhost`, and nothing else. */
export function isLoopbackRedirect(redirectUri: string): boolean {
  return /^http:\/\/localhost(:\d{1,5})?\/?$/.test(redirectUri);
}

function isPrompt(value: string): value is (typeof prompts)[number] {
  return prompts.some((prompt) => prompt === value);
}
