// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes (650053: the message itself names it,
// https://github.com/mealie-recipes/mealie/issues/4528)
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

// For the person all of these are one thing: nobody but IT can do anything about how the app was set up.
const setUpForIt = {
  fixer: 'it',
  advice: 'Send the details to your IT department: Parley’s registration has to be corrected.',
  remedy: 'message-it',
} as const;

const notComplete = 'Parley has not been set up completely in your organisation.';

const unknownApp: Explanation = {
  ...setUpForIt,
  cause: 'Your organisation does not know Parley yet, or knows it by another number.',
  portal: portals.policyClient,
  note: 'The application was not found in the tenant: check ClientId and TenantId, and that the enterprise app exists.',
};

const disabledApp: Explanation = {
  ...setUpForIt,
  cause: 'Your organisation has switched Parley off.',
  advice: 'Ask your IT department whether Parley may be used.',
  portal: portals.enterpriseApp,
  note: 'The application is disabled: “Enabled for users to sign in” is No, or the app is blocked.',
};

const wrongRedirect: Explanation = {
  ...setUpForIt,
  cause: notComplete,
  portal: portals.authentication,
  note: 'A redirect URI is missing under “Mobile and desktop applications”; see docs/admin/entra-setup.md for all four.',
};

const wrongScope: Explanation = {
  ...setUpForIt,
  cause: 'Parley asked for a permission that the service does not know.',
  portal: portals.apiPermissions,
  note: 'A scope is not valid for its resource; in a custom cloud check AzureOpenAIScope.',
};

const missingPermission: Explanation = {
  ...setUpForIt,
  cause: notComplete,
  portal: portals.apiPermissions,
  note: 'The resource is not among the registration’s API permissions, or its consent is missing.',
};

const missingResource: Explanation = {
  ...setUpForIt,
  cause: 'A service that Parley needs does not exist in your organisation.',
  portal: portals.apiPermissions,
  note: 'The resource’s service principal is not in the tenant, e.g. Microsoft Cognitive Services before its first use.',
};

const confidentialClient: Explanation = {
  ...setUpForIt,
  cause: notComplete,
  portal: portals.authentication,
  note: 'Registered as a web app: move the redirect URIs to “Mobile and desktop applications”, for device code also set “Allow public client flows” to Yes.',
};

const wrongEndpoint: Explanation = {
  ...setUpForIt,
  cause: 'Parley’s settings do not name your organisation precisely enough.',
  portal: portals.policyTenant,
  note: 'The endpoint (common, consumers) does not fit the registration; set TenantId to the tenant’s own id.',
};

const unusableRequest: Explanation = {
  cause: 'The sign-in service did not understand what Parley asked for.',
  fixer: 'it',
  advice: 'Try again once, then send the details to your IT department: a proxy may be changing the request.',
  remedy: 'try-again',
  portal: portals.signInLogs,
  note: 'A malformed request; if no proxy changes it, please report it as a fault of Parley.',
  isGeneric: true,
};

const claimsMapping: Explanation = {
  ...setUpForIt,
  cause: 'A rule for what your sign-in contains is not set up right.',
  portal: portals.tokenConfiguration,
  note: 'Claims mapping or transformation policy of the app; correct it or remove it.',
};

/** The app registration, its permissions, the request itself. */
export const registrationCodes: Explanations = {
  '28002': wrongScope,
  '28003': wrongScope,
  '50001': missingResource,
  '500011': missingResource,
  '50003': { ...setUpForIt, cause: notComplete, portal: portals.registration, note: 'MissingSigningKey.' },
  '50011': wrongRedirect,
  '50049': {
    ...setUpForIt,
    cause: 'The sign-in service named in Parley’s settings is not a known one.',
    portal: portals.policyTenant,
    note: 'NoSuchInstanceForDiscovery: check Cloud.',
  },
  '50124': claimsMapping,
  '501241': claimsMapping,
  '50146': { ...claimsMapping, note: 'MissingCustomSigningKey: claims mapping needs an app-specific signing key.' },
  '501461': { ...claimsMapping, note: 'acceptMappedClaims does not fit the token’s audience.' },
  '50147': { ...unusableRequest, note: 'The size of the PKCE code challenge is not valid.' },
  '501481': {
    cause: 'The sign-in was answered for another attempt than this one.',
    fixer: 'you',
    advice: 'Close older sign-in pages in the browser and sign in again.',
    remedy: 'sign-in',
    note: 'The PKCE code verifier does not match the challenge of the authorization request.',
  },
  '501621': { ...claimsMapping, note: 'A regular expression of a claims transformation timed out.' },
  '50194': {
    ...wrongEndpoint,
    portal: portals.authentication,
    note: 'The app is not multi-tenant: set TenantId to its tenant, or “Supported account types” to multiple.',
  },
  '650052': {
    ...missingResource,
    note: 'The organisation has not subscribed to the service or not enabled it; check licences and the service principal.',
  },
  '650053': wrongScope,
  '650054': missingResource,
  '650056': missingPermission,
  '650057': missingPermission,
  '65005': missingPermission,
  '70001': { ...disabledApp, note: 'UnauthorizedClient: the application is disabled or not found in the directory.' },
  '700011': unknownApp,
  '700016': unknownApp,
  '70002': confidentialClient,
  '700022': wrongScope,
  '700023': wrongScope,
  '700025': { ...confidentialClient, note: 'A public client sent a secret; please report it as a fault of Parley.' },
  '70003': {
    ...setUpForIt,
    cause: 'This way to sign in is not allowed for Parley.',
    portal: portals.authentication,
    note: 'UnsupportedGrantType: for device code set “Allow public client flows” to Yes, or DeviceCode to off.',
  },
  '70004': wrongRedirect,
  '700054': { ...unusableRequest, note: 'response_type id_token is not enabled; Parley asks for code only.' },
  '70005': { ...unusableRequest, note: 'UnsupportedResponseType.' },
  '70007': { ...unusableRequest, note: 'UnsupportedResponseMode: Parley uses form_post.' },
  '70011': wrongScope,
  '7000112': disabledApp,
  '7000218': confidentialClient,
  '900144': unusableRequest,
  '90004': unusableRequest,
  '90014': unusableRequest,
  '90015': { ...unusableRequest, note: 'QueryStringTooLong: too many scopes, or a very long claims challenge.' },
  '90023': unusableRequest,
  '9002313': unusableRequest,
  '9001023': wrongEndpoint,
  '9002332': wrongEndpoint,
  '900971': wrongRedirect,
  '90100': unusableRequest,
  '90124': wrongEndpoint,
  '90130': wrongEndpoint,
  '1000031': disabledApp,
};
