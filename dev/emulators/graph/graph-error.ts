import { randomUUID } from 'node:crypto';
import type { Clock } from '../entra/token-authority.ts';

/** An error of Microsoft Graph. */
export interface GraphFailure {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of an error as Graph writes it, with the ids that support would ask for. */
export function errorBody(
  failure: GraphFailure,
  ids: { readonly clock: Clock; readonly requestId: string; readonly clientRequestId: string | undefined },
) {
  const { clock, requestId, clientRequestId = requestId } = ids;
  const innerError = {
    date: new Date(clock()).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  };
  return { error: { code: failure.code, message: failure.message ?? failure.code, innerError } };
}

/** An id of a request. */
export function newRequestId(): string {
  return randomUUID();
}
