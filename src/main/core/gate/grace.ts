import { z } from 'zod';
import type { Ports } from '../ports.ts';
import { SealedJson } from '../sealed-json.ts';
import { Access, type RememberedAccess } from './verdict.ts';

const LastVerdict = z.object({
  accountId: z.string(),
  ruleHash: z.string(),
  access: Access,
  /** Milliseconds since the epoch, like all times here. */
  checkedAt: z.number(),
  /** When the token that proved it was issued. */
  tokenIssuedAt: z.number(),
  /** The latest time that this computer has shown since. */
  latestSeen: z.number(),
});
type LastVerdict = z.infer<typeof LastVerdict>;

/** Whose verdict is remembered, by which rule. */
export interface GraceOptions {
  readonly ports: Pick<Ports, 'clock' | 'secretBox' | 'log'>;
  /** Absolute path. */
  readonly file: string;
  readonly accountId: string;
  /** Changes with the rule; a verdict by another rule is none. */
  readonly ruleHash: string;
}

/** Clocks are corrected by so much without anybody meaning harm. */
const clockToleranceMilliseconds = 5 * 60 * 1000;

/**
 * The last good verdict, for times when none can be had. It opens nothing but what is on this computer: the models ask for
 * a token of their own. Whoever owns the computer and never lets its clock go on can't be kept from it.
 */
export class Grace {
  readonly #options: GraceOptions;
  readonly #file: SealedJson<LastVerdict>;

  constructor(options: GraceOptions) {
    this.#options = options;
    this.#file = new SealedJson({ file: options.file, schema: LastVerdict, ports: options.ports });
  }

  /**
   * Whether a token that is valid by this computer's clock may count.
   * SECURITY: on a clock that was set back an old token would be good again; one that is newer than the last proves the clock.
   */
  async accepts(tokenIssuedAt: number): Promise<boolean> {
    const last = await this.#read();
    return last === undefined || !this.#isSetBack(last) || tokenIssuedAt > last.tokenIssuedAt;
  }

  /** Remembers what a token has proved now. */
  async remember(access: Access, tokenIssuedAt: number): Promise<void> {
    const { accountId, ruleHash, ports } = this.#options;
    const now = ports.clock.now();
    await this.#file.remember({ accountId, ruleHash, access, checkedAt: now, tokenIssuedAt, latestSeen: now });
  }

  /** What was remembered less than `milliseconds` ago; null where nothing was, or the clock has been set back since. */
  async recall(milliseconds: number): Promise<RememberedAccess | null> {
    const last = await this.#read();
    if (last === undefined) return null;
    if (this.#isSetBack(last)) {
      this.#options.ports.log.warn('gate-clock-set-back');
      return null;
    }
    // SECURITY: written down, so that a clock set back later is noticed, also after the time is up.
    const latestSeen = Math.max(last.latestSeen, this.#options.ports.clock.now());
    if (latestSeen > last.latestSeen) await this.#file.remember({ ...last, latestSeen });
    const allowedUntil = last.checkedAt + milliseconds;
    return latestSeen < allowedUntil ? { access: last.access, allowedUntil } : null;
  }

  /** Removes the file. */
  forget(): Promise<void> {
    return this.#file.remove();
  }

  async #read(): Promise<LastVerdict | undefined> {
    const last = await this.#file.read();
    const { accountId, ruleHash } = this.#options;
    // SECURITY: neither another account's file nor one from before a stricter rule.
    return last?.accountId === accountId && last.ruleHash === ruleHash ? last : undefined;
  }

  #isSetBack({ latestSeen }: LastVerdict): boolean {
    return this.#options.ports.clock.now() < latestSeen - clockToleranceMilliseconds;
  }
}
