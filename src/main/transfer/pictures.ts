import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { fileFormat } from '../attachments/file-format.ts';
import { readImage } from '../attachments/image/image.ts';

const limits = { characters: 0, pages: 0, entries: 0, unpackedBytes: 0, depth: 0, pixels: 50_000_000, columns: 0 };

/** Largest picture in bytes that is taken. */
export const pictureLimit = 20 * 1024 * 1024;

/**
 * A picture by its content, without what its maker wrote beside it; undefined where it is none.
 * SECURITY: what the file says of it counts for nothing.
 */
export function readPicture(bytes: Uint8Array): { readonly mediaType: string; readonly data: Uint8Array } | undefined {
  if (bytes.length > pictureLimit) return undefined;
  const format = fileFormat(bytes);
  if (format.kind !== 'image') return undefined;
  try {
    return { mediaType: `image/${format.format}`, data: readImage(format.format, bytes, limits).bytes };
  } catch {
    return undefined;
  }
}

/** The bytes of a `data:` address of a picture; undefined where it is another kind of address. */
export function dataBytes(address: unknown): Uint8Array | undefined {
  if (typeof address !== 'string' || address.length > (pictureLimit / 3) * 4 + 100) return undefined;
  const head = /^data:image\/(?:png|jpeg|gif|webp);base64,/.exec(address)?.[0];
  return head === undefined ? undefined : Buffer.from(address.slice(head.length), 'base64');
}

/** An id that is always the same for the same names: importing a file twice makes nothing twice. */
export function stableId(...names: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  // A UUID of version 8, which is whatever an application makes of it.
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
