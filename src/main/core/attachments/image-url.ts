import { Buffer } from 'node:buffer';
import { AppError } from '../../../shared/errors.ts';

/** How the images begin that Parley keeps. */
const marks: readonly (readonly [mediaType: string, at: number, mark: string])[] = [
  ['image/png', 0, '\x89PNG'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
];

/** An image for the window. SECURITY: nothing but an image leaves by this way. @throws AppError `attachment-missing` */
export function imageUrl(data: Uint8Array): string {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const found = marks.find(([, at, mark]) => bytes.toString('latin1', at, at + mark.length) === mark);
  if (found === undefined) throw new AppError('attachment-missing');
  return `data:${found[0]};base64,${bytes.toString('base64')}`;
}
