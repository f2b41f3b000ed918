import type { Caller } from './caller.ts';
import type { Dispatch } from './dispatch.ts';
import { badRequest, GraphRefusal } from './graph-call.ts';
import type { GraphReply } from './graph-call.ts';
import type { GraphFailure } from './graph-error.ts';

interface Step {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

/** What a batch runs with; `trouble` is asked before each step, with its path. */
export interface BatchOptions {
  readonly dispatch: Dispatch;
  readonly trouble: (path: string) => GraphFailure | undefined;
  readonly errorBody: (failure: GraphFailure) => unknown;
}

const mostSteps = 20;

/**
 * Runs a batch: its steps fail alone, and the replies come in another order than the requests, as the service reserves to
 * itself.
 * @throws GraphRefusal for a batch that is none
 * Source: https://learn.microsoft.com/graph/json-batching
 */
export async function runBatch(body: unknown, caller: Caller, options: BatchOptions): Promise<GraphReply> {
  const steps = readSteps(body);
  const replies = new Map<string, GraphReply>();
  for (const step of steps) {
    const isBlocked = step.dependsOn.some((id) => (replies.get(id)?.status ?? 500) >= 400);
    replies.set(
      step.id,
      isBlocked ? failed({ status: 424, code: 'FailedDependency' }, options) : await runStep(step, caller, options),
    );
  }
  const responses = [...replies].map(([id, reply]) => answerOf(id, reply));
  return { status: 200, body: { responses: responses.toReversed() } };
}

function answerOf(id: string, { status, headers, body }: GraphReply) {
  if (body === undefined) return { id, status, headers };
  if (Buffer.isBuffer(body)) return { id, status, headers, body: body.toString('base64') };
  return { id, status, headers: { 'content-type': 'application/json', ...headers }, body };
}

async function runStep(step: Step, caller: Caller, options: BatchOptions): Promise<GraphReply> {
  const target = `/v1.0${step.url}`;
  const trouble = options.trouble(new URL(target, 'http://graph').pathname);
  if (trouble !== undefined) return failed(trouble, options);
  try {
    return await options.dispatch({ method: step.method, target, headers: step.headers, body: step.body }, caller);
  } catch (thrown) {
    if (!(thrown instanceof GraphRefusal)) throw thrown;
    return failed(thrown.failure, options);
  }
}

function failed(failure: GraphFailure, { errorBody }: BatchOptions): GraphReply {
  return {
    status: failure.status,
    ...(failure.headers === undefined ? {} : { headers: failure.headers }),
    body: errorBody(failure),
  };
}

function readSteps(body: unknown): readonly Step[] {
  const requests = (body as { readonly requests?: unknown } | null | undefined)?.requests;
  if (!Array.isArray(requests) || requests.length === 0) throw badRequest('Invalid batch payload format.');
  if (requests.length > mostSteps)
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${mostSteps}.`);
  const steps = requests.map(readStep);
  const ids = new Set<string>();
  for (const { id, dependsOn } of steps) {
    if (ids.has(id)) throw badRequest(`Request Id '${id}' is not unique.`);
    if (dependsOn.some((other) => !ids.has(other)))
      throw badRequest(`Request '${id}' depends on a request that is not before it.`);
    ids.add(id);
  }
  return steps;
}

function readStep(request: unknown): Step {
  const { id, method, url, headers = {}, body, dependsOn = [] } = (request ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || id === '') throw badRequest("Missing or invalid Batch 'id'.");
  if (typeof method !== 'string' || typeof url !== 'string' || !url.startsWith('/') || url.startsWith('/v1.0')) {
    throw badRequest(`Invalid method or URL of request '${id}'.`);
  }
  if (url.startsWith('/$batch')) throw badRequest('Batches cannot be nested.');
  const given = Object.fromEntries(
    Object.entries(headers as Record<string, string>).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (body !== undefined && given['content-type'] === undefined)
    throw badRequest(`Request '${id}' has a body and no Content-Type.`);
  return { id, method, url, headers: given, body, dependsOn: dependsOn as readonly string[] };
}
