// Sources: RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5, OpenID Connect Core section 3.1.2.6,
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes,
// https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/ (suberror),
// @azure/msal-common InteractionRequiredAuthErrorCodes
import { conditionalAccessCodes } from './aadsts-conditional-access.ts';
import { consentCodes } from './aadsts-consent.ts';
import { passwordCodes } from './aadsts-password.ts';
import { sessionCodes } from './aadsts-session.ts';
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const signInAgain: Explanation = {
  cause: 'Your sign-in has ended or is not enough for this.',
  fixer: 'you',
  advice: 'Sign in again; your conversations stay as they are.',
  remedy: 'sign-in',
  note: 'The service wants the person to interact.',
};

const refusedRegistration: Explanation = {
  cause: 'Your organisation’s sign-in service does not accept Parley as it is set up.',
  fixer: 'it',
  advice: 'Send the details to your IT department: Parley’s registration has to be corrected.',
  remedy: 'message-it',
  portal: portals.registration,
  note: 'The registration does not allow this client or this kind of sign-in.',
};

const refusedScope: Explanation = {
  cause: 'Parley asked for a permission or a service that your organisation does not have.',
  fixer: 'it',
  advice: 'Send the details to your IT department.',
  remedy: 'message-it',
  portal: portals.apiPermissions,
  note: 'invalid_scope or invalid_resource: check API permissions and, in a custom cloud, AzureOpenAIScope.',
};

const serviceFault: Explanation = {
  cause: 'The sign-in service has a passing problem.',
  fixer: 'microsoft',
  advice: 'Try again in a moment.',
  remedy: 'try-again',
  portal: portals.serviceHealth,
  note: 'server_error or temporarily_unavailable.',
};

/** The reason as it comes from the sign-in service: OAuth, OpenID Connect and device code errors. */
export const oauthErrors: Explanations = {
  access_denied: {
    cause: 'The sign-in was cancelled or declined on the sign-in page.',
    fixer: 'you',
    advice: 'Sign in again when you are ready.',
    remedy: 'sign-in',
    note: 'access_denied: the person, or a policy, declined.',
  },
  authorization_declined: {
    cause: 'The sign-in was declined on the sign-in page.',
    fixer: 'you',
    advice: 'Start again if that was not meant.',
    remedy: 'sign-in',
    note: 'Device code flow: declined.',
  },
  authorization_pending: sessionCodes['70016'] ?? signInAgain,
  bad_verification_code: sessionCodes['70018'] ?? signInAgain,
  expired_token: sessionCodes['70019'] ?? signInAgain,
  slow_down: { ...serviceFault, note: 'slow_down: device code flow, asked too often.' },
  interaction_required: signInAgain,
  login_required: { ...signInAgain, cause: 'You are not signed in.', note: 'login_required: no session.' },
  account_selection_required: {
    ...signInAgain,
    cause: 'It is not clear which of your accounts to use.',
    advice: 'Sign in and pick your work account.',
    remedy: 'other-account',
    note: 'account_selection_required: several sessions in the browser.',
  },
  consent_required: consentCodes['65001'] ?? signInAgain,
  invalid_grant: { ...signInAgain, note: 'invalid_grant: the code or refresh token was rejected.' },
  invalid_client: refusedRegistration,
  unauthorized_client: refusedRegistration,
  unsupported_grant_type: refusedRegistration,
  unsupported_response_type: refusedRegistration,
  invalid_scope: refusedScope,
  invalid_resource: refusedScope,
  invalid_target: refusedScope,
  invalid_request: {
    ...refusedRegistration,
    portal: portals.signInLogs,
    note: 'invalid_request: a malformed request.',
  },
  server_error: serviceFault,
  temporarily_unavailable: serviceFault,
};

/** What Entra adds to `interaction_required` and `invalid_grant`. */
export const subErrors: Explanations = {
  basic_action: conditionalAccessCodes['50076'] ?? signInAgain,
  additional_action: {
    cause: 'Your organisation asks for something more before you can go on.',
    fixer: 'it',
    advice:
      'Sign in again and follow what the page says; if it cannot be done, send the details to your IT department.',
    remedy: 'sign-in',
    portal: portals.conditionalAccess,
    note: 'additional_action: a remedial step outside of the app, such as joining or enrolling the device.',
  },
  message_only: {
    cause: 'Your organisation does not allow this at the moment.',
    fixer: 'it',
    advice: 'Sign in again to read the reason on the sign-in page, or send the details to your IT department.',
    remedy: 'sign-in',
    portal: portals.signInLogs,
    note: 'message_only: the sign-in page has a message for the person; signing in does not solve it.',
  },
  consent_required: consentCodes['65001'] ?? signInAgain,
  user_password_expired: passwordCodes['50055'] ?? signInAgain,
  bad_token: signInAgain,
  token_expired: signInAgain,
  device_authentication_failed: conditionalAccessCodes['50155'] ?? signInAgain,
  protection_policy_required: conditionalAccessCodes['53009'] ?? signInAgain,
};
