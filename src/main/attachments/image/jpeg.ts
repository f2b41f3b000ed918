import { Buffer } from 'node:buffer';
import type { CleanImage } from './image.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;
const comment = 0xfe;
const exifSegment = 0xe1;
const orientationTag = 0x0112;

/**
 * Keeps the segments of a JPEG that make the picture, its colours and which way is up; what follows its end, such as the second
 * picture of some telephones, is left out. @throws RangeError where it is cut off
 */
export function cleanJpeg(bytes: Buffer): CleanImage {
  const pieces = [bytes.subarray(0, 2)];
  let size: { readonly width: number; readonly height: number } | undefined;
  for (let start = 2; ;) {
    // A marker may be preceded by any number of 0xFF.
    while (bytes.readUInt8(start + 1) === 0xff) start += 1;
    if (bytes.readUInt8(start) !== 0xff) throw new RangeError('marker');
    const marker = bytes.readUInt8(start + 1);
    if (marker === endOfImage) {
      pieces.push(bytes.subarray(start, start + 2));
      break;
    }
    let end = start + 2 + bytes.readUInt16BE(start + 2);
    if (end > bytes.length) throw new RangeError('segment');
    if (isFrame(marker)) size = { height: bytes.readUInt16BE(start + 5), width: bytes.readUInt16BE(start + 7) };
    if (marker === startOfScan) end = endOfScan(bytes, end);
    if (isKept(marker)) pieces.push(bytes.subarray(start, end));
    else if (marker === exifSegment) pieces.push(orientationOnly(bytes.subarray(start, end)));
    start = end;
  }
  if (size === undefined) throw new RangeError('no picture');
  return { ...size, bytes: Buffer.concat(pieces) };
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** JFIF, colour profiles and Adobe's colour transform stay of what applications write, and no comment. */
function isKept(marker: number): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  return isApplication ? [0xe0, 0xe2, 0xee].includes(marker) : marker !== comment;
}

/** Where the next marker is: within a scan 0xFF is followed by zero or by the number of a restart. */
function endOfScan(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new RangeError('scan');
}

/** An Exif segment with nothing but which way is up; empty where the old one does not say. */
function orientationOnly(segment: Buffer): Buffer {
  const orientation = orientationOf(segment);
  if (orientation === undefined) return Buffer.alloc(0);
  const exif = Buffer.alloc(36);
  exif.write('\u00ff\u00e1', 0, 'latin1');
  exif.writeUInt16BE(34, 2);
  exif.write('Exif\0\0MM\0*', 4, 'latin1');
  exif.writeUInt32BE(8, 14);
  exif.writeUInt16BE(1, 18);
  exif.writeUInt16BE(orientationTag, 20);
  exif.writeUInt16BE(3, 22);
  exif.writeUInt32BE(1, 24);
  exif.writeUInt16BE(orientation, 28);
  return exif;
}

function orientationOf(segment: Buffer): number | undefined {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return undefined;
  const tiff = segment.subarray(10);
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'MM' && order !== 'II')) return undefined;
  const short = (at: number) => (order === 'MM' ? tiff.readUInt16BE(at) : tiff.readUInt16LE(at));
  const directory = order === 'MM' ? tiff.readUInt32BE(4) : tiff.readUInt32LE(4);
  if (directory + 2 > tiff.length) return undefined;
  for (let index = 0; index < short(directory); index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.length) return undefined;
    if (short(entry) !== orientationTag) continue;
    const value = short(entry + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
