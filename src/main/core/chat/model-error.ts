import { APICallError, JSONParseError, NoContentGeneratedError, TypeValidationError } from 'ai';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { claimsOf } from '../auth/claims-challenge.ts';
import { networkError } from '../network-error.ts';
import type { DeploymentSettings } from '../policy/policy.ts';

/** Which call failed. */
export interface FailedCall {
  readonly deployment: DeploymentSettings;
  readonly correlationId: string;
  readonly requestId?: string | undefined;
}

/** What a failed call of a model means to a person. */
export function modelError(thrown: unknown, { deployment, correlationId, requestId }: FailedCall): AppError {
  const fields = { deployment: deployment.displayName, requestId };
  // The id on the card is the one of the call, which the log and Azure know too.
  if (thrown instanceof AppError) {
    return new AppError(thrown.code, { fields: { ...fields, ...thrown.fields }, correlationId, cause: thrown });
  }
  const make = (code: ErrorCode, more: Record<string, string | number | undefined> = {}) =>
    new AppError(code, { fields: { ...fields, ...more }, correlationId, cause: thrown });

  if (APICallError.isInstance(thrown)) {
    const { statusCode } = thrown;
    if (statusCode === undefined) {
      const { code, fields: more } = networkError(thrown.cause ?? thrown, deployment.endpoint.baseUrl);
      return make(code, more);
    }
    if (statusCode < 300) return make(isParseError(thrown.cause) ? 'model-bad-reply' : 'stream-cut');
    return make(codeOfStatus(thrown, statusCode, deployment.auth), {
      status: statusCode,
      retryAfterSeconds: retryAfterSeconds(thrown.responseHeaders),
    });
  }
  if (isParseError(thrown) || NoContentGeneratedError.isInstance(thrown)) return make('model-bad-reply');
  // What breaks the stream comes as an APICallError; everything else is what the service itself reports inside it.
  return make(isTokenError(thrown) ? 'model-unauthorized' : 'model-unavailable');
}

function codeOfStatus(error: APICallError, status: number, auth: DeploymentSettings['auth']): ErrorCode {
  switch (status) {
    case 401:
      if (auth === 'key') return 'key-refused';
      return claimsOf(new Headers(error.responseHeaders)) === undefined ? 'model-unauthorized' : 'claims-challenge';
    case 403:
      return 'model-forbidden';
    case 404:
      return 'deployment-not-found';
    case 408:
      return 'model-unavailable';
    case 429:
      return 'model-rate-limited';
  }
  if (status >= 500) return 'model-unavailable';
  return isContentFilter(error.data) ? 'content-filtered' : 'model-rejected';
}

function isContentFilter(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('error' in data)) return false;
  const { error } = data;
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'content_filter';
}

/** Seconds, rounded up; Azure sends `retry-after-ms` besides the standard header. */
function retryAfterSeconds(headers: Readonly<Record<string, string>> | undefined): number | undefined {
  const milliseconds = Number(headers?.['retry-after-ms'] ?? Number.NaN);
  const seconds = Number.isFinite(milliseconds) ? milliseconds / 1000 : Number(headers?.['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}

function isParseError(thrown: unknown): boolean {
  return JSONParseError.isInstance(thrown) || TypeValidationError.isInstance(thrown);
}

const tokenErrorCodes: ReadonlySet<unknown> = new Set([
  '401',
  401,
  'unauthorized',
  'invalid_token',
  'token_expired',
  'expired_token',
  'insufficient_claims',
]);

/** Whether a service has broken off its stream because the token that began it was revoked or has run out. */
function isTokenError(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return tokenErrorCodes.has(typeof thrown.code === 'string' ? thrown.code.toLowerCase() : thrown.code);
}
