import { randomBytes } from 'node:crypto';
import type { Clock } from '../../entra/token-authority.ts';
import type { NodeApplication } from '../../http/open-server.ts';
import { cutReply } from '../../http/raw-reply.ts';
import type { NodeContext } from '../../http/raw-reply.ts';
import type { DriveItem } from './drive-store.ts';
import { sizeOf } from './drive-store.ts';
import type { Estate } from './estate.ts';
import { eTagOf, itemResource } from './item-resource.ts';

/** What can happen to a file while somebody downloads it. */
export type DownloadTrouble = 'cut' | 'grow' | 'change' | 'delete' | 'hang';

/** Where a new file goes, and what happens where its name is taken. */
export interface UploadTarget {
  readonly parent: DriveItem;
  readonly name: string;
  readonly behaviour: 'fail' | 'replace' | 'rename';
  readonly by: string;
}

/** The storage that holds the bytes: it knows addresses that open for a while, and no tokens. */
export interface FileStorage {
  downloadUrl(item: DriveItem): string;
  openUpload(target: UploadTarget): {
    readonly uploadUrl: string;
    readonly expirationDateTime: string;
    readonly nextExpectedRanges: readonly string[];
  };
  /** Makes the next download of a file go wrong. */
  troubleDownload(item: DriveItem, trouble: DownloadTrouble): void;
}

interface Upload extends UploadTarget {
  readonly expires: number;
  total: number | undefined;
  received: Buffer;
}

const downloadMilliseconds = 60 * 60 * 1000;
const uploadMilliseconds = 24 * 60 * 60 * 1000;
const fragment = 320 * 1024;
const mostInFragment = 60 * 1024 * 1024;
const pieceBytes = 256 * 1024;

/**
 * Adds the storage to an application. Its addresses are of another origin than Graph's, as SharePoint's are.
 * Sources: https://learn.microsoft.com/graph/api/driveitem-get-content, driveitem-createuploadsession
 */
export function addStorage(
  application: NodeApplication,
  options: { readonly origin: string; readonly estate: Estate; readonly clock: Clock },
): FileStorage {
  const { estate, clock } = options;
  const origin = options.origin.replace('//localhost', '//127.0.0.1');
  const downloads = new Map<string, { readonly itemId: string; readonly expires: number }>();
  const uploads = new Map<string, Upload>();
  const troubles = new Map<string, DownloadTrouble>();

  const storage: FileStorage = {
    downloadUrl: (item) => {
      const key = randomBytes(18).toString('base64url');
      downloads.set(key, { itemId: item.id, expires: clock() + downloadMilliseconds });
      return `${origin}/download/${key}?tempauth=v1`;
    },
    openUpload: (target) => {
      const key = randomBytes(18).toString('base64url');
      const expires = clock() + uploadMilliseconds;
      uploads.set(key, { ...target, expires, total: undefined, received: Buffer.alloc(0) });
      return {
        uploadUrl: `${origin}/upload/${key}`,
        expirationDateTime: new Date(expires).toISOString(),
        nextExpectedRanges: ['0-'],
      };
    },
    troubleDownload: (item, trouble) => void troubles.set(item.id, trouble),
  };

  // A token must never get here: it is meant for Graph.
  const isClean = (context: NodeContext): boolean => context.req.header('authorization') === undefined;

  application.get('/download/:key', async (context) => {
    if (!isClean(context)) return context.json({ error: { code: 'unauthenticated' } }, 401);
    const grant = downloads.get(context.req.param('key'));
    const item = grant === undefined ? undefined : estate.item(grant.itemId);
    if (grant === undefined || grant.expires < clock())
      return context.json({ error: { code: 'unauthenticated' } }, 401);
    if (item?.content === undefined) return context.json({ error: { code: 'itemNotFound' } }, 404);
    if (item.lock !== undefined) return context.json({ error: { code: 'resourceLocked' } }, 423);
    const trouble = troubles.get(item.id);
    troubles.delete(item.id);
    return sendFile(context, item, { trouble, estate });
  });
  application.get('/upload/:key', (context) => {
    const upload = uploads.get(context.req.param('key'));
    if (upload === undefined || upload.expires < clock()) return context.json({ error: { code: 'itemNotFound' } }, 404);
    return context.json(progressOf(upload));
  });
  application.delete('/upload/:key', (context) => {
    return uploads.delete(context.req.param('key'))
      ? context.body(null, 204)
      : context.json({ error: { code: 'itemNotFound' } }, 404);
  });
  application.put('/upload/:key', async (context) => {
    if (!isClean(context)) return context.json({ error: { code: 'unauthenticated' } }, 401);
    const key = context.req.param('key');
    const upload = uploads.get(key);
    if (upload === undefined || upload.expires < clock()) return context.json({ error: { code: 'itemNotFound' } }, 404);
    const bytes = Buffer.from(await context.req.arrayBuffer());
    const problem = receive(upload, context.req.header('content-range'), bytes);
    if (problem !== undefined) return context.json({ error: { code: problem.code } }, problem.status);
    if (upload.received.length < (upload.total ?? 0)) return context.json(progressOf(upload), 202);
    const there = upload.parent.children.find(({ name }) => name.toLowerCase() === upload.name.toLowerCase());
    if (there !== undefined && upload.behaviour === 'fail')
      return context.json({ error: { code: 'nameAlreadyExists' } }, 409);
    uploads.delete(key);
    const isOver = there !== undefined && upload.behaviour === 'replace';
    if (isOver) estate.setContent(there, upload.received);
    const item = isOver ? there : estate.addFile(upload.parent, freeName(upload.parent, upload.name), upload.received);
    item.modifiedBy = upload.by;
    return context.json(itemResource(item, storage.downloadUrl), isOver ? 200 : 201);
  });
  return storage;
}

