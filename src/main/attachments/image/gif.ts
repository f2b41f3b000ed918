import { Buffer } from 'node:buffer';
import type { CleanImage } from './image.ts';

const picture = 0x2c;
const extension = 0x21;
const trailer = 0x3b;
const graphicControl = 0xf9;
const application = 0xff;

/**
 * Keeps the frames of a GIF, their timing and how often they run; comments, XMP and what follows the end are left out.
 * @throws RangeError where it is cut off
 */
export function cleanGif(bytes: Buffer): CleanImage {
  let width = bytes.readUInt16LE(6);
  let height = bytes.readUInt16LE(8);
  let start = 13 + colourTable(bytes.readUInt8(10));
  const pieces = [bytes.subarray(0, start)];
  let hasPicture = false;
  // Some programs leave out the end.
  while (!(hasPicture && start === bytes.length)) {
    const kind = bytes.readUInt8(start);
    if (kind === trailer) break;
    if (kind !== picture && kind !== extension) throw new RangeError('block');
    if (kind === picture) {
      hasPicture = true;
      // SECURITY: a frame may be larger than the file says that it is; who decodes it makes room for the frame.
      width = Math.max(width, bytes.readUInt16LE(start + 1) + bytes.readUInt16LE(start + 5));
      height = Math.max(height, bytes.readUInt16LE(start + 3) + bytes.readUInt16LE(start + 7));
    }
    const head = kind === picture ? 11 + colourTable(bytes.readUInt8(start + 9)) : 2;
    const end = endOfBlocks(bytes, start + head);
    if (kind === picture || isKept(bytes, start)) pieces.push(bytes.subarray(start, end));
    start = end;
  }
  if (!hasPicture) throw new RangeError('no picture');
  return { width, height, bytes: Buffer.concat([...pieces, Buffer.from([trailer])]) };
}

/** Bytes of the table that packed fields announce. */
function colourTable(fields: number): number {
  return (fields & 0x80) === 0 ? 0 : 3 * 2 ** ((fields & 7) + 1);
}

/** Where the block ends that begins with its first sub-block. */
function endOfBlocks(bytes: Buffer, start: number): number {
  let at = start;
  for (let length = bytes.readUInt8(at); length > 0; length = bytes.readUInt8(at)) at += length + 1;
  return at + 1;
}

function isKept(bytes: Buffer, start: number): boolean {
  const label = bytes.readUInt8(start + 1);
  return (
    label === graphicControl ||
    (label === application && bytes.toString('latin1', start + 3, start + 14) === 'NETSCAPE2.0')
  );
}
