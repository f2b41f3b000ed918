import { crc32, deflateSync } from 'node:zlib';

const background = { saturation: 0.45, lightness: 0.42 };
const figure = { saturation: 0.35, lightness: 0.82 };

/** A square PNG portrait: head and shoulders before a gradient of the given hue (degrees). */
export function drawPortrait(hue: number, size: number): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < size; y += 1) {
    // Each PNG row begins with its filter; 0 is none.
    const row = Buffer.alloc(1 + size * 3);
    for (let x = 0; x < size; x += 1) row.set(pixel(x / size, y / size, hue), 1 + x * 3);
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function pixel(x: number, y: number, hue: number): [number, number, number] {
  const head = Math.hypot(x - 0.5, y - 0.38) < 0.19;
  const shoulders = Math.hypot((x - 0.5) / 0.36, (y - 1) / 0.36) < 1;
  const { saturation, lightness } = head || shoulders ? figure : background;
  return colour(hue + 40 * y, saturation, lightness);
}

function colour(hue: number, saturation: number, lightness: number): [number, number, number] {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const position = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(position - 3, 9 - position, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