function progressOf({ expires, received }: Upload) {
  return { expirationDateTime: new Date(expires).toISOString(), nextExpectedRanges: [`${received.length}-`] };
}

function receive(
  upload: Upload,
  range: string | undefined,
  bytes: Buffer,
): { readonly status: 400 | 416; readonly code: string } | undefined {
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range ?? '')?.map(Number) ?? [];
  if (from === undefined || to === undefined || total === undefined || to - from + 1 !== bytes.length)
    return { status: 400, code: 'invalidRange' };
  const isLast = to + 1 === total;
  if (bytes.length > mostInFragment || (!isLast && bytes.length % fragment !== 0))
    return { status: 400, code: 'fragmentInvalidSize' };
  if ((upload.total ?? total) !== total) return { status: 400, code: 'invalidRange' };
  if (from !== upload.received.length)
    return { status: 416, code: from < upload.received.length ? 'fragmentOverlap' : 'fragmentOutOfOrder' };
  upload.total = total;
  upload.received = Buffer.concat([upload.received, bytes]);
  return undefined;
}

function freeName(parent: DriveItem, name: string): string {
  const isTaken = (candidate: string): boolean =>
    parent.children.some((child) => child.name.toLowerCase() === candidate.toLowerCase());
  const dot = name.lastIndexOf('.');
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 0; ; number += 1) {
    const candidate = number === 0 ? name : `${stem} ${number}${end}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** Sends a file, of which a range can be asked, the way that a test wants. */
function sendFile(
  context: NodeContext,
  item: DriveItem,
  { trouble, estate }: { readonly trouble: DownloadTrouble | undefined; readonly estate: Estate },
): Response | Promise<Response> {
  const size = sizeOf(item);
  const range = /^bytes=(\d+)-(\d*)$/.exec(context.req.header('range') ?? '');
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(range?.[2] === undefined || range[2] === '' ? size : Number(range[2]) + 1, size);
  if (start > end || (range !== null && start >= size))
    return context.body(null, 416, { 'content-range': `bytes */${size}` });
  const headers = {
    'content-type': 'application/octet-stream',
    etag: eTagOf(item),
    'accept-ranges': 'bytes',
    ...(range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  };
  const whole = { status: range === null ? 200 : 206, headers: { ...headers, 'content-length': String(end - start) } };
  switch (trouble) {
    case undefined:
      return new Response(stream(item, start, end), whole);
    case 'cut':
      return cutReply(context, new Response(stream(item, start, end), { status: whole.status, headers }));
    case 'grow':
      // Somebody goes on writing: the reply has no length and more bytes than the item had.
      return new Response(stream(item, start, end + size + 1), { status: whole.status, headers });
    case 'hang':
      return new Response(
        new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(1)) }),
        whole,
      );
    case 'change': {
      const reply = new Response(stream({ ...item }, start, end), whole);
      estate.setContent(item, Buffer.from('Something else.\n'));
      return reply;
    }
    case 'delete': {
      const reply = new Response(stream({ ...item }, start, end), whole);
      estate.remove(item);
      return reply;
    }
  }
}

/** Made as it is read, so that ten gigabytes cost no memory. */
function stream({ content }: DriveItem, start: number, end: number): ReadableStream<Uint8Array> {
  let position = start;
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const next = Math.min(position + pieceBytes, end);
      const bytes = Buffer.isBuffer(content)
        ? content.subarray(position, next)
        : Buffer.alloc(next - position, 'parley ');
      const isShort = bytes.length < next - position;
      if (next > position)
        controller.enqueue(isShort ? Buffer.concat([bytes, Buffer.alloc(next - position - bytes.length, '+')]) : bytes);
      position = next;
      if (position >= end) controller.close();
    },
  });
}
