import { APICallError, JSONParseError, NoContentGeneratedError, TypeValidationError } from 'ai';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { claimsOf } from '../auth/claims-challenge.ts';
import { isUnsupportedApi } from '../models/api-probe.ts';
import { readRefusal, type Refusal } from '../models/load/refusal.ts';
import { networkError } from '../network-error.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import { FilterWatch } from './content-filter.ts';
import { isMissingRole, readServiceReply, type ServiceReply } from './service-reply.ts';

/** Which call failed. */
export interface FailedCall {
  readonly deployment: DeploymentSettings;
  readonly correlationId: string;
  readonly requestId?: string | undefined;
  /** Whether any of the answer has come. */
  readonly isBegun: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a failed call means: to a person, and to who decides whether it is made again. */
export interface ModelFailure {
  readonly error: AppError;
  readonly refusal: Refusal;
}

type Fields = Readonly<Record<string, string | number | undefined>>;

interface Cause {
  readonly code: ErrorCode;
  readonly fields?: Fields;
}

/** What a failed call of a model means. */
export function modelFailure(thrown: unknown, call: FailedCall): ModelFailure {
  const { deployment, correlationId, requestId, now } = call;
  const reply = thrown instanceof AppError ? undefined : readServiceReply(thrown);
  const busy = reply === undefined ? undefined : readRefusal(reply, now);
  const { code, fields } = reply === undefined ? causeWithoutReply(thrown, call) : causeOf(reply, busy, deployment);
  const wait = busy === undefined || busy.kind === 'final' ? undefined : busy.wait;
  // The id on the card is the one of the call, which the log and Azure know too.
  const error = new AppError(code, {
    fields: {
      deployment: deployment.displayName,
      requestId,
      status: reply?.status,
      begun: call.isBegun ? undefined : 'no',
      retryAfterSeconds: wait === undefined ? undefined : Math.ceil(wait / 1000),
      ...fields,
    },
    correlationId,
    cause: thrown,
  });
  return { error, refusal: refusalOf(code, wait, busy) };
}

function causeWithoutReply(thrown: unknown, { deployment }: FailedCall): Cause {
  if (thrown instanceof AppError) return { code: thrown.code, fields: thrown.fields };
  if (APICallError.isInstance(thrown)) {
    if (thrown.statusCode === undefined) return networkError(thrown.cause ?? thrown, deployment.endpoint.baseUrl);
    return { code: isParseError(thrown.cause) ? 'model-bad-reply' : 'stream-cut' };
  }
  if (isParseError(thrown) || NoContentGeneratedError.isInstance(thrown)) return { code: 'model-bad-reply' };
  // What breaks the stream comes as an APICallError; everything else is what the service itself reports inside it.
  return { code: 'model-unavailable' };
}

function causeOf(reply: ServiceReply, busy: Refusal | undefined, deployment: DeploymentSettings): Cause {
  const { status, code, message, isPage, body } = reply;
  const { host } = new URL(deployment.endpoint.baseUrl);
  if (busy?.kind === 'quota' || inStreamCodes.quota.has(code)) return { code: 'model-quota' };
  if (busy?.kind === 'rate-limit' || inStreamCodes.rateLimit.has(code)) return { code: 'model-rate-limited' };
  if (isPage && status !== undefined && status < 500) {
    return { code: 'model-bad-reply', fields: { reason: 'web page', host } };
  }
  if (code === 'content_filter') {
    const filter = new FilterWatch();
    filter.seeRefusal(body);
    return { code: 'content-filtered', fields: { where: 'prompt', ...filter.findings } };
  }
  switch (status) {
    case undefined:
      return { code: tokenErrorCodes.has(code) ? 'model-unauthorized' : 'model-unavailable' };
    case 401:
      return causeOf401(reply, deployment);
    case 403:
      return { code: 'model-forbidden', fields: { reason: networkRule.test(message) ? 'network' : undefined } };
    case 404:
    case 405:
    case 501:
      return causeOf404(reply, deployment);
    case 408:
      return { code: 'model-unavailable' };
  }
  if (status >= 500) return { code: 'model-unavailable' };
  if (isUnsupportedApi(code, message)) return { code: 'endpoint-not-found', fields: { missing: 'api', host } };
  // Azure words this one in its code.
  if (code.startsWith('tenant provided in token')) return { code: 'model-audience', fields: { reason: 'tenant' } };
  return { code: 'model-rejected', fields: { reason: lengthCodes.has(code) ? 'length' : undefined } };
}

function causeOf401({ headers, code, message }: ServiceReply, { auth, scope }: DeploymentSettings): Cause {
  if (auth === 'key') return { code: 'key-refused' };
  if (claimsOf(headers) !== undefined) return { code: 'claims-challenge' };
  if (isMissingRole({ code, message })) return { code: 'model-forbidden' };
  const audience = wantedAudience.exec(message)?.[1];
  if (audience !== undefined && !scope.startsWith(`${audience}/`)) {
    return { code: 'model-audience', fields: { audience } };
  }
  const told = `${message} ${(headers.get('www-authenticate') ?? '').slice(0, 4000)}`;
  return { code: wrongAudience.test(told) ? 'model-audience' : 'model-unauthorized' };
}

function causeOf404({ code, message }: ServiceReply, { endpoint, retiresOn }: DeploymentSettings): Cause {
  const { host } = new URL(endpoint.baseUrl);
  if (code === 'deploymentnotfound' || code === 'model_not_found') {
    return { code: 'deployment-not-found', fields: { name: endpoint.deployment, host, retiresOn } };
  }
  const missing = isUnsupportedApi(code, message) ? 'api' : 'address';
  return { code: 'endpoint-not-found', fields: { missing, host } };
}

function refusalOf(code: ErrorCode, wait: number | undefined, busy: Refusal | undefined): Refusal {
  switch (code) {
    case 'model-quota':
      return { kind: 'quota', wait };
    case 'model-rate-limited':
      return busy?.kind === 'rate-limit' ? busy : { kind: 'rate-limit', limit: 'unknown', wait };
    case 'model-unavailable':
    case 'stream-cut':
      return { kind: 'unavailable', wait };
    case 'stream-stalled':
    case 'network-unreachable':
    case 'network-certificate':
    case 'model-bad-reply':
      return { kind: 'not-here', because: 'no-answer' };
    case 'deployment-not-found':
    case 'endpoint-not-found':
      return { kind: 'not-here', because: 'missing' };
    case 'model-forbidden':
    case 'model-audience':
      return { kind: 'not-here', because: 'forbidden' };
    default:
      return { kind: 'final' };
  }
}

function isParseError(thrown: unknown): boolean {
  return JSONParseError.isInstance(thrown) || TypeValidationError.isInstance(thrown);
}

/** Errors that come inside a stream, without a status. */
const inStreamCodes = {
  quota: new Set(['insufficient_quota', 'quota_exceeded']),
  rateLimit: new Set(['rate_limit_exceeded', 'rate_limit_error', 'too_many_requests', 'toomanyrequests', '429']),
} as const satisfies Record<string, ReadonlySet<string>>;

const lengthCodes: ReadonlySet<string> = new Set(['context_length_exceeded', 'string_above_max_length']);

/** A service has broken off its stream because the token that began it was revoked or has run out. */
const tokenErrorCodes: ReadonlySet<string> = new Set([
  '401',
  'unauthorized',
  'invalid_token',
  'token_expired',
  'expired_token',
  'insufficient_claims',
]);

const networkRule = /\bvirtual network\b|\bfirewall\b|\bprivate endpoint\b|\bpublic access is disabled\b/i;
/** SECURITY: only audiences of Microsoft's own are named on a card, since IT is told to set them. */
const wantedAudience =
  /audience is incorrect \((https:\/\/(?:cognitiveservices\.azure|ai\.azure)\.(?:com|us|cn))\/?\)/i;
const wrongAudience = /\baudience (validation failed|is invalid)\b|\binvalid audience\b/i;
