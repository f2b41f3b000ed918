import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { toAppError } from '../../../shared/errors.ts';
import { hasErrorCode, writeFileAtomically } from '../atomic-file.ts';
import type { Clock, Log } from '../ports.ts';
import type { ModelApi, ModelEndpoint } from './endpoint.ts';

const day = 24 * 3_600_000;
/** A region without responses may get them, so that `chat` is asked again sooner. */
const keptFor: Readonly<Record<ModelApi, number>> = { responses: 30 * day, chat: 7 * day };
const entryLimit = 500;

const Entry = z.object({
  api: z.enum(['responses', 'chat']),
  /** Milliseconds since the epoch. */
  since: z.number(),
});
type Entry = z.infer<typeof Entry>;

/** What the file holds: by endpoint and deployment. */
const Entries = z.record(z.string(), Entry);

/** What a memory stands on. */
export interface ApiMemoryOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Which API each deployment has answered on, kept over restarts; nothing in it is secret. */
export class ApiMemory {
  readonly #options: ApiMemoryOptions;
  /** Unset until the file has been read. One after the other, since the file has one writer at a time. */
  #entries: Promise<ReadonlyMap<string, Entry>> | undefined;

  constructor(options: ApiMemoryOptions) {
    this.#options = options;
  }

  /** What an endpoint is remembered by; the same deployment by another version of the API is another one. */
  static keyOf({ baseUrl, style, apiVersion, deployment }: ModelEndpoint): string {
    return JSON.stringify([baseUrl, style, apiVersion ?? null, deployment]);
  }

  /** The API that has answered; not fresh where that is long ago. */
  async find(endpoint: ModelEndpoint): Promise<{ readonly api: ModelApi; readonly isFresh: boolean } | undefined> {
    const entry = (await this.#read()).get(ApiMemory.keyOf(endpoint));
    if (entry === undefined) return undefined;
    const age = this.#options.clock.now() - entry.since;
    // An entry from the future is one that a wrong clock has dated.
    return { api: entry.api, isFresh: age >= 0 && age < keptFor[entry.api] };
  }

  /** Remembers and returns the API. */
  async keep(endpoint: ModelEndpoint, api: ModelApi): Promise<ModelApi> {
    await this.#change(ApiMemory.keyOf(endpoint), { api, since: this.#options.clock.now() });
    return api;
  }

  /** Forgets the API of an endpoint. */
  async forget(endpoint: ModelEndpoint): Promise<void> {
    const key = ApiMemory.keyOf(endpoint);
    if ((await this.#read()).has(key)) await this.#change(key, undefined);
  }

  /** What can't be kept costs a trial at the next start, so it fails nobody. */
  async #change(key: string, entry: Entry | undefined): Promise<void> {
    const { file, log } = this.#options;
    this.#entries = this.#read().then(async (before) => {
      const others = [...before].filter(([other]) => other !== key);
      const entries = new Map([...others, ...(entry === undefined ? [] : [[key, entry] as const])].slice(-entryLimit));
      await writeFileAtomically(file, Buffer.from(JSON.stringify(Object.fromEntries(entries)), 'utf8')).catch(
        (thrown: unknown) => log.warn('api-memory-save-fail', { code: toAppError(thrown).code }),
      );
      return entries;
    });
    await this.#entries;
  }

  #read(): Promise<ReadonlyMap<string, Entry>> {
    this.#entries ??= this.#load();
    return this.#entries;
  }

  async #load(): Promise<ReadonlyMap<string, Entry>> {
    const { file, log } = this.#options;
    try {
      return new Map(Object.entries(Entries.parse(JSON.parse(await readFile(file, 'utf8')))));
    } catch (thrown) {
      if (!hasErrorCode(thrown, 'ENOENT')) log.warn('api-memory-unreadable');
      return new Map();
    }
  }
}
