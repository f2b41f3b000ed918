import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Cloud } from '../auth/cloud.ts';
import { parseJson, requestBytes } from '../gate/request-json.ts';
import type { Ports } from '../ports.ts';
import { type CloudFile, type CloudFileRef, Item } from './cloud-file.ts';
import { itemPath } from './files.ts';
import type { GraphConnection } from './graph-connection.ts';
import { badReply, graphError } from './graph-error.ts';
import type { GraphFeature } from './graph-feature.ts';
import { storageUrl } from './storage-host.ts';

/** What uploads stand on. */
export interface UploadOptions extends Pick<Ports, 'fetch' | 'clock'> {
  readonly connection: GraphConnection;
  readonly cloud: Pick<Cloud, 'graphOrigin' | 'sharePointSuffix'>;
}

/** A file to be written. */
export interface UploadRequest {
  readonly folder: CloudFileRef;
  readonly name: string;
  readonly bytes: Buffer;
  /** What happens where the name is taken. */
  readonly ifTaken: 'fail' | 'replace' | 'rename';
  readonly feature: Extract<GraphFeature, 'sharing' | 'saving'>;
}

/** A multiple of 320 KiB, as the service wants. */
const fragmentBytes = 10 * 320 * 1024;
const deadlineMilliseconds = 120_000;
const attemptLimit = 4;
const waitMilliseconds = 1_000;

const Session = z.object({ uploadUrl: z.string().max(8192) });
const Progress = z.object({ nextExpectedRanges: z.array(z.string().regex(/^\d+-/)).min(1) });

/**
 * Writes a file by an upload session, going on where a broken connection has left it.
 * @throws AppError `cloud-file-name-taken`, `graph-forbidden`, `upload-expired`, those of the network; the signal's reason
 * Source: https://learn.microsoft.com/graph/api/driveitem-createuploadsession
 */
export async function upload(options: UploadOptions, request: UploadRequest, signal: AbortSignal): Promise<CloudFile> {
  const { folder, name, bytes, ifTaken, feature } = request;
  // A session has no way to say that nothing comes.
  if (bytes.length === 0) throw new AppError('attachment-empty');
  const body = { item: { '@microsoft.graph.conflictBehavior': ifTaken } };
  const path = `${itemPath(folder)}:/${encodeURIComponent(name)}:/createUploadSession`;
  const session = await options.connection.json({ path, features: [feature], body }, Session, signal);
  const url = storageUrl(session.uploadUrl, options.cloud);
  let start = 0;
  for (let failures = 0; ;) {
    try {
      const step = await sendFragment(options, { url, bytes, start }, signal);
      if (step.kind === 'whole') return step.file;
      start = step.next;
      failures = 0;
    } catch (thrown) {
      signal.throwIfAborted();
      failures += 1;
      if (!isPassing(thrown) || failures === attemptLimit) throw await withdrawn(options, url, thrown);
      await options.clock.sleep(waitMilliseconds * 2 ** (failures - 1), signal);
      start = await progress(options, url, signal).catch((failed: unknown) => {
        if (isPassing(failed)) return start;
        throw failed;
      });
    }
  }
}

type Step = { readonly kind: 'whole'; readonly file: CloudFile } | { readonly kind: 'part'; readonly next: number };

async function sendFragment(
  { fetch, clock }: UploadOptions,
  { url, bytes, start }: { readonly url: string; readonly bytes: Buffer; readonly start: number },
  signal: AbortSignal,
): Promise<Step> {
  const fragment = bytes.subarray(start, start + fragmentBytes);
  const headers = { 'content-range': `bytes ${start}-${start + fragment.length - 1}/${bytes.length}` };
  const reply = await requestBytes(
    { fetch, clock },
    { url, method: 'PUT', raw: new Uint8Array(fragment), headers, deadlineMilliseconds },
    signal,
  );
  const { status, headers: given } = reply.response;
  const body = parseJson(reply.bytes);
  if (status === 404) throw new AppError('upload-expired');
  // The service has more than we thought: it tells where to go on.
  if (status >= 400 && status !== 416)
    throw graphError({ status, headers: given, body, clientRequestId: randomUUID() });
  if (status === 416) return { kind: 'part', next: await progress({ fetch, clock }, url, signal) };
  const item = Item.safeParse(body);
  if (item.success) return { kind: 'whole', file: item.data };
  return { kind: 'part', next: nextOf(body) };
}

async function progress(ports: Pick<Ports, 'fetch' | 'clock'>, url: string, signal: AbortSignal): Promise<number> {
  const { response, bytes } = await requestBytes(ports, { url, deadlineMilliseconds }, signal);
  if (response.status === 404) throw new AppError('upload-expired');
  if (!response.ok)
    throw graphError({
      status: response.status,
      headers: response.headers,
      body: undefined,
      clientRequestId: randomUUID(),
    });
  return nextOf(parseJson(bytes));
}

function nextOf(body: unknown): number {
  const parsed = Progress.safeParse(body);
  if (!parsed.success) throw badReply();
  return Number.parseInt(parsed.data.nextExpectedRanges[0] ?? '', 10);
}

/** What was sent so far is not left lying about; the failure is told, not that of clearing up. */
async function withdrawn({ fetch, clock }: UploadOptions, url: string, thrown: unknown): Promise<unknown> {
  const request = { url, method: 'DELETE', deadlineMilliseconds: 5_000 };
  await requestBytes({ fetch, clock }, request, new AbortController().signal).catch(() => {});
  return thrown;
}

function isPassing(thrown: unknown): boolean {
  return (
    thrown instanceof AppError &&
    (thrown.code === 'network-unreachable' || thrown.code === 'graph-unavailable' || thrown.code === 'graph-busy')
  );
}
