import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeVault, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { Grace } from './grace.ts';
import { fullGrant } from './role-mapping.ts';

const hour = 3_600_000;
const access = { ...fullGrant, withheld: [], roles: ['Parley.User'] };

let clock: FakeClock;
let log: MemoryLog;
let file: string;

beforeEach(async () => {
  clock = new FakeClock();
  log = new MemoryLog();
  file = path.join(await temporaryFolder(), 'gate');
});

/** A start of the application. */
function start({ accountId = 'ada', ruleHash = 'rule', secretBox = new FakeVault(), at = file } = {}): Grace {
  return new Grace({ ports: { clock, secretBox, log }, file: at, accountId, ruleHash });
}

describe('Grace', () => {
  it('lasts exactly as long as policy says, over restarts', async () => {
    const allowedUntil = clock.now() + 24 * hour;
    await start().remember(access, clock.now());
    clock.advance(24 * hour - 1);
    expect(await start().recall(24 * hour)).toEqual({ access, allowedUntil });
    clock.advance(1);
    expect(await start().recall(24 * hour)).toBeNull();
    expect(await start().recall(0)).toBeNull();
  });

  it('is not made longer by a clock that is set back', async () => {
    await start().remember(access, clock.now());
    clock.advance(20 * hour);
    expect(await start().recall(24 * hour)).not.toBeNull();
    clock.advance(-19 * hour);
    expect(await start().recall(24 * hour)).toBeNull();
    expect(log.lines.join()).toContain('gate-clock-set-back');
  });

  it('is not opened again by a clock that is set back after its end', async () => {
    await start().remember(access, clock.now());
    clock.advance(25 * hour);
    expect(await start().recall(24 * hour)).toBeNull();
    clock.advance(-24 * hour);
    expect(await start().recall(24 * hour)).toBeNull();
  });

  it('does not let an old token count again on a clock that is set back', async () => {
    const issuedAt = clock.now();
    await start().remember(access, issuedAt);
    clock.advance(5 * hour);
    await start().recall(24 * hour);
    clock.advance(-5 * hour);
    expect(await start().accepts(issuedAt)).toBe(false);
    expect(await start().accepts(issuedAt + 1000)).toBe(true);
  });

  it('forgives a clock that is put right by minutes', async () => {
    await start().remember(access, clock.now());
    clock.advance(hour);
    await start().recall(24 * hour);
    clock.advance(-4 * 60_000);
    expect(await start().recall(24 * hour)).not.toBeNull();
    expect(await start().accepts(0)).toBe(true);
  });

  it('is of one account', async () => {
    await start().remember(access, clock.now());
    const other = path.join(await temporaryFolder(), 'gate');
    await copyFile(file, other);
    expect(await start({ accountId: 'grace', at: other }).recall(hour)).toBeNull();
  });

  it('ends with the rule that it was given by', async () => {
    await start().remember(access, clock.now());
    expect(await start({ ruleHash: 'stricter' }).recall(hour)).toBeNull();
  });

  it('cannot be written by hand', async () => {
    await start().remember({ ...access, roles: [] }, clock.now());
    const opened = (await new FakeVault().open(await readFile(file))).toString('latin1');
    const edited = opened.replace('"roles":[]', '"roles":["Parley.Administrator"]');
    expect(edited).not.toBe(opened);
    for (const content of [edited, edited.slice(32), opened.slice(0, 40), '', '{}']) {
      await writeFile(file, await new FakeVault().seal(Buffer.from(content, 'latin1')));
      expect(await start().recall(hour)).toBeNull();
    }
    await writeFile(file, opened, 'latin1');
    expect(await start().recall(hour)).toBeNull();
  });

  it('is nothing where another computer sealed it, or the vault is locked', async () => {
    await start().remember(access, clock.now());
    expect(await start({ secretBox: new FakeVault(0x0f) }).recall(hour)).toBeNull();
    const locked = new FakeVault();
    locked.available = false;
    expect(await start({ secretBox: locked }).recall(hour)).toBeNull();
    await start({ secretBox: locked }).remember(access, clock.now());
    expect(log.lines.join()).toContain('sealed-file-save-fail');
  });

  it('leaves no role readable on disk, and nothing after it is forgotten', async () => {
    await start().remember(access, clock.now());
    expect((await readFile(file)).includes('Parley.User')).toBe(false);
    await start().forget();
    await start().forget();
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
