import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { AppError } from '../../shared/errors.ts';

/** Bytes at a place of the file; fewer where it ends. */
export type ReadPiece = (offset: number, length: number) => Promise<Uint8Array>;

/** What one archive may cost. */
export interface ArchiveLimits {
  readonly entries: number;
  /** All that is unpacked. */
  readonly unpackedBytes: number;
}

const pieceBytes = 256 * 1024;

/** The pieces of a range of the file. */
export async function* piecesOf(read: ReadPiece, start: number, end: number): AsyncGenerator<Uint8Array, void> {
  for (let offset = start; offset < end;) {
    const piece = await read(offset, Math.min(pieceBytes, end - offset));
    if (piece.length === 0) return;
    offset += piece.length;
    yield piece;
  }
}

class PieceReader extends RandomAccessReader {
  readonly #read: ReadPiece;

  constructor(read: ReadPiece) {
    super();
    this.#read = read;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(piecesOf(this.#read, start, end), { objectMode: false, highWaterMark: pieceBytes });
  }
}

/** A ZIP archive that is read where it lies, with limits that count what comes out, not what its directory says. */
export class ArchiveSource {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #remainingBytes: number;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, unpackedBytes: number) {
    this.#zip = zip;
    this.#entries = entries;
    this.#remainingBytes = unpackedBytes;
  }

  /** Reads the directory. @throws AppError `import-damaged`, `import-too-complex` */
  static async open(read: ReadPiece, size: number, limits: ArchiveLimits): Promise<ArchiveSource> {
    const entries = new Map<string, Entry>();
    try {
      const zip = await fromRandomAccessReaderPromise(new PieceReader(read), size, {
        lazyEntries: true,
        autoClose: false,
      });
      // SECURITY: a directory of millions of names would take all memory.
      if (zip.entryCount > limits.entries) throw tooComplex('too many files inside');
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return new ArchiveSource(zip, entries, limits.unpackedBytes);
    } catch (thrown) {
      throw readingError(thrown);
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** Bytes that the directory says a file has. */
  claimedSize(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }

  /** The pieces of a file inside. @throws AppError `import-damaged`, `import-encrypted`, `import-too-complex` */
  async *read(name: string): AsyncGenerator<Uint8Array, void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    if (entry.isEncrypted()) throw new AppError('import-encrypted');
    let checksum = 0;
    let unread = true;
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      for await (const piece of stream as AsyncIterable<Buffer>) {
        this.#remainingBytes -= piece.length;
        // SECURITY: a bomb's directory lies; only what has been unpacked counts.
        if (this.#remainingBytes < 0) throw tooComplex('it unpacks to too much');
        checksum = crc32(piece, checksum);
        yield piece;
      }
      unread = false;
    } catch (thrown) {
      throw readingError(thrown);
    }
    if (!unread && checksum !== entry.crc32) throw new AppError('import-damaged', { fields: { reason: 'checksum' } });
  }
}

function tooComplex(reason: string): AppError {
  return new AppError('import-too-complex', { fields: { reason } });
}

/** Whatever the archive's library says about it, the file is damaged. */
function readingError(thrown: unknown): AppError {
  return thrown instanceof AppError
    ? thrown
    : new AppError('import-damaged', { fields: { reason: 'ZIP' }, cause: thrown });
}
