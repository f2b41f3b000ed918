import { copyFile, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { systemClock } from '../../shell/clock.ts';
import { ChildStoreHost } from '../../storage/testing/child-store-host.ts';
import { answer, ids, question, sampleKey, turn } from '../../storage/testing/samples.ts';
import type { Clock } from '../ports.ts';
import { FakeClock, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { openHistory } from './history-client.ts';
import { backupTimes, historyFiles, keptTimes } from './history-files.ts';
import { HistoryKeeping } from './history-keeping.ts';
import { listBackups, putAside, rescueOf, restoreBackup } from './rescue.ts';
import { backUp, deleteOld, keepUp, type UpkeepOptions } from './upkeep.ts';

const key = Buffer.from(sampleKey, 'hex');
const day = 24 * 3600 * 1000;
const time = question('q').metadata.createdAt;

async function open(folder: string, storeHost = new ChildStoreHost()) {
  const log = new MemoryLog();
  const file = historyFiles(folder).database;
  const history = await openHistory({ clock: systemClock, storeHost, file, key, log });
  onTestFinished(() => history.close());
  return history;
}

/** An open history with a conversation in it. */
async function world(given: Partial<UpkeepOptions> = {}) {
  const folder = await temporaryFolder();
  const storeHost = new ChildStoreHost();
  const store = await open(folder, storeHost);
  await store.beginTurn(turn('c', '1'));
  const log = new MemoryLog();
  const deleted: string[] = [];
  const options: UpkeepOptions = {
    store,
    folder,
    key,
    rules: { retentionDays: null, isHeld: false, backups: 2 },
    storeHost,
    clock: systemClock,
    log,
    serviceTime: () => time,
    onDeleted: () => deleted.push('told'),
    signal: new AbortController().signal,
    ...given,
  };
  return { folder, store, storeHost, log, options, deleted };
}

const titles = async (folder: string) => {
  const history = await open(folder);
  const found = (await history.list()).map(({ id }) => id);
  await history.close();
  return found;
};

describe('a backup', () => {
  test('that is made while a person goes on writing has everything of before, and harms nothing', async () => {
    const { folder, store, options } = await world();
    const made = backUp(options);
    await store.beginTurn(turn('c', '2'));
    await made;
    await store.beginTurn(turn('c', '3'));
    expect(ids(await store.open({ conversationId: 'c' }))).toEqual(['q1', 'a1', 'q2', 'a2', 'q3', 'a3']);
    await store.close();
    const [backup] = await listBackups(folder);
    await restoreBackup(folder, backup?.time ?? 0);
    const restored = await open(folder);
    expect(ids(await restored.open({ conversationId: 'c' })).slice(0, 2)).toEqual(['q1', 'a1']);
  });

  test('does not stand in for a good one where the file is damaged', async () => {
    const { folder, options } = await world();
    await backUp(options);
    const good = await listBackups(folder);
    await options.store.freeze();
    const file = historyFiles(folder).database;
    const damaged = await readFile(file);
    damaged.fill(7, 4096 * 2 + 10, 4096 * 2 + 900);
    // Over the same file: the storage process has it open.
    await writeFile(file, damaged);
    await expect(backUp(options)).rejects.toMatchObject({ code: 'history-unreadable' });
    expect(await listBackups(folder)).toEqual(good);
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('making'));
  });

  test('of a storage process that died meanwhile is not kept: the file may have changed under it', async () => {
    const { folder, store, storeHost, options } = await world();
    const copying: UpkeepOptions = {
      ...options,
      storeHost: {
        start: () => {
          const started = storeHost.start();
          return { ...started, post: (message) => void dieAndGoOn().then(() => started.post(message)) };
        },
      },
    };
    const dieAndGoOn = async () => {
      storeHost.children[0]?.kill('SIGKILL');
      await store.beginTurn(turn('c', '2'));
    };
    // Either nothing was moved into the file, or the backup is refused; what it has is whole in any case.
    await backUp(copying).catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'history-unavailable' }));
    await store.close();
    expect(await titles(folder)).toEqual(['c']);
  });

  test('does not wait for a person to ask for it', async () => {
    const clock = new FakeClock();
    const ended = new AbortController();
    const { folder, store, options } = await world({ clock: roundOf(clock), signal: ended.signal });
    const running = keepUp(options);
    const count = async () => (await listBackups(folder)).length;
    clock.advance(2 * 60_000);
    await expect.poll(count, { timeout: 20_000 }).toBe(1);
    ended.abort();
    await running;
    expect(await store.list()).toHaveLength(1);
  });
});

/** A clock whose rounds are a test's, and whose deadlines never come. */
function roundOf(clock: FakeClock): Clock {
  return { now: () => Date.now(), sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal) };
}

