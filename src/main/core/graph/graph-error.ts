import { z } from 'zod';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';

/** What is known of a reply that is an error. */
export interface GraphFault {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON. */
  readonly body: unknown;
  /** The id that the request was sent with; the card shows it. */
  readonly clientRequestId: string;
  /** How long the service asks to be left alone. */
  readonly retryMilliseconds?: number | undefined;
}

// SECURITY: of what a server writes only names of errors and ids are kept, never its free text.
const ErrorName = z.string().regex(/^[A-Za-z][A-Za-z_.]{0,60}$/);
const ErrorBody = z.object({ error: z.object({ code: ErrorName.optional().catch(undefined) }) });

/** What a refusal of Graph means to a person. Source: https://learn.microsoft.com/graph/errors */
export function graphError(fault: GraphFault): AppError {
  const { status, headers, body, clientRequestId, retryMilliseconds } = fault;
  const parsed = ErrorBody.safeParse(body);
  const reason = parsed.success ? parsed.data.error.code : undefined;
  const requestId = z.guid().safeParse(headers.get('request-id'));
  return new AppError(codeOf(status, reason), {
    correlationId: clientRequestId,
    fields: {
      service: 'Microsoft Graph',
      status,
      reason,
      requestId: requestId.success ? requestId.data : undefined,
      retryAfterSeconds: retryMilliseconds === undefined ? undefined : Math.ceil(retryMilliseconds / 1000),
    },
  });
}

/** A reply that is not what was asked for. */
export function badReply(clientRequestId?: string): AppError {
  return new AppError('graph-bad-reply', { correlationId: clientRequestId, fields: { service: 'Microsoft Graph' } });
}

function codeOf(status: number, reason: string | undefined): ErrorCode {
  switch (status) {
    case 401:
      return 'sign-in-required';
    case 403:
      return reason === 'sharingDisabled' ? 'sharing-refused' : 'graph-forbidden';
    case 404:
    case 410:
      return reason === 'ResourceNotFound' ? 'drive-missing' : 'graph-not-found';
    case 409:
      return 'cloud-file-name-taken';
    case 412:
      return 'cloud-file-changed';
    case 423:
      return 'cloud-file-locked';
    case 429:
      return 'graph-busy';
    default:
      return status >= 500 ? 'graph-unavailable' : 'graph-rejected';
  }
}
