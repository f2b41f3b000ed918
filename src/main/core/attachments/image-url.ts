import { Buffer } from 'node:buffer';
import { AppError } from '../../../shared/errors.ts';

/** How the images begin that Parley keeps. */
const marks: readonly (readonly [mediaType: string, at: number, mark: string])[] = [
  ['image/png', 0, '\x89PNG'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
];

/** The media type of an image, by its content. SECURITY: nothing else leaves by this way. @throws AppError `attachment-missing` */
export function imageType(data: Uint8Array): string {
  const bytes = bufferOf(data);
  const found = marks.find(([, at, mark]) => bytes.toString('latin1', at, at + mark.length) === mark);
  if (found === undefined) throw new AppError('attachment-missing');
  return found[0];
}

/** An image for the window. @throws AppError `attachment-missing` */
export function imageUrl(data: Uint8Array): string {
  return `data:${imageType(data)};base64,${bufferOf(data).toString('base64')}`;
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