describe('keeping', () => {
  test('by policy deletes what was not used for so long, and nothing that was', async () => {
    const { store, options, deleted } = await world();
    await store.delete({ conversationIds: ['c'] });
    for (const [id, days] of [
      ['older', 60],
      ['old', 31],
      ['new', 29],
    ] as const) {
      const createdAt = time - days * day;
      const begun = turn(id, id);
      await store.beginTurn({
        ...begun,
        question: { ...begun.question, metadata: { createdAt } },
        answer: { ...answer(`a${id}`), metadata: { createdAt, status: 'complete' } },
      });
    }
    await deleteOld({ ...options, rules: { retentionDays: 30, isHeld: false, backups: 2 } });
    expect((await store.list()).map(({ id }) => id)).toEqual(['new']);
    expect(deleted).toEqual(['told']);
  });

  test.each([
    ['while the organisation holds everything', { rules: { retentionDays: 1, isHeld: true, backups: 2 } }],
    ['for ever', { rules: { retentionDays: null, isHeld: false, backups: 2 } }],
    [
      'while only this computer says how late it is, whose clock may be years ahead',
      { rules: { retentionDays: 1, isHeld: false, backups: 2 }, serviceTime: () => undefined },
    ],
  ])('%s deletes nothing', async (_name, given) => {
    const { store, options } = await world({ serviceTime: () => time + 5000 * day, ...given });
    await deleteOld(options);
    expect(await store.list()).toHaveLength(1);
  });

  test('does not forget what was put aside', async () => {
    const { folder, options } = await world({ serviceTime: () => 10 * day });
    for (const made of [2 * day, 9 * day]) await mkdir(historyFiles(folder).kept(made));
    await deleteOld({ ...options, rules: { retentionDays: 3, isHeld: false, backups: 2 } });
    expect(keptTimes(await readdir(folder))).toEqual([9 * day]);
  });

  test('deletes everything that a person wants deleted, from backups and the log too', async () => {
    const { folder, options } = await world();
    await backUp(options);
    let isStopped = false;
    const keeping = new HistoryKeeping({
      ...options,
      clock: systemClock,
      isExportAllowed: () => true,
      stopTurns: async () => void (isStopped = true),
    });
    await keeping.deleteAll();
    expect(isStopped).toBe(true);
    expect(await keeping.storage()).toMatchObject({ backups: [], retentionDays: null, isHeld: false });
    expect((await readdir(folder)).filter((name) => name.includes('backup'))).toEqual([]);
  });

  test('refuses to delete what the organisation holds', async () => {
    const { store, options } = await world({ rules: { retentionDays: 5, isHeld: true, backups: 2 } });
    const keeping = new HistoryKeeping({
      ...options,
      clock: new FakeClock(),
      isExportAllowed: () => true,
      stopTurns: async () => {},
    });
    await expect(keeping.deleteAll()).rejects.toMatchObject({ code: 'history-held' });
    expect(await store.list()).toHaveLength(1);
    expect(await keeping.storage()).toMatchObject({ retentionDays: null, isHeld: true });
  });
});

describe('a way out of a history that cannot be opened', () => {
  async function damaged() {
    const { folder, store, options } = await world();
    await backUp(options);
    await store.beginTurn(turn('later', '2'));
    await store.close();
    const file = historyFiles(folder).database;
    await writeFile(file, Buffer.alloc(9000, 'damaged'));
    await utimes(file, 1, 1);
    return { folder, file };
  }

  test('puts the damaged one aside, and has what the backup had', async () => {
    const { folder } = await damaged();
    const [backup] = await listBackups(folder);
    await restoreBackup(folder, backup?.time ?? 0);
    expect(await titles(folder)).toEqual(['c']);
    const [kept = 0] = keptTimes(await readdir(folder));
    expect((await readFile(path.join(historyFiles(folder).kept(kept), 'history.db'))).toString()).toMatch(/^damaged/);
    expect(await listBackups(folder)).toEqual([backup]);
  });

  test('takes no backup that there is not', async () => {
    const { folder, file } = await damaged();
    await expect(restoreBackup(folder, 5)).rejects.toMatchObject({ code: 'not-found' });
    expect((await readFile(file)).toString()).toMatch(/^damaged/);
  });

  test('that was killed between its steps does not leave an empty history', async () => {
    const { folder, file } = await damaged();
    const files = historyFiles(folder);
    const [backup] = await listBackups(folder);
    await copyFile(files.backup(backup?.time ?? 0), files.next);
    await rm(file);
    await writeFile(`${file}-wal`, 'of the damaged one');
    expect(await titles(folder)).toEqual(['c']);
  });

  test('begins anew beside the old one, of which nothing is deleted, its key and backups neither', async () => {
    const { folder } = await damaged();
    await writeFile(historyFiles(folder).key, 'sealed elsewhere');
    await putAside(folder);
    const [kept = 0, ...others] = keptTimes(await readdir(folder));
    expect(others).toEqual([]);
    expect(await readdir(folder)).toEqual([`${kept}.kept`]);
    const names = await readdir(historyFiles(folder).kept(kept));
    expect(names).toEqual(expect.arrayContaining(['history.db', 'history.key']));
    expect(backupTimes(names)).toHaveLength(1);
    expect(await titles(folder)).toEqual([]);
  });

  test('is not an empty history where somebody has taken the file away and left its backups', async () => {
    const { folder, file } = await damaged();
    await rm(file);
    await expect(open(folder)).rejects.toMatchObject({
      code: 'history-unreadable',
      fields: { reason: 'database-missing' },
    });
  });

  test('is offered where it helps, and only there', async () => {
    const { folder } = await damaged();
    const unreadable = (reason: string) => new AppError('history-unreadable', { fields: { reason } });
    expect((await rescueOf(unreadable('wrong-key-or-corrupt'), folder))?.backups).toHaveLength(1);
    expect(await rescueOf(new AppError('vault-changed'), folder)).toEqual({ backups: [] });
    for (const error of [unreadable('permission'), new AppError('history-locked'), new AppError('history-newer')]) {
      expect(await rescueOf(error, folder)).toBeNull();
    }
    expect(await rescueOf(unreadable('wrong-key-or-corrupt'), undefined)).toBeNull();
  });
});
