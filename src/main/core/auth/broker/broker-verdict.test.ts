import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, MemoryLog, temporaryFolder } from '../../testing/fakes.ts';
import { BrokerVerdict, type BrokerVerdictOptions } from './broker-verdict.ts';

const hour = 3_600_000;
const day = 24 * hour;

let folder: string;
let file: string;
let clock: FakeClock;
let log: MemoryLog;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = path.join(folder, 'broker.json');
  clock = new FakeClock();
  log = new MemoryLog();
});

/** The verdict of another start of the application. */
function start(changes: Partial<BrokerVerdictOptions> = {}) {
  return new BrokerVerdict({ file, version: '1.0.0', system: 'windows 10.0.26100', clock, log, ...changes });
}

describe('BrokerVerdict', () => {
  it('a hang is remembered over a restart for a day, and no longer', async () => {
    const since = clock.now();
    await start().trip('silent-deadline');
    clock.advance(day - 1);
    await expect(start().holding()).resolves.toMatchObject({ reason: 'silent-deadline', since });
    clock.advance(1);
    await expect(start().holding()).resolves.toBeUndefined();
  });

  it('a broker that hangs each time is asked less and less often, and at least once a week', async () => {
    for (const days of [1, 2, 4, 7, 7]) {
      await start().trip('probe-deadline');
      clock.advance(days * day - 1);
      await expect(start().holding(), `${days} days`).resolves.toBeDefined();
      clock.advance(1);
      await expect(start().holding(), `${days} days`).resolves.toBeUndefined();
    }
  });

  it('a token makes good what was, so that the next hang counts as the first', async () => {
    await start().trip('probe-deadline');
    await start().trip('probe-deadline');
    await start().clear();
    await expect(start().holding()).resolves.toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
    await start().trip('silent-crash');
    await expect(start().holding()).resolves.toMatchObject({ count: 1 });
  });

  it.each([{ version: '1.0.1' }, { system: 'windows 10.0.26200' }])(
    'does not outlive an update: %j',
    async (changes) => {
      await start().trip('probe-deadline');
      await expect(start(changes).holding()).resolves.toBeUndefined();
    },
  );

  it('a clock that was wrong for a while does not keep the broker off', async () => {
    clock.advance(365 * day);
    await start().trip('probe-deadline');
    await expect(start({ clock: new FakeClock() }).holding()).resolves.toBeUndefined();
  });

  it.each(['', 'garbage', '[]', '{"reason":"<b>","since":1,"count":1,"version":"1.0.0","system":"x"}'])(
    'counts a damaged file as none: %j',
    async (content) => {
      await writeFile(file, content);
      await expect(start().holding()).resolves.toBeUndefined();
      expect(log.lines.join()).toContain('broker-verdict-unreadable');
      await start().trip('probe-deadline');
      await expect(start().holding()).resolves.toMatchObject({ count: 1 });
    },
  );

  it('a profile that can’t be written to costs a deadline at the next start, and nothing else', async () => {
    await mkdir(file);
    const verdict = start();
    await expect(verdict.trip('probe-deadline')).resolves.toBeUndefined();
    await expect(verdict.clear()).resolves.toBeUndefined();
    expect(log.lines.join()).toContain('broker-verdict-save-fail');
  });

  it('keeps the order of a hang and the token before it', async () => {
    const verdict = start();
    await Promise.all([verdict.trip('a'), verdict.clear(), verdict.trip('silent-deadline')]);
    await expect(start().holding()).resolves.toMatchObject({ reason: 'silent-deadline', count: 1 });
  });
});
