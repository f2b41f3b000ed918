import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { hasErrorCode } from './atomic-file.ts';

/**
 * Writes a file piece by piece beside its place and moves it there at the end, so that nobody ever finds half of one.
 * Every method throws AppError `disk-full` or `file-unwritable`.
 */
export class FileWriter {
  readonly #file: string;
  readonly #temporary: string;
  readonly #handle: FileHandle;

  private constructor(file: string, temporary: string, handle: FileHandle) {
    this.#file = file;
    this.#temporary = temporary;
    this.#handle = handle;
  }

  /** @param file absolute path */
  static async open(file: string): Promise<FileWriter> {
    const temporary = `${file}.${randomBytes(4).toString('hex')}.part`;
    // SECURITY: for the person's own account only, and never through a link that somebody has laid there.
    const handle = await writing(open(temporary, 'wx', 0o600));
    return new FileWriter(file, temporary, handle);
  }

  /** Resolves when the piece has been taken, so that no more than one is ever held. */
  async write(piece: string | Uint8Array): Promise<void> {
    await writing(typeof piece === 'string' ? this.#handle.writeFile(piece, 'utf8') : this.#handle.writeFile(piece));
  }

  /** Moves the file to its place. */
  async finish(): Promise<void> {
    await writing(this.#handle.sync());
    await writing(this.#handle.close());
    await writing(rename(this.#temporary, this.#file));
  }

  /** Leaves nothing behind; nothing to do once it has been finished. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.#temporary, { force: true }).catch(() => {});
  }
}

async function writing<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (thrown) {
    if (hasErrorCode(thrown, 'ENOSPC', 'EDQUOT')) throw new AppError('disk-full', { cause: thrown });
    throw new AppError('file-unwritable', { cause: thrown });
  }
}
