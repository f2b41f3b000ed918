import { AppError } from '../../../shared/errors.ts';

/** The parts of MSAL's errors that Parley reads. They are matched by name, since a broker's errors are of another class. */
interface MsalError extends Error {
  readonly errorCode: string;
  readonly errorMessage?: string;
  readonly subError?: string;
  readonly correlationId?: string;
  readonly claims?: string;
}

/** What an error of MSAL means to a person. `invalid_grant` asks for a sign-in, unless it is the sign-in that got it. */
export function signInError(thrown: unknown, during: 'sign-in' | 'silent'): AppError {
  if (thrown instanceof AppError) return thrown;
  if (!isMsalError(thrown)) return new AppError('sign-in-failed', { cause: thrown });
  const reason = safeCode(thrown.errorCode);
  const options = {
    fields: { reason, aadsts: aadstsCode(thrown.errorMessage) },
    correlationId: safeCorrelationId(thrown.correlationId),
    cause: thrown,
  };
  if (thrown.name === 'InteractionRequiredAuthError') {
    const isChallenge = thrown.claims !== undefined && thrown.claims !== '';
    if (during === 'sign-in') return new AppError('sign-in-refused', options);
    return new AppError(isChallenge ? 'claims-challenge' : 'sign-in-required', options);
  }
  switch (thrown.errorCode) {
    case 'invalid_grant':
      return new AppError(during === 'sign-in' ? 'sign-in-refused' : 'sign-in-required', options);
    case 'network_error':
      return new AppError('network-unreachable', options);
    case 'state_mismatch':
    case 'nonce_mismatch':
    case 'loopback_server_query_response_not_supported':
      return new AppError('sign-in-bad-reply', options);
  }
  return new AppError(thrown.name === 'ServerError' ? 'sign-in-refused' : 'sign-in-failed', options);
}

function isMsalError(thrown: unknown): thrown is MsalError {
  return thrown instanceof Error && 'errorCode' in thrown && typeof thrown.errorCode === 'string';
}

/** `AADSTS50011` out of a text that is otherwise the server's own. */
function aadstsCode(text: string | undefined): string | undefined {
  return /\bAADSTS\d{3,8}\b/.exec(text ?? '')?.[0];
}

/** SECURITY: what a server calls its error is shown and logged only where it has the form of a code. */
function safeCode(code: string): string {
  return /^[a-z0-9_]{1,64}$/i.test(code) ? code : 'unknown';
}

function safeCorrelationId(id: string | undefined): string | undefined {
  return id !== undefined && /^[0-9a-f-]{36}$/i.test(id) ? id : undefined;
}
