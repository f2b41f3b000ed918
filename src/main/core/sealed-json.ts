import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { AppError, toAppError } from '../../shared/errors.ts';
import { hasErrorCode, removeFile, writeFileAtomically } from './atomic-file.ts';
import type { Ports } from './ports.ts';

/** What a sealed file stands on. */
export interface SealedJsonOptions<Value> {
  readonly file: string;
  readonly schema: z.ZodType<Value>;
  readonly ports: Pick<Ports, 'secretBox' | 'log'>;
}

const digestBytes = 32;

/** A value kept in a file that the vault has sealed; what cannot be read, or was edited, counts as not there. */
export class SealedJson<Value> {
  readonly #options: SealedJsonOptions<Value>;

  constructor(options: SealedJsonOptions<Value>) {
    this.#options = options;
  }

  async read(): Promise<Value | undefined> {
    const { file, schema, ports } = this.#options;
    try {
      const opened = await ports.secretBox.open(await readFile(file));
      const content = opened.subarray(digestBytes);
      // SECURITY: not every vault notices an edit (Chromium's on macOS and Linux is CBC without a tag); the digest does.
      if (!digest(content).equals(opened.subarray(0, digestBytes))) throw new AppError('vault-changed');
      return schema.parse(JSON.parse(content.toString('utf8')));
    } catch (thrown) {
      if (!hasErrorCode(thrown, 'ENOENT')) this.#warn('sealed-file-unreadable', thrown);
      return undefined;
    }
  }

  /** Whether there is a file, readable or not. */
  async isThere(): Promise<boolean> {
    return access(this.#options.file).then(
      () => true,
      () => false,
    );
  }

  /** @throws AppError `disk-full`, `vault-unavailable`, and the disk's errors */
  async write(value: Value): Promise<void> {
    const { file, ports } = this.#options;
    const content = Buffer.from(JSON.stringify(value), 'utf8');
    await writeFileAtomically(file, await ports.secretBox.seal(Buffer.concat([digest(content), content])));
  }

  /** Writes what can be done without: a full disk or a locked vault costs the memory of it alone. */
  async remember(value: Value): Promise<void> {
    await this.write(value).catch((thrown: unknown) => this.#warn('sealed-file-save-fail', thrown));
  }

  /** Removes the file. */
  remove(): Promise<void> {
    return removeFile(this.#options.file);
  }

  #warn(event: string, thrown: unknown): void {
    const { file, ports } = this.#options;
    ports.log.warn(event, { file: path.basename(file), code: toAppError(thrown).code });
  }
}

function digest(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
