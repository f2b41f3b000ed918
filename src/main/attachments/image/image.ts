import { Buffer } from 'node:buffer';
import { AppError } from '../../../shared/errors.ts';
import type { ReadLimits } from '../limits.ts';
import { cleanGif } from './gif.ts';
import { cleanJpeg } from './jpeg.ts';
import { cleanPng } from './png.ts';
import { cleanWebp } from './webp.ts';

/** The formats that models see. */
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp';

/** An image whose frame has been checked, without what its maker wrote beside the picture. */
export interface CleanImage {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

const cleaners: Readonly<Record<ImageFormat, (bytes: Buffer) => CleanImage>> = {
  png: cleanPng,
  jpeg: cleanJpeg,
  gif: cleanGif,
  webp: cleanWebp,
};

/**
 * Checks an image and takes out its metadata, the place where it was taken among them; the picture is not decoded.
 * @throws AppError `attachment-unreadable`, `attachment-too-complex`
 */
export function readImage(format: ImageFormat, bytes: Uint8Array, limits: ReadLimits): CleanImage {
  const image = clean(format, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (image.width === 0 || image.height === 0) throw new AppError('attachment-unreadable');
  // SECURITY: a few bytes can stand for a picture that takes all memory of who decodes it.
  if (image.width * image.height > limits.pixels) {
    throw new AppError('attachment-too-complex', { fields: { reason: `${image.width} by ${image.height} pixels` } });
  }
  return image;
}

function clean(format: ImageFormat, bytes: Buffer): CleanImage {
  try {
    return cleaners[format](bytes);
  } catch (thrown) {
    // It ends before its own frame says so.
    if (thrown instanceof RangeError) throw new AppError('attachment-unreadable', { cause: thrown });
    throw thrown;
  }
}
