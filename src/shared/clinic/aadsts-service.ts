// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const busy: Explanation = {
  cause: 'Microsoft’s sign-in service has a passing problem.',
  fixer: 'microsoft',
  advice: 'Try again in a moment.',
  remedy: 'try-again',
  portal: portals.serviceHealth,
  note: 'A transient fault of the service.',
};

const broken: Explanation = {
  cause: 'Microsoft’s sign-in service could not complete the sign-in.',
  fixer: 'microsoft',
  advice: 'Try again later; if it stays so, send the details to your IT department, who can ask Microsoft.',
  remedy: 'message-it',
  portal: portals.serviceHealth,
  note: 'Open a support request with Microsoft; give the correlation id, trace id and time.',
};

/** Faults and limits of the sign-in service itself. */
export const serviceCodes: Explanations = {
  '50000': { ...broken, isGeneric: true },
  '50006': { ...broken, note: 'InvalidSignature: a signature could not be verified.' },
  '50007': { ...broken, note: 'PartnerEncryptionCertificateMissing.' },
  '50033': busy,
  '50042': { ...broken, note: 'The salt for pairwise identifiers is missing.' },
  '51000': { ...broken, note: 'RequiredFeatureNotEnabled: a feature is disabled in the tenant.' },
  '51005': busy,
  '70012': { ...busy, note: 'MsaServerError: a fault with a personal Microsoft account.' },
  '90006': busy,
  '90010': { ...broken, note: 'NotSupported: an algorithm could not be created.' },
  '90012': { ...busy, cause: 'The sign-in service took too long.', note: 'RequestTimeout.' },
  '90016': { ...broken, note: 'MissingRequiredClaim: the access token lacks a required claim.' },
  '90024': { ...busy, note: 'RequestBudgetExceededError.' },
  '90033': { ...busy, note: 'MsodsServiceUnavailable: the directory service is not available.' },
  '90036': { ...broken, note: 'MsodsServiceUnretryableFailure.' },
  '90043': { ...broken, note: 'NationalCloudAuthCodeRedirection: the feature is disabled.' },
  '90055': {
    cause: 'Too many sign-ins are under way in your organisation.',
    fixer: 'microsoft',
    advice: 'Wait some minutes, then try again.',
    remedy: 'try-again',
    portal: portals.serviceHealth,
    note: 'TenantThrottlingError.',
  },
  '90085': { ...broken, note: 'The company object has not been provisioned yet.' },
  '90090': { ...busy, note: 'GraphRetryableError.' },
  '90091': { ...busy, note: 'GraphServiceUnreachable.' },
  '90092': { ...broken, note: 'GraphNonRetryableError.' },
  '90123': {
    ...broken,
    fixer: 'it',
    note: 'IdentityProviderAccessDenied: the identity or claims provider denied the request.',
  },
};
