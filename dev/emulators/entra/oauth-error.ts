import { randomUUID } from 'node:crypto';

/** What Entra refuses and why; `aadsts` is the number that administrators search for. */
export interface OAuthFailure {
  readonly error: string;
  readonly aadsts: number;
  /** The sentence after `AADSTSnnnnn: `, without the trace ids. */
  readonly description: string;
  readonly suberror?: string;
  /** JSON that the client must send back as `claims` (Conditional Access). */
  readonly claims?: string;
  /** HTTP status of the token endpoint; 400 where left out. */
  readonly status?: 400 | 401 | 429;
}

/** Entra's error reply, the body of the token endpoint and the fields of an authorize error alike. */
export interface OAuthErrorReply {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  /** `2026-11-21 10:03:00Z` */
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly error_uri: string;
  readonly suberror?: string;
  readonly claims?: string;
}

/** Carries an OAuthFailure out of a check to the endpoint that answers with it. */
export class OAuthRefusal extends Error {
  readonly failure: OAuthFailure;

  constructor(failure: OAuthFailure) {
    super(`AADSTS${failure.aadsts}: ${failure.description}`);
    this.failure = failure;
  }
}

/** Stops a request. @throws OAuthRefusal, always */
export function refuse(error: string, aadsts: number, description: string): never {
  throw new OAuthRefusal({ error, aadsts, description });
}

/** The parameter `name`. @throws OAuthRefusal AADSTS900144 where the request has none */
export function required(fields: URLSearchParams, name: string): string {
  return (
    fields.get(name) ??
    refuse('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)
  );
}

/** @throws OAuthRefusal AADSTS9000411 for a parameter that is there twice, where two readers could take different ones */
export function refuseDuplicates(fields: URLSearchParams): void {
  const duplicate = [...fields.keys()].find((name) => fields.getAll(name).length > 1);
  if (duplicate === undefined) return;
  refuse(
    'invalid_request',
    9000411,
    `The request is not properly formatted. The parameter '${duplicate}' is duplicated.`,
  );
}

/** Writes a failure the way Entra does, with ids that support would ask for. */
export function describeFailure(
  failure: OAuthFailure,
  request: { readonly correlationId: string | undefined; readonly now: number; readonly origin: string },
): OAuthErrorReply {
  const timestamp = `${new Date(request.now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const traceId = randomUUID();
  const correlationId = request.correlationId ?? randomUUID();
  return {
    error: failure.error,
    error_description: `AADSTS${failure.aadsts}: ${failure.description} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [failure.aadsts],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${request.origin}/error?code=${failure.aadsts}`,
    ...(failure.suberror === undefined ? {} : { suberror: failure.suberror }),
    ...(failure.claims === undefined ? {} : { claims: failure.claims }),
  };
}
