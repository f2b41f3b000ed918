import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { toAppError } from '../../../../shared/errors.ts';
import { hasErrorCode, removeFile, writeFileAtomically } from '../../atomic-file.ts';
import type { Clock, Log } from '../../ports.ts';
import { BrokerReason } from './protocol.ts';

const hour = 3_600_000;
const firstHold = 24 * hour;
const firstWindowHold = hour;
const longestHold = 7 * 24 * hour;

/** Why a broker is left alone whose window was open for too long: it hung, or the person was elsewhere. */
export const windowTimedOut = 'interactive-deadline';

/** What is remembered of a broker that gave no answer. */
const BrokerTrip = z.object({
  reason: BrokerReason,
  /** Milliseconds since the epoch. */
  since: z.number(),
  /** How often in a row, without a token in between. */
  count: z.number().int().min(1).max(1000),
  /** Of Parley: another one may ask better. */
  version: z.string(),
  /** The operating system and its release: another one may answer better. */
  system: z.string(),
});
export type BrokerTrip = z.infer<typeof BrokerTrip>;

/** What a verdict stands on. */
export interface BrokerVerdictOptions {
  /** Absolute path, in the profile folder. */
  readonly file: string;
  readonly version: string;
  /** The operating system and its release, `linux 6.1.0`. */
  readonly system: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether the broker may be asked, remembered over restarts, so that one that hangs costs a person its deadline once. */
export class BrokerVerdict {
  readonly #options: BrokerVerdictOptions;
  /** What the file holds; unset until it has been read. One after the other, since the file has one writer at a time. */
  #trip: Promise<BrokerTrip | undefined> | undefined;

  constructor(options: BrokerVerdictOptions) {
    this.#options = options;
  }

  /** The trip for which the broker is still left alone, if any. */
  async holding(): Promise<BrokerTrip | undefined> {
    const trip = await this.#remembered();
    if (trip === undefined) return undefined;
    const now = this.#options.clock.now();
    const first = trip.reason === windowTimedOut ? firstWindowHold : firstHold;
    const hold = Math.min(first * 2 ** (trip.count - 1), longestHold);
    // A trip from the future is one that a wrong clock has dated: its end can't be told.
    return trip.since <= now && now < trip.since + hold ? trip : undefined;
  }

  /** Leaves the broker alone for a day, or an hour if only its window timed out; for twice as long each further time, for a week at most. */
  trip(reason: string): Promise<void> {
    const { clock, version, system } = this.#options;
    return this.#change(async (before) => {
      const trip = { reason, since: clock.now(), count: Math.min((before?.count ?? 0) + 1, 1000), version, system };
      await writeFileAtomically(this.#options.file, Buffer.from(JSON.stringify(trip), 'utf8'));
      return trip;
    });
  }

  /** Forgets every trip: the broker has given a token. */
  clear(): Promise<void> {
    return this.#change(async (before) => {
      if (before !== undefined) await removeFile(this.#options.file);
      return undefined;
    });
  }

  #remembered(): Promise<BrokerTrip | undefined> {
    this.#trip ??= this.#read();
    return this.#trip;
  }

  /** A verdict that can't be kept costs a deadline at the next start, so it fails nobody. */
  async #change(change: (before: BrokerTrip | undefined) => Promise<BrokerTrip | undefined>): Promise<void> {
    const before = this.#remembered();
    this.#trip = before.then(change).catch((thrown: unknown) => {
      this.#options.log.error('broker-verdict-save-fail', { code: toAppError(thrown).code });
      return before;
    });
    await this.#trip;
  }

  async #read(): Promise<BrokerTrip | undefined> {
    const { file, version, system, log } = this.#options;
    try {
      const trip = BrokerTrip.parse(JSON.parse(await readFile(file, 'utf8')));
      return trip.version === version && trip.system === system ? trip : undefined;
    } catch (thrown) {
      if (!hasErrorCode(thrown, 'ENOENT')) log.warn('broker-verdict-unreadable');
      return undefined;
    }
  }
}
