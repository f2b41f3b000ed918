import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive that a test makes. */
export interface ZipEntry {
  readonly name: string;
  readonly data: Buffer;
  /** What the directory says instead of the truth. */
  readonly lies?: { readonly size?: number; readonly checksum?: number; readonly flags?: number };
}

/** Writes a ZIP archive byte by byte, since no library writes a lying one. */
export function zipFile(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, lies = {} } of entries) {
    const packed = deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(lies.flags ?? 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(lies.checksum ?? crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(lies.size ?? data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, place, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const relationshipType = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';

/** An Office document that a test makes. */
export interface OfficeFile {
  /** The name of its main part. */
  readonly part: string;
  readonly xml: string | Buffer;
  readonly lies?: ZipEntry['lies'];
  readonly others?: readonly ZipEntry[];
}

/** Writes an Office document. */
export function officeFile({ part, xml, lies, others = [] }: OfficeFile): Uint8Array {
  const relationships = `<Relationships><Relationship Id="r1" Type="${relationshipType}" Target="${part}"/></Relationships>`;
  return zipFile([
    { name: '_rels/.rels', data: Buffer.from(relationships) },
    { name: part, data: Buffer.from(xml), ...(lies === undefined ? {} : { lies }) },
    ...others,
  ]);
}
