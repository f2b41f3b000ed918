import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import {
  defaultPreferences,
  PreferenceKey,
  Preferences,
  type PreferencesChange,
  type PreferencesView,
} from '../../../shared/model/preferences.ts';
import { hasErrorCode, writeFileAtomically } from '../atomic-file.ts';
import type { PreferenceRules } from '../policy/preferences.ts';
import type { Log } from '../ports.ts';

/** What the preferences stand on. */
export interface PreferenceStoreOptions {
  /** Absolute path of the folder whose `preferences.json` they are kept in. */
  readonly profileFolder: string;
  readonly log: Log;
}

const noRules: PreferenceRules = { forced: {}, defaults: {} };
const largestFileBytes = 256 * 1024;

/** What a person has chosen for Parley on this computer, under what policy says; the one truth of all windows. */
export class PreferenceStore {
  readonly #file: string;
  readonly #log: Log;
  readonly #listeners = new Set<(view: PreferencesView) => void>();
  #rules = noRules;
  #chosen: PreferencesChange = {};
  /** What a newer version of Parley has written; kept as it is. */
  #unknown: Readonly<Record<string, unknown>> = {};
  #written: Promise<void> = Promise.resolve();

  constructor({ profileFolder, log }: PreferenceStoreOptions) {
    this.#file = path.join(profileFolder, 'preferences.json');
    this.#log = log;
  }

  /** What counts now. */
  get view(): PreferencesView {
    const { forced, defaults } = this.#rules;
    return {
      values: { ...defaultPreferences, ...defaults, ...this.#chosen, ...forced },
      managed: PreferenceKey.options.filter((key) => forced[key] !== undefined),
    };
  }

  /** Reads what was chosen before. A value that cannot be used counts as not chosen, and is told to the log. */
  async load(): Promise<void> {
    const kept = await this.#read();
    const entries = Object.entries(kept);
    this.#chosen = Object.fromEntries(
      entries.filter(([key, value]) => {
        if (!isKey(key)) return false;
        const isGood = Preferences.shape[key].safeParse(value).success;
        if (!isGood) this.#log.warn('preference-invalid', { preference: key });
        return isGood;
      }),
    );
    this.#unknown = Object.fromEntries(entries.filter(([key]) => !isKey(key)));
    this.#tell();
  }

  /** Takes what policy says from now on. */
  obey(rules: PreferenceRules): void {
    this.#rules = rules;
    this.#tell();
  }

  /**
   * Takes what the person chooses, and keeps it.
   * @throws AppError `preference-managed`, `disk-full`, `preferences-unwritable`
   */
  async change(change: PreferencesChange): Promise<void> {
    this.#refuseManaged(Object.keys(change));
    this.#chosen = { ...this.#chosen, ...change };
    this.#tell();
    await this.#write();
  }

  /** Forgets what the person has chosen. @throws AppError as `change` */
  async reset(keys: readonly PreferenceKey[]): Promise<void> {
    this.#chosen = Object.fromEntries(
      Object.entries(this.#chosen).filter(([key]) => !keys.some((each) => each === key)),
    );
    this.#tell();
    await this.#write();
  }

  /** Tells what counts, now and after every change, until the returned function is called. */
  subscribe(listener: (view: PreferencesView) => void): () => void {
    this.#listeners.add(listener);
    listener(this.view);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everything is written. */
  close(): Promise<void> {
    return this.#written;
  }

  #refuseManaged(keys: readonly string[]): void {
    const preference = keys.find((key) => this.view.managed.some((each) => each === key));
    if (preference !== undefined) throw new AppError('preference-managed', { fields: { preference } });
  }

  #tell(): void {
    const { view } = this;
    for (const listener of this.#listeners) listener(view);
  }

  async #read(): Promise<Readonly<Record<string, unknown>>> {
    try {
      // SECURITY: a file that somebody has blown up does not fill the memory.
      if ((await stat(this.#file)).size > largestFileBytes) throw new Error('too large');
      const kept: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) throw new Error('no object');
      return { ...kept };
    } catch (thrown) {
      if (!hasErrorCode(thrown, 'ENOENT')) this.#log.warn('preferences-unreadable');
      return {};
    }
  }

  /** One writer at a time; who comes meanwhile waits for the next write, which has everything. */
  #write(): Promise<void> {
    const write = this.#written.then(async () => {
      const text = `${JSON.stringify({ ...this.#unknown, ...this.#chosen }, null, 2)}\n`;
      try {
        await writeFileAtomically(this.#file, Buffer.from(text, 'utf8'));
      } catch (thrown) {
        if (thrown instanceof AppError) throw thrown;
        throw new AppError('preferences-unwritable', { cause: thrown });
      }
    });
    this.#written = write.catch(() => {});
    return write;
  }
}

function isKey(key: string): key is PreferenceKey {
  return Object.hasOwn(Preferences.shape, key);
}
