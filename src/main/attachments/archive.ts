import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { AppError } from '../../shared/errors.ts';
import type { ReadLimits } from './limits.ts';

/** A ZIP archive in memory, read with limits that count what comes out, not what its directory says. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #remainingBytes: number;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, unpackedBytes: number) {
    this.#zip = zip;
    this.#entries = entries;
    this.#remainingBytes = unpackedBytes;
  }

  /** Reads the directory. @throws AppError `attachment-unreadable`, `attachment-too-complex` */
  static async open(bytes: Uint8Array, limits: ReadLimits): Promise<Archive> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries = new Map<string, Entry>();
    try {
      const zip = await fromBufferPromise(buffer, { lazyEntries: true });
      // SECURITY: a directory of millions of names would take all memory.
      if (zip.entryCount > limits.entries) throw tooComplex('too many files inside');
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      return new Archive(zip, entries, limits.unpackedBytes);
    } catch (thrown) {
      throw readingError(thrown);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * The pieces of a file inside; none where there is no such file.
   * @throws AppError `attachment-unreadable`, `attachment-encrypted`, `attachment-too-complex`
   */
  async *read(name: string): AsyncGenerator<Uint8Array, void> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    if (entry.isEncrypted()) throw new AppError('attachment-encrypted');
    let checksum = 0;
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      for await (const piece of stream as AsyncIterable<Buffer>) {
        this.#remainingBytes -= piece.length;
        // SECURITY: a bomb's directory lies; only what has been unpacked counts.
        if (this.#remainingBytes < 0) throw tooComplex('it unpacks to too much');
        checksum = crc32(piece, checksum);
        yield piece;
      }
    } catch (thrown) {
      throw readingError(thrown);
    }
    if (checksum !== entry.crc32) throw new AppError('attachment-unreadable', { fields: { reason: 'checksum' } });
  }
}

function tooComplex(reason: string): AppError {
  return new AppError('attachment-too-complex', { fields: { reason } });
}

/** Whatever the archive's library says about it, the file is damaged. */
function readingError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('attachment-unreadable', { cause: thrown });
}
