// Source: @azure/msal-node 7.2.1 and @azure/msal-common 16.16.0, src/error/*.ts (the codes as published)
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const notSignedIn: Explanation = {
  cause: 'There is no sign-in on this computer that could be used.',
  fixer: 'you',
  advice: 'Sign in; your conversations stay as they are.',
  remedy: 'sign-in',
  note: 'The token cache has no account or no tokens for it.',
};

const endedSignIn: Explanation = {
  cause: 'Your sign-in has ended.',
  fixer: 'you',
  advice: 'Sign in again; your conversations stay as they are.',
  remedy: 'sign-in',
  note: 'The refresh token was rejected or has expired.',
};

const cancelled: Explanation = {
  cause: 'The sign-in was cancelled.',
  fixer: 'you',
  advice: 'Sign in when you are ready.',
  remedy: 'sign-in',
  note: 'Cancelled by the person.',
};

const untrustedReply: Explanation = {
  cause: 'The answer of the sign-in service was not one that Parley can trust.',
  fixer: 'it',
  advice: 'Sign in again; if it stays so, send the details to your IT department: a proxy may be changing the answer.',
  remedy: 'sign-in',
  portal: portals.signInLogs,
  note: 'State, nonce or token did not match the request: an old sign-in page, or somebody between.',
};

const wrongSettings: Explanation = {
  cause: 'The sign-in service named in Parley’s settings cannot be used.',
  fixer: 'it',
  advice: 'Send the details to your IT department: Parley’s settings have to be corrected.',
  remedy: 'message-it',
  portal: portals.policyTenant,
  note: 'The authority or its metadata was refused: check Cloud and TenantId.',
};

const listener: Explanation = {
  cause: 'Parley could not receive the answer of the sign-in page.',
  fixer: 'you',
  advice: 'Sign in again; if it stays so, a security program may block connections inside this computer.',
  remedy: 'sign-in',
  note: 'The listener on 127.0.0.1 did not start or did not get the answer.',
};

const unreachable: Explanation = {
  cause: 'The sign-in service cannot be reached.',
  fixer: 'you',
  advice: 'Check your network connection or VPN, then try again.',
  remedy: 'try-again',
  note: 'No connection to the sign-in service; see docs/admin for the hosts that a firewall has to allow.',
};

const fault: Explanation = {
  cause: 'The sign-in failed inside Parley.',
  fixer: 'it',
  advice: 'Try again; if it stays so, send the details to your IT department.',
  remedy: 'try-again',
  note: 'Please report it as a fault of Parley.',
};

const deviceCodeExpired: Explanation = {
  cause: 'The code for the sign-in page has expired.',
  fixer: 'you',
  advice: 'Start the sign-in again and type the new code.',
  remedy: 'sign-in',
  note: 'Device code flow: not confirmed in time.',
};

/** The reason as it comes from MSAL. */
export const msalErrors: Explanations = {
  no_tokens_found: notSignedIn,
  no_account_found: notSignedIn,
  no_account_in_silent_request: notSignedIn,
  native_account_unavailable: notSignedIn,
  refresh_token_expired: endedSignIn,
  token_refresh_required: endedSignIn,
  bad_token: endedSignIn,
  interrupted_user: { ...endedSignIn, note: 'interrupted_user: the browser session needs the person.' },
  ui_not_allowed: { ...endedSignIn, note: 'ui_not_allowed: the broker needs its window, and none was allowed.' },
  user_canceled: cancelled,
  device_code_polling_cancelled: cancelled,
  device_code_expired: deviceCodeExpired,
  user_timeout_reached: deviceCodeExpired,
  device_code_unknown_error: fault,
  state_mismatch: untrustedReply,
  state_not_found: untrustedReply,
  invalid_state: untrustedReply,
  nonce_mismatch: untrustedReply,
  hash_not_deserialized: untrustedReply,
  null_or_empty_token: untrustedReply,
  token_parsing_error: untrustedReply,
  client_info_decoding_error: untrustedReply,
  client_info_empty_error: untrustedReply,
  authorization_code_missing_from_server_response: untrustedReply,
  no_auth_code_in_response: untrustedReply,
  loopback_server_query_response_not_supported: {
    ...untrustedReply,
    note: 'The answer came in the address, not by form_post: an older sign-in service, or a proxy that rewrites.',
  },
  claims_request_parsing_error: {
    ...untrustedReply,
    cause: 'The service asked for a further check in a way that Parley cannot read.',
    note: 'The claims challenge is not valid JSON.',
  },
  invalid_claims: { ...untrustedReply, note: 'The claims challenge is not valid.' },
  untrusted_authority: wrongSettings,
  authority_uri_insecure: wrongSettings,
  authority_mismatch: wrongSettings,
  invalid_authority_metadata: wrongSettings,
  invalid_cloud_discovery_metadata: wrongSettings,
  issuer_validation_failed: { ...wrongSettings, note: 'The issuer of the metadata is not the authority’s own.' },
  endpoints_resolution_error: {
    ...unreachable,
    note: 'The OpenID configuration could not be read: no network, a wrong TenantId, or a proxy’s own page.',
  },
  openid_config_error: { ...unreachable, note: 'The OpenID configuration could not be read.' },
  network_error: unreachable,
  post_request_failed: unreachable,
  no_network_connectivity: unreachable,
  server_unavailable: {
    cause: 'The sign-in service has a passing problem.',
    fixer: 'microsoft',
    advice: 'Try again in a moment.',
    remedy: 'try-again',
    portal: portals.serviceHealth,
    note: 'The broker reports that the server is temporarily unavailable.',
  },
  platform_broker_error: {
    cause: 'This computer’s own sign-in service did not work.',
    fixer: 'you',
    advice: 'Sign in with the browser instead.',
    remedy: 'sign-in-browser',
    portal: portals.policyBroker,
    note: 'The broker failed; its status, code and tag say why.',
  },
  invalid_platform_broker_configuration: {
    cause: 'This computer’s own sign-in service cannot be used by Parley.',
    fixer: 'it',
    advice: 'Sign in with the browser instead, and tell your IT department.',
    remedy: 'sign-in-browser',
    portal: portals.policyBroker,
    note: 'The broker is configured in a way that MSAL refuses.',
  },
  redirect_uri_not_supported: { ...fault, note: 'A redirect URI was passed without a broker.' },
  redirect_uri_empty: { ...fault, note: 'No redirect URI was passed.' },
  loopback_server_timeout: listener,
  loopback_server_already_exists: { ...listener, cause: 'Another sign-in is still open.' },
  no_loopback_server_exists: listener,
  invalid_loopback_server_address_type: listener,
  unable_to_load_redirectUrl: listener,
  cache_quota_exceeded: {
    ...fault,
    cause: 'Your sign-in could not be kept on this computer.',
    note: 'The token cache could not be written.',
  },
  cache_error_unknown: {
    ...fault,
    cause: 'Your sign-in could not be read from or kept on this computer.',
    note: 'The token cache could not be used.',
  },
  end_session_endpoint_not_supported: {
    cause: 'Your sign-in service cannot be told to end the browser’s session.',
    fixer: 'you',
    advice: 'Sign out on the sign-in service’s own page in the browser.',
    remedy: 'none',
    note: 'The authority has no end-session endpoint.',
  },
  unexpected_error: fault,
  request_cannot_be_made: fault,
};
