import { AppError, type ErrorCode } from '../../../shared/errors.ts';

/** The parts of MSAL's errors that Parley reads. They are matched by name, since a broker's errors are of another class. */
interface MsalError extends Error {
  readonly errorCode: string;
  readonly errorMessage?: string;
  readonly subError?: string;
  readonly correlationId?: string;
  readonly claims?: string;
  /** Of a broker: what it calls its fault. */
  readonly status?: string;
  readonly tag?: string | number;
}

/** Consent that only an administrator can give. Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const adminConsentCodes: ReadonlySet<string> = new Set(['AADSTS90094', 'AADSTS90008', 'AADSTS900941', 'AADSTS90093']);
/** The service is out of order or has been asked too often: no word about the person. */
const passingCodes: ReadonlySet<string> = new Set(['AADSTS90033', 'AADSTS90055', 'AADSTS50196', 'AADSTS50000']);
const consentCodes: ReadonlySet<string> = new Set(['AADSTS65001', 'AADSTS65004']);

/** What an error of MSAL means to a person. `invalid_grant` asks for a sign-in, unless it is the sign-in that got it. */
export function signInError(thrown: unknown, during: 'sign-in' | 'silent'): AppError {
  if (thrown instanceof AppError) return thrown;
  if (!isMsalError(thrown)) return new AppError('sign-in-failed', { cause: thrown });
  const text = thrown.errorMessage ?? '';
  const aadsts = aadstsCodes(text);
  return new AppError(codeOf(thrown, aadsts, during), {
    fields: {
      reason: safeCode(serviceCode(thrown)),
      aadsts: aadsts.length === 0 ? undefined : aadsts.join(' '),
      suberror: thrown.subError === undefined || thrown.subError === '' ? undefined : safeCode(thrown.subError),
      traceId: /\bTrace ID: ([0-9a-f-]{36})\b/i.exec(text)?.[1],
      broker: brokerCode(thrown),
    },
    correlationId: safeCorrelationId(thrown.correlationId),
    cause: thrown,
  });
}

/** The claims that a directory asks to be proved in a sign-in, as JSON text; undefined where it asks for none. */
export function claimsAskedFor(thrown: unknown): string | undefined {
  return isMsalError(thrown) && thrown.claims !== undefined && thrown.claims !== '' ? thrown.claims : undefined;
}

function codeOf(thrown: MsalError, aadsts: readonly string[], during: 'sign-in' | 'silent'): ErrorCode {
  if (aadsts.some((code) => adminConsentCodes.has(code))) return 'consent-admin';
  const lacksConsent = thrown.subError === 'consent_required' || thrown.errorCode === 'consent_required';
  if (during === 'silent' && (lacksConsent || aadsts.some((code) => consentCodes.has(code)))) return 'consent-required';
  if (thrown.name === 'InteractionRequiredAuthError') {
    if (during === 'sign-in') return 'sign-in-refused';
    return claimsAskedFor(thrown) === undefined ? 'sign-in-required' : 'claims-challenge';
  }
  switch (serviceCode(thrown)) {
    case 'invalid_grant':
      return during === 'sign-in' ? 'sign-in-refused' : 'sign-in-required';
    // Sign-in frequency (AADSTS70043) comes as a plain refusal.
    case 'token_expired':
    case 'broker_unavailable':
    case 'no_account_found':
      return during === 'sign-in' ? 'sign-in-refused' : 'sign-in-required';
    case 'user_canceled':
    case 'user_cancelled':
      return 'sign-in-cancelled';
    case 'network_error':
    case 'no_network_connectivity':
      return 'network-unreachable';
    case 'device_code_expired':
    case 'user_timeout_reached':
    case 'expired_token':
    case 'bad_verification_code':
      return 'device-code-expired';
    case 'authorization_declined':
      return 'sign-in-refused';
    case 'state_mismatch':
    case 'nonce_mismatch':
    case 'loopback_server_query_response_not_supported':
      return 'sign-in-bad-reply';
  }
  const isPassing = thrown.errorCode === 'server_error' || thrown.errorCode === 'temporarily_unavailable';
  if (isPassing || aadsts.some((code) => passingCodes.has(code))) return 'sign-in-failed';
  return thrown.name === 'ServerError' ? 'sign-in-refused' : 'sign-in-failed';
}

/** MSAL's device code flow has a code of its own for whatever the service refuses, and the service's as the text. */
function serviceCode({ errorCode, errorMessage }: MsalError): string {
  return errorCode === 'post_request_failed' ? (errorMessage ?? errorCode) : errorCode;
}

function isMsalError(thrown: unknown): thrown is MsalError {
  return thrown instanceof Error && 'errorCode' in thrown && typeof thrown.errorCode === 'string';
}

/** `AADSTS50011` out of a text that is otherwise the server's own; it may name several. */
function aadstsCodes(text: string): string[] {
  return [...new Set(text.match(/\bAADSTS\d{3,8}\b/g) ?? [])].slice(0, 3);
}

/** A broker's status or the number of its fault, which its documentation and its users call it by. */
function brokerCode({ status, tag }: MsalError): string | undefined {
  const parts = [status, tag === undefined || tag === '' || tag === 0 ? undefined : String(tag)];
  const known = parts.filter((part) => part !== undefined && part !== '').map((part) => safeCode(String(part)));
  return known.length === 0 ? undefined : known.join(' ');
}

/** SECURITY: what a server calls its error is shown and logged only where it has the form of a code. */
function safeCode(code: string): string {
  return /^[a-z0-9_]{1,64}$/i.test(code) ? code : 'unknown';
}

function safeCorrelationId(id: string | undefined): string | undefined {
  return id !== undefined && /^[0-9a-f-]{36}$/i.test(id) ? id : undefined;
}
