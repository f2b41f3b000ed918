import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { waitHint } from '../models/load/wait-hint.ts';
import type { GraphConnection } from './graph-connection.ts';
import { badReply, graphError } from './graph-error.ts';
import type { GraphFeature } from './graph-feature.ts';
import type { AppError } from '../../../shared/errors.ts';

/** One reading call of a batch. */
export interface BatchStep {
  /** With its query, below `/v1.0`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What became of one step: its JSON, or the base64 of its bytes. */
export type BatchResult =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'failed'; readonly error: AppError };

/** How many steps one batch takes. Source: https://learn.microsoft.com/graph/json-batching */
export const batchLimit = 20;

const Reply = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.string()).optional().catch(undefined),
      body: z.unknown(),
    }),
  ),
});

/**
 * Asks several questions in one request; each is answered or fails by itself, in the order of the steps.
 * @throws AppError where the batch itself fails; RangeError for more than `batchLimit` steps
 */
export async function sendBatch(
  connection: GraphConnection,
  { steps, features }: { readonly steps: readonly BatchStep[]; readonly features: readonly GraphFeature[] },
  signal: AbortSignal,
): Promise<readonly BatchResult[]> {
  if (steps.length > batchLimit) throw new RangeError(`A batch takes ${batchLimit} steps.`);
  if (steps.length === 0) return [];
  const requests = steps.map(({ path, headers }, index) => ({
    id: String(index),
    method: 'GET',
    url: path,
    ...(headers === undefined ? {} : { headers }),
  }));
  const request = { path: '/$batch', features, body: { requests }, isRepeatable: true };
  const { responses } = await connection.json(request, Reply, signal);
  return steps.map((_, index): BatchResult => {
    const response = responses.find(({ id }) => id === String(index));
    if (response === undefined) return { kind: 'failed', error: badReply() };
    const { status, body } = response;
    if (status < 400) return { kind: 'answered', body };
    const headers = headersOf(response.headers ?? {});
    const retryMilliseconds = status === 429 ? waitHint(headers, connection.now) : undefined;
    const clientRequestId = randomUUID();
    return { kind: 'failed', error: graphError({ status, headers, body, clientRequestId, retryMilliseconds }) };
  });
}

/** SECURITY: what a reply calls headers may be no headers at all; those are left out. */
function headersOf(written: Readonly<Record<string, string>>): Headers {
  const headers = new Headers();
  for (const name of ['retry-after', 'request-id']) {
    const value = Object.entries(written).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
    if (/^[\x20-\x7e]{1,200}$/.test(value)) headers.set(name, value);
  }
  return headers;
}
