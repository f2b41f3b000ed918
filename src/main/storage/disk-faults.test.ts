import { chmod, copyFile, mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AppError } from '../../shared/errors.ts';
import type { HistoryWork } from '../../shared/model/history.ts';
import { type HistoryClient, type HistoryOptions, openHistory } from '../core/history/history-client.ts';
import { backupTimes, historyFiles } from '../core/history/history-files.ts';
import { restoreBackup, rescueOf } from '../core/history/rescue.ts';
import { backUp } from '../core/history/upkeep.ts';
import { systemClock } from '../shell/clock.ts';
import { connect, openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { migrate, migrations } from './migrate.ts';
import { toStoreError } from './store-error.ts';
import { ChildStoreHost } from './testing/child-store-host.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { limitedStoreHost } from './testing/limited-store-host.ts';
import { answer, ids, sampleKey, turn } from './testing/samples.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const key = Buffer.from(sampleKey, 'hex');
const pageBytes = 4096;

function open(file: string, options: Partial<HistoryOptions> = {}): Promise<HistoryClient> {
  const storeHost = new ChildStoreHost();
  return openHistory({ clock: systemClock, storeHost, file, key, log, ...options }).then((history) => {
    onTestFinished(() => history.close());
    return history;
  });
}

/** A closed file with this many conversations of some length. */
async function writtenFile(count: number, version = migrations.length): Promise<string> {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  const history = historyDatabase(database);
  for (let index = 0; index < count; index += 1) {
    history.beginTurn(turn(`c${index}`, String(index)));
    history.saveAnswer({ answer: answer(`a${index}`, 'word '.repeat(2000), 'complete') });
  }
  database.close();
  if (version === migrations.length) return file;
  const old = await newDatabaseFile();
  const before = connect(old, sampleKey);
  migrate(before, migrations.slice(0, version));
  before.exec(`INSERT INTO conversations (id, title, deployment_id, created_at, updated_at, title_source)
    VALUES ('c', 'Old', 'd', 1, 2, 'person')`);
  before
    .prepare(
      `INSERT INTO messages (id, conversation_id, role, created_at, parts, metadata)
       VALUES ('q', 'c', 'user', 1, ?, '{"createdAt":1}')`,
    )
    .run(JSON.stringify([{ type: 'text', text: 'word '.repeat(60_000) }]));
  before.exec(`UPDATE conversations SET shown_leaf_id = 'q'`);
  before.close();
  return old;
}

async function refused(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    () => {
      throw new Error('nothing was refused');
    },
    (thrown: unknown) => thrown as AppError,
  );
}

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  test('in the middle of writing costs nothing that was accepted, and says so of what was not', async () => {
    const file = await newDatabaseFile();
    const history = await open(file, { storeHost: limitedStoreHost(600_000) });
    const accepted: string[] = [];
    const errors: AppError[] = [];
    for (let index = 0; errors.length === 0; index += 1) {
      const name = String(index);
      await history.beginTurn(turn('c', name)).then(
        () => accepted.push(`q${name}`, `a${name}`),
        (thrown: unknown) => errors.push(thrown as AppError),
      );
      await history.saveAnswer({ answer: answer(`a${name}`, 'word '.repeat(5000), 'complete') }).catch(() => {});
    }
    expect(errors).toMatchObject([{ code: 'disk-full' }]);
    expect(ids(await history.open({ conversationId: 'c' }))).toEqual(accepted);
    await history.close();
    const again = await open(file);
    expect(ids(await again.open({ conversationId: 'c' }))).toEqual(accepted);
    await again.beginTurn(turn('c', 'later'));
  });

  test('in a backup is told, leaves no half of one, and does not keep anybody from writing', async () => {
    const file = await writtenFile(40);
    const folder = path.dirname(file);
    const store = await open(file);
    const rules = { retentionDays: null, isHeld: false, backups: 2 };
    const error = await refused(
      backUp({
        store,
        folder,
        key,
        rules,
        storeHost: limitedStoreHost(100_000),
        clock: systemClock,
        log,
        serviceTime: () => undefined,
        onDeleted: () => {},
        signal: new AbortController().signal,
      }),
    );
    expect(error).toMatchObject({ code: 'disk-full' });
    await store.beginTurn(turn('c', 'x'));
    expect(Object.keys(await filesOf(file)).filter((name) => /making|backup|next/.test(name))).toEqual([]);
    await store.close();
    expect(ids(await (await open(file)).open({ conversationId: 'c' }))).toEqual(['qx', 'ax']);
  });

  test('in a migration is told, and leaves the file of before as it was, which is migrated when there is room', async () => {
    const file = await writtenFile(0, 3);
    const before = await readFile(file);
    expect(await refused(open(file, { storeHost: limitedStoreHost(200_000) }))).toMatchObject({ code: 'disk-full' });
    expect(await filesOf(file)).toEqual({ 'history.db': before });
    const told: HistoryWork[] = [];
    const history = await open(file, { onWork: (work) => void told.push(work) });
    expect(ids(await history.open({ conversationId: 'c' }))).toEqual(['q']);
    // How far it was is told on the way, from the copy to the look at all of it.
    expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['copying', 'updating', 'checking']));
    expect(told.findLast(({ kind }) => kind === 'copying')?.done).toBe(1);
  });
});

