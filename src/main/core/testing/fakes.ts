import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { PreferenceStore } from '../preferences/preference-store.ts';
import type { CountsTokens } from '../context/token-counter.ts';
import type { Clock, FileDialogs, Log, LogFields, ProcessHost, SecretBox } from '../ports.ts';

/** A clock that stands until it is moved. */
export class FakeClock implements Clock {
  #now = 1_700_000_000_000;
  readonly #sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  readonly #expected = new Map<number, () => void>();

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const sleeper = { until: this.#now + milliseconds, wake: resolve };
      this.#sleepers.add(sleeper);
      this.#expected.get(milliseconds)?.();
      signal.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Resolves when somebody goes to sleep for exactly so long; to be called before. */
  asleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#expected.set(milliseconds, resolve));
  }

  /** Moves time on and wakes who waited for it. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const sleeper of this.#sleepers) {
      if (sleeper.until > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

/** A log that remembers its lines. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];

  info(event: string, fields?: LogFields): void {
    this.lines.push(JSON.stringify({ event, ...fields }));
  }

  warn(event: string, fields?: LogFields): void {
    this.info(event, fields);
  }

  error(event: string, fields?: LogFields): void {
    this.info(event, fields);
  }
}

/** A vault that seals by turning every bit over; it can be locked, and replaced by another computer's. */
export class FakeVault implements SecretBox {
  available = true;
  readonly #mask: number;

  constructor(mask = 0xff) {
    this.#mask = mask;
  }

  async prepare() {
    return this.available ? ('protected' as const) : ('unavailable' as const);
  }

  async seal(plain: Buffer): Promise<Buffer> {
    if (!this.available) throw new AppError('vault-unavailable');
    return Buffer.concat([Buffer.from([this.#mask]), this.#turn(plain)]);
  }

  async open(sealed: Buffer): Promise<Buffer> {
    if (!this.available) throw new AppError('vault-unavailable');
    if (sealed[0] !== this.#mask) throw new AppError('vault-changed');
    return this.#turn(sealed.subarray(1));
  }

  #turn(bytes: Buffer): Buffer {
    return Buffer.from(bytes.map((byte) => byte ^ this.#mask));
  }
}

/** Counts a token a word. */
export const wordCounter: CountsTokens = {
  count: async (texts) => texts.map((text) => text.match(/\S+/g)?.length ?? 0),
};

/** A folder of a test's own. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'parley-test-'));
}

/** A person who chooses no file. */
const noDialogs: FileDialogs = { save: async () => undefined, open: async () => undefined };

/** Ports of a computer where a test starts a session: nothing to be asked of a person, and one host for every process. */
export function sessionPorts(host: ProcessHost) {
  return {
    secretBox: new FakeVault(),
    writeClipboard: () => {},
    storeHost: host,
    brokerHost: host,
    attachmentHost: host,
    tokenHost: host,
    transferHost: host,
    fileDialogs: noDialogs,
    printPdf: undefined,
    printPage: undefined,
    desktop: undefined,
    preferences: new PreferenceStore({ profileFolder: tmpdir(), log: new MemoryLog() }),
    isOnline: () => true,
    windowHandle: () => undefined,
  };
}
