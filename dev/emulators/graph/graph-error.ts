import { randomUUID } from 'node:crypto';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Clock } from '../entra/token-authority.ts';
import type { NodeContext } from '../http/raw-reply.ts';

/** An error of Microsoft Graph. */
export interface GraphFailure {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The refusal for want of a permission. */
export const insufficientPrivileges: GraphFailure = {
  status: 403,
  code: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
};

/** Writes errors the way Graph does. */
export type WriteGraphError = (context: NodeContext, failure: GraphFailure) => Response;

/** Makes the writer of errors, with ids that support would ask for. */
export function createErrorWriter(clock: Clock): WriteGraphError {
  return (context, failure) => {
    const requestId = randomUUID();
    const innerError = {
      date: new Date(clock()).toISOString().slice(0, 19),
      'request-id': requestId,
      'client-request-id': context.req.header('client-request-id') ?? requestId,
    };
    return context.json(
      { error: { code: failure.code, message: failure.message ?? failure.code, innerError } },
      failure.status as ContentfulStatusCode,
      { 'request-id': requestId, ...failure.headers },
    );
  };
}
