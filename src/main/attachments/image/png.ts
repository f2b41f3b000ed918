import { Buffer } from 'node:buffer';
import type { CleanImage } from './image.ts';

/** What makes the picture and its colours; the rest is text, times, Exif, animation. */
const kept: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs'.split(' '),
);

/** Keeps the chunks of a PNG that make the picture. @throws RangeError where it is cut off */
export function cleanPng(bytes: Buffer): CleanImage {
  const pieces = [bytes.subarray(0, 8)];
  for (let start = 8; ;) {
    const end = start + 12 + bytes.readUInt32BE(start);
    if (end > bytes.length) throw new RangeError('chunk');
    const type = bytes.toString('latin1', start + 4, start + 8);
    if (start === 8 && type !== 'IHDR') throw new RangeError('header');
    if (kept.has(type)) pieces.push(bytes.subarray(start, end));
    if (type === 'IEND') break;
    start = end;
  }
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), bytes: Buffer.concat(pieces) };
}
