import type { Buffer } from 'node:buffer';
import type { CleanImage } from './image.ts';

/** Reads the size of a GIF, which carries no Exif. @throws RangeError where it is cut off */
export function cleanGif(bytes: Buffer): CleanImage {
  // Some programs fill up what follows the end.
  if (bytes.lastIndexOf(0x3b) < 13) throw new RangeError('trailer');
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), bytes };
}
