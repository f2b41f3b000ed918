import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Cloud } from '../auth/cloud.ts';
import { networkError } from '../network-error.ts';
import type { Ports } from '../ports.ts';
import { untilAborted } from '../until-aborted.ts';
import { type CloudFile, type CloudFileRef, DownloadableItem, itemFields } from './cloud-file.ts';
import { itemPath } from './files.ts';
import type { GraphConnection } from './graph-connection.ts';
import { badReply, graphError } from './graph-error.ts';
import { storageUrl } from './storage-host.ts';

/** What downloads stand on. */
export interface DownloadOptions extends Pick<Ports, 'fetch' | 'clock'> {
  readonly connection: GraphConnection;
  readonly cloud: Pick<Cloud, 'graphOrigin' | 'sharePointSuffix'>;
}

/** A downloaded file, as it was at one moment. */
export interface Download {
  readonly file: CloudFile;
  readonly bytes: Buffer;
}

const stallMilliseconds = 30_000;
const features = ['files'] as const;
const megabyte = 1024 * 1024;

/**
 * Reads a file into memory, if it is no longer than `limitBytes`: its size is looked at before, and the bytes are counted as
 * they come, since a file may grow in between. What changed meanwhile is not taken.
 * @throws AppError `attachment-too-large`, `cloud-file-changed`, `cloud-file-locked`, `graph-not-found`, `graph-forbidden`,
 * those of the network; the signal's reason
 */
export async function download(
  options: DownloadOptions,
  { ref, limitBytes }: { readonly ref: CloudFileRef; readonly limitBytes: number },
  signal: AbortSignal,
): Promise<Download> {
  const { connection, cloud } = options;
  const path = `${itemPath(ref)}?$select=${itemFields},@microsoft.graph.downloadUrl`;
  const { file, downloadUrl } = await connection.json({ path, features }, DownloadableItem, signal);
  if (file.kind === 'folder') throw badReply();
  const tooLarge = () =>
    new AppError('attachment-too-large', { fields: { megabytes: Math.floor(limitBytes / megabyte) } });
  if (file.size > limitBytes) throw tooLarge();
  const bytes = await readAll(options, { url: storageUrl(downloadUrl, cloud), limitBytes }, signal);
  if (bytes === undefined) throw tooLarge();
  const after = await connection.json(
    { path: `${itemPath(ref)}?$select=${itemFields}`, features },
    DownloadableItem,
    signal,
  );
  if (bytes.length !== file.size || after.file.cTag !== file.cTag) {
    throw new AppError('cloud-file-changed', { fields: { service: 'Microsoft Graph' } });
  }
  return { file: after.file, bytes };
}

/** Undefined where it is longer than the limit; what has come is let go of then. */
async function readAll(
  { fetch, clock }: DownloadOptions,
  { url, limitBytes }: { readonly url: string; readonly limitBytes: number },
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const ending = new AbortController();
  const both = AbortSignal.any([signal, ending.signal]);
  /** Each piece has its own deadline: a large file may take long, silence may not. */
  const within = async <Value>(promise: Promise<Value>): Promise<Value> => {
    const done = new AbortController();
    const stalled = clock.sleep(stallMilliseconds, done.signal).then(() => {
      throw new DOMException('', 'TimeoutError');
    });
    stalled.catch(() => {});
    try {
      return await untilAborted(Promise.race([promise, stalled]), signal);
    } finally {
      done.abort();
    }
  };
  try {
    // SECURITY: no token goes along, and no redirect leads to another host.
    const response = await within(fetch(url, { redirect: 'error', credentials: 'omit', signal: both }));
    if (!response.ok) {
      throw graphError({
        status: response.status,
        headers: response.headers,
        body: undefined,
        clientRequestId: randomUUID(),
      });
    }
    const pieces: Uint8Array[] = [];
    let length = 0;
    const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
    for (;;) {
      const step = reader === undefined ? undefined : await within(reader.read());
      if (step?.value === undefined) return Buffer.concat(pieces);
      length += step.value.length;
      // SECURITY: a file that grows must not fill this computer's memory.
      if (length > limitBytes) return undefined;
      pieces.push(step.value);
    }
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof AppError ? thrown : networkError(thrown, url);
  } finally {
    ending.abort();
  }
}
