import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
// oxlint-disable-next-line import/default -- it is CommonJS, whose exports are its default
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Dispatcher } from './dispatcher.ts';
import { openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { migrate, migrations } from './migrate.ts';
import { toStoreError } from './store-error.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { answer, ids, sampleKey, secretText, turn } from './testing/samples.ts';

/** What the storage process answers to being asked to open a file. */
function opening(file: string, key = sampleKey) {
  const dispatcher = new Dispatcher();
  const reply = dispatcher.reply({ id: 1, method: 'openDatabase', input: { file, key } });
  dispatcher.close();
  return reply;
}

const failure = (code: string, reason?: string) => ({
  ok: false,
  error: { code, ...(reason && { fields: { reason } }) },
});

/** A file with a conversation in it, as a killed process leaves it (`log`: with its write-ahead log) or as a closed one. */
async function sampleFile(left: 'closed' | 'log' = 'closed') {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  historyDatabase(database).beginTurn(turn('c', '1'));
  if (left === 'closed') {
    database.close();
    return file;
  }
  const copy = await newDatabaseFile();
  const files = await filesOf(file);
  database.close();
  for (const [name, data] of Object.entries(files)) await writeFile(copy.replace('history.db', name), data);
  return copy;
}

type OpenedDatabase = ReturnType<typeof openDatabase>;

describe('opening the database', () => {
  test('nothing of a conversation is on the disk as plain text', async () => {
    for (const left of ['closed', 'log'] as const) {
      const files = await filesOf(await sampleFile(left));
      expect(Object.keys(files)).toEqual(left === 'closed' ? ['history.db'] : ['history.db', 'history.db-wal']);
      for (const data of Object.values(files)) {
        for (const text of [secretText, 'SQLite format 3', 'Draft of', 'conversations']) {
          expect(data.includes(text)).toBe(false);
        }
      }
    }
  });

  test('a write that a killed process was answered is not lost with its log', async () => {
    const database = openDatabase({ file: await sampleFile('log'), key: sampleKey });
    onTestFinished(() => void database.close());
    expect(ids(historyDatabase(database).open({ conversationId: 'c' }))).toEqual(['q1', 'a1']);
  });

  test.each([
    ['another key', 'closed', async () => 'f'.repeat(64)],
    ['another key and a log', 'log', async () => 'f'.repeat(64)],
    ['a file that is no database', 'closed', (file: string) => writeFile(file, Buffer.alloc(9000, 'garbage'))],
    ['a file that is no database beside a log', 'log', (file: string) => writeFile(file, Buffer.alloc(9000, 'x'))],
    ['a file of seven bytes', 'closed', (file: string) => writeFile(file, 'garbage')],
    ['half a page', 'closed', (file: string) => truncate(file, 2000)],
    ['half a file', 'closed', (file: string) => truncate(file, 4096 * 3)],
  ] as const)('%s does not cost the file or its log a byte', async (_name, left, damage) => {
    const file = await sampleFile(left);
    const key = await damage(file);
    const before = await filesOf(file);
    expect(opening(file, key ?? sampleKey)).toMatchObject(failure('history-unreadable', 'wrong-key-or-corrupt'));
    expect(await filesOf(file)).toEqual(before);
  });

  test('a plain database of another program is not taken over', async () => {
    const file = await newDatabaseFile();
    const theirs = new DatabaseSync(file);
    theirs.exec('CREATE TABLE theirs (a)');
    theirs.close();
    const before = await filesOf(file);
    expect(opening(file)).toMatchObject(failure('history-unreadable'));
    expect(await filesOf(file)).toEqual(before);
  });

  test.each([
    ['missing', (file: string) => rm(file)],
    ['empty', (file: string) => truncate(file, 0)],
  ])('a log whose database is %s is not thrown away', async (_name, damage) => {
    const file = await sampleFile('log');
    await damage(file);
    const before = await filesOf(file);
    expect(opening(file)).toMatchObject(failure('history-unreadable', 'database-missing'));
    expect(await filesOf(file)).toEqual(before);
  });

  test('a folder in the file’s place, or no folder at all, is not told as a fault of Parley', async () => {
    const file = await newDatabaseFile();
    await mkdir(file);
    expect(opening(file)).toMatchObject(failure('history-unreadable', 'permission'));
    expect(opening(`${file}/missing/history.db`)).toMatchObject(failure('history-unreadable', 'folder-missing'));
  });

  test('a key that is not one does not become a passphrase or SQL', async () => {
    const file = await newDatabaseFile();
    for (const key of ['', 'secret', `${'a'.repeat(64)}'"; --`, 'g'.repeat(64)]) {
      expect(opening(file, key)).toMatchObject(failure('invalid-request'));
    }
    expect(await filesOf(file)).toEqual({});
  });

  test('a row that no version of Parley wrote does not come out as a message', async () => {
    const database = openDatabase({ file: await newDatabaseFile(), key: sampleKey });
    onTestFinished(() => void database.close());
    const history = historyDatabase(database);
    history.beginTurn(turn('c', '1'));
    database.prepare(`UPDATE messages SET parts = '[{"type":"unknown"}]' WHERE id = 'a1'`).run();
    const thrown = caught(() => history.open({ conversationId: 'c' }));
    expect(toStoreError(thrown)).toMatchObject({ code: 'history-unreadable', fields: { reason: 'bad-message' } });
  });
});

describe('migrations', () => {
  const later = ['CREATE TABLE a (x INTEGER) STRICT', 'INSERT INTO a VALUES (1)', 'INSERT INTO a VALUES (2)'];
  const steps = [...migrations, ...later];
  const state = (database: OpenedDatabase) => ({
    version: database.pragma('user_version', { simple: true }),
    rows: database.prepare('SELECT x FROM a').pluck().all(),
  });

  async function newDatabase() {
    const database = openDatabase({ file: await newDatabaseFile(), key: sampleKey });
    onTestFinished(() => void database.close());
    return database;
  }

  test('a step is not run twice, left out, or run out of order', async () => {
    const database = await newDatabase();
    migrate(database, steps.slice(0, -1));
    expect(state(database)).toEqual({ version: steps.length - 1, rows: [1] });
    migrate(database, steps);
    migrate(database, steps);
    expect(state(database)).toEqual({ version: steps.length, rows: [1, 2] });
  });

  test('a step that fails half way does not leave its first half', async () => {
    const database = await newDatabase();
    const broken = [...steps, 'INSERT INTO a VALUES (3); INSERT INTO missing VALUES (1)'];
    expect(() => migrate(database, broken)).toThrow('no such table: missing');
    expect(state(database)).toEqual({ version: steps.length, rows: [1, 2] });
  });

  test('a new file does not end at another version than the released steps say', async () => {
    const database = await newDatabase();
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  test('a file of the first version does not lose a conversation, and takes settings', async () => {
    const file = await newDatabaseFile();
    const first = new Database(file);
    first.pragma(`cipher = 'sqlcipher'`);
    first.pragma(`key = "x'${sampleKey}'"`);
    migrate(first, migrations.slice(0, 1));
    first.exec(
      `INSERT INTO conversations VALUES ('c', 'Old', 'person', 'everyday', NULL, 1, 2);
       INSERT INTO messages VALUES (1, 'q', 'c', NULL, 'user', NULL, 1, '[{"type":"text","text":"Hello"}]', '{}');
       UPDATE conversations SET shown_leaf_id = 'q'`,
    );
    first.close();

    const database = openDatabase({ file, key: sampleKey });
    onTestFinished(() => void database.close());
    const history = historyDatabase(database);
    expect(history.open({ conversationId: 'c' })).toMatchObject({
      conversation: { title: 'Old' },
      settings: {},
      messages: [{ id: 'q' }],
    });
    history.configure({ conversationId: 'c', settings: { temperature: 1 } });
    expect(history.open({ conversationId: 'c' }).settings).toEqual({ temperature: 1 });
  });

  test('an encrypted database of another program is not taken for an old history', async () => {
    const database = await newDatabase();
    database.pragma('application_id = 1');
    expect(() => migrate(database, steps)).toThrow(
      expect.objectContaining({ code: 'history-unreadable', fields: { reason: 'not-a-history' } }),
    );
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
  });

  test('an older Parley does not write into the file of a newer one', async () => {
    const file = await sampleFile();
    const database = openDatabase({ file, key: sampleKey });
    database.pragma(`user_version = ${migrations.length + 1}`);
    database.close();
    const before = await filesOf(file);
    expect(opening(file)).toMatchObject(failure('history-newer'));
    expect(await filesOf(file)).toEqual(before);
  });
});

describe('a full disk', () => {
  test('what was stored before is not lost, and writing goes on when there is space again', async () => {
    const file = await newDatabaseFile();
    const database = openDatabase({ file, key: sampleKey });
    const history = historyDatabase(database);
    history.beginTurn(turn('c', '1'));
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages + 2}`);
    const large = answer('a1', 'x'.repeat(100_000), 'complete');
    expect(toStoreError(caught(() => history.saveAnswer({ answer: large })))).toMatchObject({ code: 'disk-full' });
    expect(ids(history.open({ conversationId: 'c' }))).toEqual(['q1', 'a1']);
    database.pragma('max_page_count = 1000000');
    history.saveAnswer({ answer: large });
    database.close();

    const again = openDatabase({ file, key: sampleKey });
    onTestFinished(() => void again.close());
    expect(historyDatabase(again).open({ conversationId: 'c' }).messages[1]?.parts).toEqual(large.parts);
  });
});

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}
