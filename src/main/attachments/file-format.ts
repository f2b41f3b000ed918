import { Buffer } from 'node:buffer';
import type { ImageFormat } from './image/image.ts';

/** What a file is by its first bytes. */
export type FileFormat =
  | { readonly kind: 'image'; readonly format: ImageFormat }
  | { readonly kind: 'pdf' }
  | { readonly kind: 'archive' }
  /** What Office wrote until 2003, and what it puts a document with a password into. */
  | { readonly kind: 'compound'; readonly isEncryptedPackage: boolean }
  | { readonly kind: 'unsupported'; readonly name: string }
  /** Text, or bytes that nobody knows. */
  | { readonly kind: 'other' };

interface Signature {
  readonly at: number;
  /** As Latin-1. */
  readonly bytes: string;
  readonly format: FileFormat;
}

const unsupported = (name: string): FileFormat => ({ kind: 'unsupported', name });
const image = (format: ImageFormat): FileFormat => ({ kind: 'image', format });

const signatures: readonly Signature[] = [
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', format: image('png') },
  { at: 0, bytes: '\xff\xd8\xff', format: image('jpeg') },
  { at: 0, bytes: 'GIF87a', format: image('gif') },
  { at: 0, bytes: 'GIF89a', format: image('gif') },
  { at: 8, bytes: 'WEBP', format: image('webp') },
  { at: 0, bytes: 'PK\x03\x04', format: { kind: 'archive' } },
  { at: 0, bytes: 'PK\x05\x06', format: { kind: 'archive' } },
  { at: 0, bytes: 'II*\0', format: unsupported('TIFF image') },
  { at: 0, bytes: 'MM\0*', format: unsupported('TIFF image') },
  { at: 4, bytes: 'ftypheic', format: unsupported('HEIC image') },
  { at: 4, bytes: 'ftypheix', format: unsupported('HEIC image') },
  { at: 4, bytes: 'ftypmif1', format: unsupported('HEIC image') },
  { at: 4, bytes: 'ftypavif', format: unsupported('AVIF image') },
  { at: 4, bytes: 'ftyp', format: unsupported('video or sound') },
  { at: 0, bytes: 'BM', format: unsupported('bitmap image') },
  { at: 0, bytes: 'MZ', format: unsupported('program') },
  { at: 0, bytes: '\x7fELF', format: unsupported('program') },
  { at: 0, bytes: '\x1f\x8b', format: unsupported('archive') },
  { at: 0, bytes: '7z\xbc\xaf', format: unsupported('archive') },
  { at: 0, bytes: 'Rar!', format: unsupported('archive') },
  { at: 0, bytes: 'ID3', format: unsupported('sound') },
  { at: 0, bytes: 'OggS', format: unsupported('video or sound') },
  { at: 0, bytes: 'SQLite format 3\0', format: unsupported('database') },
];

const compoundMark = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** Readers of PDF look for its mark this far. */
const pdfHead = 1024;

/** Tells a file's format from its content, never from its name. */
export function fileFormat(bytes: Uint8Array): FileFormat {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = file.toString('latin1', 0, pdfHead);
  const known = signatures.find(({ at, bytes: mark }) => head.startsWith(mark, at));
  // Mere letters are also how a text may begin.
  if (known !== undefined && (!/^[ -~]+$/.test(known.bytes) || head.includes('\0'))) return known.format;
  if (head.startsWith('{\\rtf')) return unsupported('rich text');
  if (head.startsWith(compoundMark)) {
    return { kind: 'compound', isEncryptedPackage: file.includes(Buffer.from('EncryptedPackage', 'utf16le')) };
  }
  // Within a line it is a text that speaks of it.
  return /(?:^|[^ -~])%PDF-/.test(head) ? { kind: 'pdf' } : { kind: 'other' };
}