describe('a backup that cannot be put in its place', () => {
  test('because it was called off leaves everything where it was', async () => {
    const file = await writtenFile(3);
    const folder = path.dirname(file);
    await copyFile(file, historyFiles(folder).backup(5));
    await truncate(file, pageBytes * 2);
    const before = await filesOf(file);
    const called = new AbortController();
    const onWork = () => called.abort(new Error('closed'));
    await refused(restoreBackup(folder, 5, { onWork, signal: called.signal }));
    expect(await filesOf(file)).toEqual(before);
    await restoreBackup(folder, 5);
    expect(await (await open(file)).list()).toHaveLength(3);
  });
});

/** Someone who may read what others have written, and no more. */
const stranger = 65_534;

describe.skipIf(process.platform === 'win32')('a place that cannot be written to', () => {
  /** Opens it in this process, as who may not write; root may do everything, and so is somebody else for as long. */
  function opened(file: string): AppError {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(stranger);
    try {
      openDatabase({ file, key: sampleKey }).close();
    } catch (thrown) {
      return toStoreError(thrown);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    throw new Error('it was opened');
  }

  async function foreignFile(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-history-'));
    const file = path.join(folder, 'history.db');
    await copyFile(await writtenFile(2), file);
    return file;
  }

  test.each([
    ['a file', 0o755, 0o444],
    ['a folder', 0o555, 0o666],
    ['a file that may not be read', 0o755, 0o200],
  ])('%s, is named as the reason, and nothing of it is changed', async (_name, folderMode, fileMode) => {
    const file = await foreignFile();
    const before = await readFile(file);
    await chmod(file, fileMode);
    await chmod(path.dirname(file), folderMode);
    const error = opened(file);
    await chmod(path.dirname(file), 0o755);
    await chmod(file, 0o600);
    expect(error).toMatchObject({ code: 'history-unreadable', fields: { reason: 'permission' } });
    expect(await filesOf(file)).toEqual({ 'history.db': before });
    // A backup would not help, and would be refused as well.
    expect(await rescueOf(error, path.dirname(file))).toBeNull();
  });
});

describe('a page that turns out to be damaged while Parley is open', () => {
  test('is told as damage once, with its ways out, and everything else can still be read', async () => {
    const file = await writtenFile(40);
    const bytes = await readFile(file);
    // In the middle, among long answers, which opening the file does not look at.
    const middle = Math.floor(bytes.length / pageBytes / 2);
    for (const page of [middle - 3, middle, middle + 3]) {
      bytes.fill(0x5a, page * pageBytes + 40, (page + 1) * pageBytes - 100);
    }
    await writeFile(file, bytes);
    const damage: AppError[] = [];
    const history = await open(file, { onDamage: (error) => void damage.push(error) });
    const read = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => history.open({ conversationId: `c${index}` })),
    );
    const failed = read.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(40);
    expect(damage.length).toBeGreaterThan(0);
    expect(damage[0]).toMatchObject({ code: 'history-unreadable', fields: { reason: 'wrong-key-or-corrupt' } });
    expect(await rescueOf(damage[0] as AppError, path.dirname(file))).toEqual({ backups: [] });
    await history.close();
    expect(backupTimes(Object.keys(await filesOf(file)))).toEqual([]);
  });
});
