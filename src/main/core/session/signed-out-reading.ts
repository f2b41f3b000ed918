import { access as fileAccess } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { HistoryWork } from '../../../shared/model/history.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { Ability } from '../../../shared/model/session.ts';
import type { Identity } from '../auth/identity.ts';
import type { AccountTokens, SignedInAccount } from '../auth/token-source.ts';
import { fullGrant } from '../gate/role-mapping.ts';
import type { Access, RememberedAccess } from '../gate/verdict.ts';
import { historyFiles } from '../history/history-files.ts';
import type { Directory, Policy } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import { SealedJson } from '../sealed-json.ts';
import { createGate, isGuarded } from './admission.ts';
import { HistoryReader } from './history-reader.ts';
import { toAccount, toDeployment } from './views.ts';

const readerLimit = 100;

const Reader = z.object({
  id: z.string().regex(/^\w+$/),
  name: z.string(),
  username: z.string(),
  tenantId: z.string(),
  /** Key of the directory in policy that it was signed in to. */
  directoryKey: z.string(),
});
type Reader = Readonly<z.infer<typeof Reader>>;
const Readers = z.array(Reader).max(readerLimit);

/** What reading without signing in stands on. */
export interface SignedOutReadingOptions {
  readonly ports: Ports;
  readonly policy: Policy;
  readonly identity: Identity;
}

/** A history that is being read by who is not signed in. */
export interface OpenReading {
  readonly account: Account;
  readonly reader: HistoryReader;
  /** Those that the account could use. */
  readonly deployments: readonly Deployment[];
  readonly abilities: readonly Ability[];
  /** Until when the last good check of roles counts, in milliseconds since the epoch; null where nothing is required. */
  readonly until: number | null;
}

/** What is told while a history is read, or about to be. */
export interface ReadingEvents {
  readonly onWork: (work: HistoryWork) => void;
  /** Time is up: it has been closed. */
  readonly onEnded: () => void;
}

/** SECURITY: who reads without signing in has no token, whatever is asked for. */
const noTokens: AccountTokens = {
  token: () => Promise.reject(new AppError('sign-in-required')),
  idToken: () => Promise.reject(new AppError('sign-in-required')),
};

/**
 * Reading without signing in, where policy allows it. An account may be read that was let in on this computer and has not been
 * refused since; where roles are required, for as long as the last good check counts.
 */
export class SignedOutReading {
  readonly #options: SignedOutReadingOptions;
  readonly #file: SealedJson<Reader[]>;
  #readers: readonly Reader[] = [];
  #offered: readonly Account[] = [];
  #open: OpenReading | undefined;
  #ending = new AbortController();

  constructor(options: SignedOutReadingOptions) {
    this.#options = options;
    const { ports } = options;
    const file = path.join(ports.app.profileFolder, 'accounts', 'readers');
    this.#file = new SealedJson({ file, schema: Readers, ports });
  }

  /** The accounts whose history can be read now, as far as `look` has found. */
  get offered(): readonly Account[] {
    return this.#offered;
  }

  get open(): OpenReading | undefined {
    return this.#open;
  }

