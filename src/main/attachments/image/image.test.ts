import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { testLimits } from '../testing/limits.ts';
import { type ImageFormat, readImage } from './image.ts';

const fixture = (name: string) => readFile(path.join(import.meta.dirname, '../fixtures', name));
const clean = (format: ImageFormat, bytes: Buffer) => readImage(format, bytes, testLimits);
const secret = '59.9139 N 10.7522 E';

/** A segment of a JPEG. */
function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** Exif of a little-endian camera held sideways, with a place. */
function exif(): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(6, 18);
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(secret)]);
}

describe('a photo', () => {
  test('does not tell where it was taken, but which way is up', async () => {
    const plain = await fixture('talk.jpg');
    const photo = Buffer.concat([
      plain.subarray(0, 2),
      segment(0xe1, exif()),
      segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${secret}`)),
      segment(0xfe, Buffer.from(secret)),
      plain.subarray(2),
      Buffer.from(secret),
    ]);
    const { bytes, width, height } = clean('jpeg', photo);
    expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes(Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06', 'latin1'))).toBe(
      true,
    );
    // The picture itself is as it was.
    expect(bytes.subarray(38)).toEqual(plain.subarray(2));
    expect(width).toBeGreaterThan(height);
  });

  test('as PNG does not carry text or Exif', async () => {
    const plain = await fixture('talk.png');
    const chunk = (type: string) => {
      const data = Buffer.alloc(12 + secret.length);
      data.writeUInt32BE(secret.length, 0);
      data.write(type + secret, 4, 'latin1');
      return data;
    };
    const photo = Buffer.concat([
      plain.subarray(0, 33),
      chunk('eXIf'),
      chunk('tEXt'),
      plain.subarray(33),
      Buffer.from(secret),
    ]);
    expect(clean('png', photo).bytes).toEqual(plain);
  });

  test('as WebP does not carry Exif or XMP, nor say that it does', () => {
    const chunk = (type: string, data: Buffer) => {
      const head = Buffer.alloc(8);
      head.write(type, 0, 'latin1');
      head.writeUInt32LE(data.length, 4);
      return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
    };
    const riff = (chunks: readonly Buffer[]) => {
      const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
      const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
      head.writeUInt32LE(body.length, 4);
      return Buffer.concat([head, body]);
    };
    const extended = (flags: number) => chunk('VP8X', Buffer.from([flags, 0, 0, 0, 99, 0, 0, 49, 0, 0]));
    const picture = chunk('VP8L', Buffer.from([0x2f, 99, 0, 0, 0, 1]));
    const photo = riff([
      extended(0x1c),
      picture,
      chunk('EXIF', Buffer.from(secret)),
      chunk('XMP ', Buffer.from(secret)),
    ]);
    expect(clean('webp', photo)).toEqual({ width: 100, height: 50, bytes: riff([extended(0x10), picture]) });
  });

  test('as GIF does not carry a comment, XMP or what follows its end', () => {
    const block = (label: number, ...texts: readonly string[]) =>
      Buffer.concat([
        Buffer.from([0x21, label]),
        ...texts.map((text) => Buffer.from(`${String.fromCodePoint(text.length)}${text}`)),
        Buffer.from([0]),
      ]);
    const control = block(0xf9, '\0\x0a\0\0');
    const loop = block(0xff, 'NETSCAPE2.0', '\x01\0\0');
    const frame = Buffer.from([0x2c, 0, 0, 0, 0, 2, 0, 3, 0, 0x80, 0, 0, 0, 255, 255, 255, 2, 2, 0x44, 1, 0]);
    const gif = (...blocks: readonly Buffer[]) =>
      Buffer.concat([Buffer.from('GIF89a\x02\0\x03\0\0\0\0', 'latin1'), ...blocks, Buffer.from([0x3b])]);
    const photo = Buffer.concat([
      gif(loop, block(0xfe, secret), block(0xff, 'XMP DataXMP', secret), control, frame),
      Buffer.from(`${secret};`),
    ]);
    const kept = { width: 2, height: 3, bytes: gif(loop, control, frame) };
    expect(clean('gif', photo)).toEqual(kept);
    // Some programs leave out the end.
    expect(clean('gif', gif(loop, control, frame).subarray(0, -1))).toEqual(kept);
  });

  test('as GIF does not say that it is smaller than its frames', () => {
    const frame = Buffer.from([0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 2, 1, 0, 0]);
    const gif = Buffer.concat([Buffer.from('GIF89a\x01\0\x01\0\0\0\0', 'latin1'), frame, Buffer.from([0x3b])]);
    expect(() => clean('gif', gif)).toThrow(expect.objectContaining({ code: 'attachment-too-complex' }));
    expect(() => clean('gif', gif.subarray(0, -2))).toThrow(expect.objectContaining({ code: 'attachment-unreadable' }));
  });
});

describe('a broken image', () => {
  test('cut anywhere does not pass, and does not hang', async () => {
    for (const [format, name] of [
      ['png', 'talk.png'],
      ['jpeg', 'talk.jpg'],
    ] as const) {
      const whole = await fixture(name);
      for (let length = 8; length < whole.length - 1; length += 97) {
        expect(() => clean(format, whole.subarray(0, length))).toThrow(
          expect.objectContaining({ code: 'attachment-unreadable' }),
        );
      }
    }
  });

  test('without a picture does not pass', () => {
    expect(() => clean('jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xd9]))).toThrow(
      expect.objectContaining({ code: 'attachment-unreadable' }),
    );
  });
});
