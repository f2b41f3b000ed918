import { Buffer } from 'node:buffer';
import type { CleanImage } from './image.ts';

const hasExif = 0x08;
const hasXmp = 0x04;

/** Leaves Exif and XMP out of a WebP. @throws RangeError where it is cut off */
export function cleanWebp(bytes: Buffer): CleanImage {
  const riffEnd = 8 + bytes.readUInt32LE(4);
  if (riffEnd > bytes.length) throw new RangeError('riff');
  const pieces: Buffer[] = [];
  let size: readonly [width: number, height: number] | undefined;
  for (let start = 12; start + 8 <= riffEnd;) {
    const type = bytes.toString('latin1', start, start + 4);
    const length = bytes.readUInt32LE(start + 4);
    const end = start + 8 + length + (length % 2);
    if (start + 8 + length > bytes.length) throw new RangeError('chunk');
    const chunk = Buffer.from(bytes.subarray(start, end));
    size ??= sizeOf(type, chunk.subarray(8));
    if (type === 'VP8X') chunk[8] = chunk.readUInt8(8) & ~(hasExif | hasXmp);
    if (type !== 'EXIF' && type !== 'XMP ') pieces.push(chunk);
    start = end;
  }
  if (size === undefined) throw new RangeError('no picture');
  const [width, height] = size;
  const body = Buffer.concat(pieces);
  const header = Buffer.from(bytes.subarray(0, 12));
  header.writeUInt32LE(body.length + 4, 4);
  return { width, height, bytes: Buffer.concat([header, body]) };
}

function sizeOf(type: string, data: Buffer): readonly [number, number] | undefined {
  switch (type) {
    case 'VP8X':
      return [data.readUIntLE(4, 3) + 1, data.readUIntLE(7, 3) + 1];
    case 'VP8 ':
      return [data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff];
    case 'VP8L': {
      const bits = data.readUInt32LE(1);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    default:
      return undefined;
  }
}