  /** Reads whom policy lets be read; where it lets nobody, that is forgotten. */
  async load(): Promise<void> {
    const readers = (await this.#file.read()) ?? [];
    if (this.#options.policy.readSignedOut) this.#readers = readers;
    else await this.#forgetAll(readers).catch(() => {});
  }

  /** Finds out whose history is here and may be read. */
  async look(): Promise<void> {
    const { policy } = this.#options;
    const found = await Promise.all(
      this.#readers.map(async (reader) => {
        const directory = this.#options.identity.directoryFor(reader);
        const isHere = directory !== undefined && (await this.#hasHistory(reader));
        if (!isHere || (await this.#leaveOf(reader, directory)) === undefined) return [];
        return [toAccount(reader, directory, policy)];
      }),
    );
    this.#offered = found.flat();
  }

  /** The account was let in. */
  async allow(account: SignedInAccount, directoryKey: string): Promise<void> {
    if (!this.#options.policy.readSignedOut) return;
    const { id, name, username, tenantId } = account;
    const others = this.#readers.filter((reader) => reader.id !== id);
    if (others.length < this.#readers.length) return;
    await this.#write([...others, { id, name, username, tenantId, directoryKey }].slice(-readerLimit));
  }

  /** SECURITY: the organisation has said no, or the person wants everything deleted: nothing is read until the next sign-in. */
  async forbid(accountId: string): Promise<void> {
    const others = this.#readers.filter((reader) => reader.id !== accountId);
    if (others.length < this.#readers.length) await this.#write(others);
  }

  /**
   * Opens a history to be read.
   * @throws AppError `sign-in-required`, `access-unchecked`; of the vault, the history or the disk; the signal's reason
   */
  async begin(accountId: string, events: ReadingEvents, signal: AbortSignal): Promise<void> {
    const { ports, policy, identity } = this.#options;
    const reader = this.#readers.find(({ id }) => id === accountId);
    const directory = reader === undefined ? undefined : identity.directoryFor(reader);
    if (reader === undefined || directory === undefined) throw new AppError('sign-in-required');
    const leave = await this.#leaveOf(reader, directory);
    if (leave === undefined) throw new AppError('access-unchecked');
    // A key and an empty history would be made where there is none.
    if (!(await this.#hasHistory(reader))) throw new AppError('sign-in-required');
    await this.end();
    const { access, allowedUntil } = leave;
    const folder = identity.folderOf(reader);
    const opened = await HistoryReader.open(
      { ports, policy, directory, access, folder, onWork: events.onWork },
      signal,
    );
    const until = Number.isFinite(allowedUntil) ? allowedUntil : null;
    const abilities = access.abilities.filter((ability) => ability === 'export');
    const deployments = directory.deployments
      .filter(({ id }) => mayUse(access, id))
      .map((each) => toDeployment(each, () => false));
    this.#open = { account: toAccount(reader, directory, policy), reader: opened, deployments, abilities, until };
    this.#ending = new AbortController();
    ports.log.info('history-read-signed-out');
    if (until !== null) void this.#endAt(until, events, this.#ending.signal);
  }

  /** Closes what is open. */
  async end(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#ending.abort();
    await open?.reader.close();
  }

  async #endAt(until: number, { onEnded }: ReadingEvents, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.ports;
    try {
      while (clock.now() < until) await clock.sleep(Math.min(until - clock.now(), longestSlice), signal);
      await this.end();
      await this.look();
      onEnded();
    } catch {
      // It was closed before.
    }
  }

  /** What may be done; undefined where nothing may be read. */
  async #leaveOf(reader: Reader, directory: Directory): Promise<RememberedAccess | undefined> {
    const { ports, policy } = this.#options;
    const gate = createGate({ ports, policy, directory, account: reader, tokens: noTokens });
    const remembered = await gate.remembered();
    if (remembered !== null) return remembered;
    return isGuarded(policy) ? undefined : { access: readingOnly, allowedUntil: Number.POSITIVE_INFINITY };
  }

  /** What the gate has said of who is signed out was kept for reading alone. */
  async #forgetAll(readers: readonly Reader[]): Promise<void> {
    const { ports, policy, identity } = this.#options;
    for (const account of readers) {
      const directory = identity.directoryFor(account);
      if (directory === undefined || identity.accounts.some(({ id }) => id === account.id)) continue;
      await createGate({ ports, policy, directory, account, tokens: noTokens }).forget();
    }
    await this.#file.remove();
  }

  #hasHistory(reader: Reader): Promise<boolean> {
    return fileAccess(historyFiles(this.#options.identity.folderOf(reader)).database).then(
      () => true,
      () => false,
    );
  }

  async #write(readers: readonly Reader[]): Promise<void> {
    this.#readers = readers;
    await this.#file.remember([...readers]);
  }
}

/** A timer holds no more than 24 days, and a computer that slept wakes late. */
const longestSlice = 5 * 60_000;

/** Where roles give abilities but none is required, and what they gave is forgotten. */
const readingOnly: Access = { ...fullGrant, abilities: [], withheld: [], roles: [] };

function mayUse({ deployments, withheld }: Access, id: string): boolean {
  return !withheld.includes(id) && (deployments === 'all' || deployments.includes(id));
}
