import { readFile } from 'node:fs/promises';
import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { hasErrorCode, removeFile, writeFileAtomically } from '../atomic-file.ts';
import type { Log, SecretBox } from '../ports.ts';

/** What the token cache stands on. */
export interface TokenCacheOptions {
  /** Absolute path; one file a cloud and tenant. */
  readonly file: string;
  readonly secretBox: SecretBox;
  readonly log: Log;
}

/** MSAL's token cache in one file that the operating system's vault has sealed. */
export class TokenCache implements ICachePlugin {
  readonly #options: TokenCacheOptions;
  /** What MSAL last wrote, or the file held; unset until the file has been read. */
  #content: Promise<string | undefined> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #isBehind = false;

  constructor(options: TokenCacheOptions) {
    this.#options = options;
  }

  /**
   * MSAL empties its memory at times and expects it filled again from here, so this answers every time. The file is read
   * once, since this process is its only writer.
   */
  async beforeCacheAccess(context: TokenCacheContext): Promise<void> {
    this.#content ??= this.#read();
    try {
      context.tokenCache.deserialize((await this.#content) ?? '');
    } catch (thrown) {
      this.#content = undefined;
      throw thrown;
    }
  }

  async afterCacheAccess(context: TokenCacheContext): Promise<void> {
    if (context.cacheHasChanged) await this.save(context.tokenCache.serialize());
  }

  /** Writes the cache, one save after the other. A full disk costs the next silent start, not this sign-in. */
  save(serialized: string): Promise<void> {
    this.#content = Promise.resolve(serialized);
    this.#saving = this.#saving.then(() => this.#write(serialized));
    return this.#saving;
  }

  /** Whether the file may hold what was to be forgotten, because the last save failed. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  async #write(serialized: string): Promise<void> {
    const { file, secretBox, log } = this.#options;
    try {
      await writeFileAtomically(file, await secretBox.seal(Buffer.from(serialized, 'utf8')));
      this.#isBehind = false;
    } catch (thrown) {
      this.#isBehind = true;
      log.error('token-cache-save-fail', { code: toAppError(thrown).code });
    }
  }

  /** Removes the file. */
  async clear(): Promise<void> {
    this.#content = Promise.resolve(undefined);
    await this.#saving;
    await removeFile(this.#options.file);
    this.#isBehind = false;
  }

  /** A cache that is damaged or was sealed elsewhere costs one sign-in, so it counts as empty. */
  async #read(): Promise<string | undefined> {
    const { file, secretBox, log } = this.#options;
    try {
      const sealed = await readFile(file);
      const text = (await secretBox.open(sealed)).toString('utf8');
      JSON.parse(text);
      return text;
    } catch (thrown) {
      if (hasErrorCode(thrown, 'ENOENT')) return undefined;
      // The vault may be back at the next start: then the cache is still good.
      if (thrown instanceof AppError && thrown.code === 'vault-unavailable') throw thrown;
      log.warn('token-cache-unreadable', { code: toAppError(thrown).code });
      return undefined;
    }
  }
}
