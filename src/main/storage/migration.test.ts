import { existsSync } from 'node:fs';
import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backupTimes, historyFiles } from '../core/history/history-files.ts';
import { connect, migrateFile, openCurrentDatabase, openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { migrate, migrations } from './migrate.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { ids, sampleKey, turn } from './testing/samples.ts';

/** What an old Parley of each version wrote, later versions with what theirs has besides. */
const content: readonly string[] = [
  `INSERT INTO conversations (id, title, title_source, deployment_id, created_at, updated_at)
     VALUES ('c', 'Old', 'person', 'everyday', 1, 2);
   INSERT INTO messages (id, conversation_id, role, created_at, parts, metadata)
     VALUES ('q', 'c', 'user', 1, '[{"type":"text","text":"Hello"}]', '{}');
   INSERT INTO messages (id, conversation_id, parent_id, role, status, created_at, parts, metadata)
     VALUES ('a', 'c', 'q', 'assistant', 'complete', 2, '[{"type":"text","text":"Hi"}]', '{"deploymentId":"everyday"}');
   UPDATE conversations SET shown_leaf_id = 'a'`,
  `UPDATE conversations SET settings = '{"temperature":1}'`,
  `INSERT INTO attachments VALUES ('f', 'c'); INSERT INTO attachment_contents VALUES ('f', 'read', x'00ff')`,
];
const versions = migrations.slice(1).map((_step, index) => index + 1);

/** A file as a Parley of a version has left it. */
async function oldFile(version: number): Promise<string> {
  const file = await newDatabaseFile();
  const database = connect(file, sampleKey);
  migrate(database, migrations.slice(0, version));
  for (const sql of content.slice(0, version)) database.exec(sql);
  database.close();
  return file;
}

function messagesOf(file: string): string[] {
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  return ids(historyDatabase(database).open({ conversationId: 'c' }));
}

const backupsOf = async (file: string) => backupTimes(Object.keys(await filesOf(file)));
const copyOf = async (file: string) => {
  const copy = await newDatabaseFile();
  await copyFile(file, copy);
  return copy;
};

describe('a file of an older version', () => {
  test.each(versions)('%i does not lose anything on the way to the newest', async (version) => {
    const file = await oldFile(version);
    const before = await readFile(file);
    const database = openDatabase({ file, key: sampleKey });
    onTestFinished(() => void database.close());
    const history = historyDatabase(database);
    const { conversation, settings, messages } = history.open({ conversationId: 'c' });
    expect(conversation).toMatchObject({ title: 'Old', createdAt: 1, updatedAt: 2 });
    expect(messages.map(({ parts }) => parts)).toMatchObject([[{ text: 'Hello' }], [{ text: 'Hi' }]]);
    expect(settings).toEqual(version >= 2 ? { temperature: 1 } : {});
    if (version >= 3) expect(history.fileText({ attachmentId: 'f' })).toBe('read');
    history.beginTurn(turn('c', '1'));
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    // The old one is still there, byte for byte.
    const [time = 0] = await backupsOf(file);
    expect(await readFile(historyFiles(path.dirname(file)).backup(time))).toEqual(before);
  });

  test('is not opened before it was migrated, nor changed by that', async () => {
    const file = await oldFile(1);
    const before = await filesOf(file);
    expect(openCurrentDatabase({ file, key: sampleKey })).toBeUndefined();
    expect(await filesOf(file)).toEqual(before);
  });

  test('that cannot be migrated stays as it is, with nothing beside it', async () => {
    const file = await oldFile(1);
    const database = connect(file, sampleKey);
    // A later version makes a table of this name.
    database.exec('CREATE TABLE attachments (x)');
    database.close();
    const before = await filesOf(file);
    expect(() => openDatabase({ file, key: sampleKey })).toThrow(/attachments/);
    expect(await filesOf(file)).toEqual(before);
  });

  test('with a corrupt page is not replaced by a copy that lacks what was on it', async () => {
    const file = await oldFile(1);
    const damaged = await readFile(file);
    damaged.fill(1, 4096 * 3 + 100, 4096 * 3 + 600);
    await writeFile(file, damaged);
    expect(() => openDatabase({ file, key: sampleKey })).toThrow(/malformed|history-unreadable/);
    expect(await filesOf(file)).toEqual({ 'history.db': damaged });
  });

  test('does not pile up copies of itself: the newest backups stay, as many as are wanted', async () => {
    const file = await oldFile(1);
    const files = historyFiles(path.dirname(file));
    for (const time of [5, 6, 7]) await copyFile(file, files.backup(time));
    migrateFile({ file, key: sampleKey, backups: 2 });
    expect(await backupsOf(file)).toEqual([expect.any(Number), 7]);
    expect(messagesOf(file)).toEqual(['q', 'a']);
  });

  test('with a backup from the future is kept all the same', async () => {
    const file = await oldFile(1);
    const future = 9_999_999_999_999;
    await copyFile(file, historyFiles(path.dirname(file)).backup(future));
    migrateFile({ file, key: sampleKey, backups: 1 });
    expect(await backupsOf(file)).toEqual([future + 1]);
  });
});

describe('a migration that was killed', () => {
  test('while the copy was made leaves the old file, which is migrated again', async () => {
    const file = await oldFile(1);
    const files = historyFiles(path.dirname(file));
    await writeFile(files.making, (await readFile(file)).subarray(0, 5000));
    await writeFile(`${files.making}-wal`, 'half');
    expect(messagesOf(file)).toEqual(['q', 'a']);
    expect(existsSync(files.making) || existsSync(`${files.making}-wal`)).toBe(false);
  });

  test('before the old file was put aside begins anew', async () => {
    const file = await oldFile(1);
    const files = historyFiles(path.dirname(file));
    await copyFile(await oldFile(2), files.next);
    expect(messagesOf(file)).toEqual(['q', 'a']);
    expect(existsSync(files.next)).toBe(false);
  });

  test('between the two renames does not leave an empty history', async () => {
    const migrated = await oldFile(migrations.length);
    const file = await oldFile(1);
    const files = historyFiles(path.dirname(file));
    await rename(file, files.backup(1));
    await copyFile(migrated, files.next);
    expect(messagesOf(file)).toEqual(['q', 'a']);
    expect(existsSync(files.next)).toBe(false);
  });

  test('does not lay the log of a database that was put aside over another one', async () => {
    const file = await copyOf(await oldFile(migrations.length));
    const files = historyFiles(path.dirname(file));
    await rename(file, files.next);
    await writeFile(`${files.database}-wal`, 'of the damaged one');
    expect(messagesOf(file)).toEqual(['q', 'a']);
    const names = Object.keys(await filesOf(file));
    expect(names).toContainEqual(expect.stringMatching(/^\d+\.kept-wal$/));
  });
});
