import type { OAuthFailure } from './oauth-error.ts';

/** Why Entra wants to see the person, or does not let them in. */
export type InteractionKind =
  | 'mfa'
  | 'mfa-enrolment'
  | 'mfa-registration'
  | 'device-not-compliant'
  | 'device-not-joined'
  | 'device-authentication'
  | 'blocked-by-policy'
  | 'not-assigned'
  | 'sign-in-frequency'
  | 'password-changed'
  | 'password-expired'
  | 'session-revoked'
  | 'flow-expired'
  | 'refresh-token-inactive'
  | 'not-signed-in'
  | 'several-accounts'
  | 'consent'
  | 'admin-consent'
  | 'admin-consent-misconfigured';

/** The policy ids that Conditional Access wants the next request to be evaluated for. */
const policyClaims =
  '{"access_token":{"capolids":{"essential":true,"values":["b1a5c7d2-0f3e-4a6b-9c8d-7e6f5a4b3c2d"]}}}';

const becauseOfAChange =
  'Due to a configuration change made by your administrator, or because you moved to a new location, you must';

/** Entra's refusals of a silent token request, with the numbers, suberrors and claims that the service sends. */
export const interactions: Readonly<Record<InteractionKind, OAuthFailure>> = {
  mfa: conditionalAccess(
    50076,
    'basic_action',
    `${becauseOfAChange} use multi-factor authentication to access 'models'.`,
  ),
  'mfa-enrolment': conditionalAccess(
    50079,
    'basic_action',
    `${becauseOfAChange} enroll in multi-factor authentication to access 'models'.`,
  ),
  'mfa-registration': conditionalAccess(
    50072,
    'basic_action',
    `${becauseOfAChange} enroll in multi-factor authentication to access 'models'.`,
  ),
  'device-not-compliant': conditionalAccess(
    53000,
    'message_only',
    'Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
  ),
  'device-not-joined': conditionalAccess(
    53001,
    'message_only',
    'Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.',
  ),
  'device-authentication': conditionalAccess(50097, 'additional_action', 'Device authentication is required.'),
  'blocked-by-policy': conditionalAccess(
    53003,
    'message_only',
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  ),
  'not-assigned': invalidGrant(
    50105,
    undefined,
    "Your administrator has configured the application Parley to block users unless they are specifically granted ('assigned') access to the application. The signed-in user is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
  ),
  // MSAL knows neither the error nor the suberror as a case for interaction: it arrives as a plain ServerError.
  'sign-in-frequency': invalidGrant(
    70043,
    'token_expired',
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-11-20T08:00:00.0000000Z and the maximum allowed lifetime for this request is 43200.',
  ),
  'password-changed': invalidGrant(
    50173,
    'bad_token',
    'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  ),
  'password-expired': invalidGrant(50055, 'user_password_expired', 'The password is expired.'),
  'session-revoked': invalidGrant(
    50133,
    'bad_token',
    'The session is not valid due to password expiration or recent password change.',
  ),
  'flow-expired': invalidGrant(
    50089,
    'bad_token',
    'Authentication failed due to flow token expired. Expected - auth codes, refresh tokens, and sessions expire over time or are revoked by the user or an admin.',
  ),
  'refresh-token-inactive': invalidGrant(
    700082,
    'bad_token',
    'The refresh token has expired due to inactivity. The token was issued on 2026-07-01T08:00:00.0000000Z and was inactive for 90.00:00:00.',
  ),
  'not-signed-in': {
    error: 'login_required',
    aadsts: 50058,
    description: 'A silent sign-in request was sent but no user is signed in.',
  },
  'several-accounts': {
    error: 'interaction_required',
    aadsts: 16000,
    description:
      'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  },
  consent: invalidGrant(
    65001,
    'consent_required',
    "The user or administrator has not consented to use the application with ID 'c2b6d1f4-85e9-4a37-b0c8-6f1e9d7a3525' named 'Parley'. Send an interactive authorization request for this user and resource.",
  ),
  'admin-consent': invalidGrant(
    90094,
    'consent_required',
    'An administrator of Contoso has set a policy that prevents you from granting Parley the permissions it is requesting. Contact an administrator of Contoso, who can grant permissions to this application on your behalf.',
  ),
  'admin-consent-misconfigured': invalidGrant(
    90008,
    'consent_required',
    "The user or administrator has not consented to use the application with ID 'c2b6d1f4-85e9-4a37-b0c8-6f1e9d7a3525'. This happened because application is misconfigured: it must require access to Windows Azure Active Directory by specifying at least 'Sign in and read user profile' permission.",
  ),
};

/** Kinds that no sign-in gets past: somebody in IT has to act first. */
export const hopelessKinds: ReadonlySet<InteractionKind> = new Set<InteractionKind>([
  'device-not-compliant',
  'device-not-joined',
  'blocked-by-policy',
  'not-assigned',
  'admin-consent',
  'admin-consent-misconfigured',
]);

function conditionalAccess(aadsts: number, suberror: string, description: string): OAuthFailure {
  return { error: 'interaction_required', aadsts, suberror, description, claims: policyClaims };
}

function invalidGrant(aadsts: number, suberror: string | undefined, description: string): OAuthFailure {
  return { error: 'invalid_grant', aadsts, description, ...(suberror === undefined ? {} : { suberror }) };
}
