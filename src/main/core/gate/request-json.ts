import { AppError } from '../../../shared/errors.ts';
import { networkError } from '../network-error.ts';
import type { Ports } from '../ports.ts';
import { readBody } from '../read-body.ts';

/** What to ask for. */
export interface JsonRequest {
  readonly url: string;
  /** GET if left out, POST where there is a body. */
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of JSON. */
  readonly raw?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest reply that is read; a megabyte if left out. */
  readonly limitBytes?: number;
  /** How long it may take; ten seconds if left out. */
  readonly deadlineMilliseconds?: number;
}

/** What came back; `bytes` is undefined where it is too long. */
export interface BytesReply {
  readonly response: Response;
  readonly bytes: Buffer | undefined;
}

/** What came back; `body` is undefined where it is no JSON or too long. */
export interface JsonReply {
  readonly response: Response;
  readonly body: unknown;
}

const usualDeadlineMilliseconds = 10_000;
const usualLimitBytes = 1024 * 1024;

/**
 * Asks for JSON, for so long and so much of it.
 * @throws AppError `network-unreachable`, `network-certificate`; the signal's reason where it is aborted
 */
export async function requestJson(
  ports: Pick<Ports, 'fetch' | 'clock'>,
  request: JsonRequest,
  signal: AbortSignal,
): Promise<JsonReply> {
  const { response, bytes } = await requestBytes(ports, request, signal);
  return { response, body: parseJson(bytes) };
}

/** Like `requestJson`, for replies of any kind. */
export async function requestBytes(
  { fetch, clock }: Pick<Ports, 'fetch' | 'clock'>,
  request: JsonRequest,
  signal: AbortSignal,
): Promise<BytesReply> {
  const { url, method, body, raw, headers, limitBytes = usualLimitBytes } = request;
  const { deadlineMilliseconds = usualDeadlineMilliseconds } = request;
  const timeout = new AbortController();
  const done = new AbortController();
  void clock.sleep(deadlineMilliseconds, done.signal).then(
    () => timeout.abort(new DOMException('', 'TimeoutError')),
    () => {},
  );
  const posted = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { ...headers, 'content-type': 'application/json' },
  };
  try {
    const response = await fetch(url, {
      ...(body === undefined ? { headers: { ...headers } } : posted),
      ...(raw === undefined ? {} : { body: raw }),
      ...(method === undefined ? {} : { method }),
      // SECURITY: a redirect could carry a token to another host, or take keys from one.
      redirect: 'error',
      signal: AbortSignal.any([signal, timeout.signal]),
    });
    return { response, bytes: await readBody(response, limitBytes) };
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof AppError ? thrown : networkError(thrown, url);
  } finally {
    done.abort();
  }
}

/** What JSON says; undefined where it is none. */
export function parseJson(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
