import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AppError } from '../../shared/errors.ts';
import { openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { toStoreError } from './store-error.ts';
import { answerAfter } from './testing/bad-clock.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { answer, sampleKey, secretText, turn } from './testing/samples.ts';

const pageBytes = 4096;
const turns = 20;

/** A closed file with a conversation of some length. */
async function sampleFile(): Promise<string> {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  const history = historyDatabase(database);
  for (let index = 0; index < turns; index += 1) {
    history.beginTurn(turn('c', String(index)));
    history.saveAnswer({ answer: answer(`a${index}`, 'word '.repeat(500), 'complete') });
  }
  database.close();
  return file;
}

/** The first page of a table or an index. */
function rootPage(file: string, name: string): number {
  const database = openDatabase({ file, key: sampleKey });
  const page = Number(database.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(name));
  database.close();
  return page;
}

async function damagePage(file: string, page: number): Promise<void> {
  const bytes = await readFile(file);
  bytes.fill(0x5a, (page - 1) * pageBytes + 40, page * pageBytes - 100);
  await writeFile(file, bytes);
}

/** Opens the file and reads the conversation. @returns the error that a person is told, and whether Parley could be opened */
function reading(file: string): { readonly error: AppError | undefined } {
  let database: ReturnType<typeof openDatabase> | undefined;
  try {
    database = openDatabase({ file, key: sampleKey });
    historyDatabase(database).open({ conversationId: 'c' });
    return { error: undefined };
  } catch (thrown) {
    return { error: toStoreError(thrown) };
  } finally {
    database?.close();
  }
}

describe('a corrupt page', () => {
  test.each(['conversations', 'messages', 'sqlite_autoindex_messages_1'])(
    'of %s is told, and never read as if nothing had been there',
    async (name) => {
      const file = await sampleFile();
      await damagePage(file, rootPage(file, name));
      const { error } = reading(file);
      expect(error).toMatchObject({ code: 'history-unreadable', fields: { reason: 'wrong-key-or-corrupt' } });
    },
  );

  test('of the first page is told before anything is written', async () => {
    const file = await sampleFile();
    await damagePage(file, 1);
    const before = await filesOf(file);
    expect(reading(file).error).toMatchObject({ code: 'history-unreadable' });
    expect(await filesOf(file)).toEqual(before);
  });
});

describe('a file that was exchanged', () => {
  test('for another account’s is not opened, nor written to', async () => {
    const file = await sampleFile();
    const other = await newDatabaseFile();
    openDatabase({ file: other, key: 'f'.repeat(64) }).close();
    await copyFile(other, file);
    const before = await filesOf(file);
    expect(reading(file).error).toMatchObject({ code: 'history-unreadable' });
    expect(await filesOf(file)).toEqual(before);
  });

  test('for an earlier state of itself does not take the log of the later one', async () => {
    const file = await newDatabaseFile();
    const database = openDatabase({ file, key: sampleKey });
    const history = historyDatabase(database);
    history.beginTurn(turn('c', '1'));
    database.pragma('wal_checkpoint(TRUNCATE)');
    const early = await readFile(file);
    history.beginTurn(turn('c', '2'));
    database.pragma('wal_checkpoint(TRUNCATE)');
    history.beginTurn(turn('c', '3'));
    const { 'history.db-wal': log = Buffer.alloc(0) } = await filesOf(file);
    database.close();
    await writeFile(file, early);
    await writeFile(`${file}-wal`, log);
    const { error } = reading(file);
    // Whole or told: what must not be is a mixture that reads as if it were whole.
    if (error !== undefined) return expect(error.code).toBe('history-unreadable');
    const opened = openDatabase({ file, key: sampleKey });
    onTestFinished(() => void opened.close());
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('another program', () => {
  test('that has the file open is named as the reason within seconds, and the file opens when it is gone', async () => {
    const file = await sampleFile();
    const script = path.join(import.meta.dirname, '../../../e2e/support/hold-history.ts');
    const program = spawn(process.execPath, [script, file, sampleKey], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(program.stdout, 'data');
    expect(reading(file).error).toMatchObject({ code: 'history-locked', retryable: true });
    program.kill('SIGKILL');
    await once(program, 'exit');
    expect(reading(file).error).toBeUndefined();
  });
});

describe('a clock that was set back', () => {
  test('does not change the order of messages, or put what was used last below what was not', async () => {
    const database = openDatabase({ file: await newDatabaseFile(), key: sampleKey });
    onTestFinished(() => void database.close());
    const history = historyDatabase(database);
    history.beginTurn(answerAfter(turn('first', '1'), 0));
    history.beginTurn(answerAfter(turn('second', '2'), 1000));
    history.beginTurn(answerAfter(turn('first', '3'), -1_000_000));
    expect(history.list().map(({ id }) => id)).toEqual(['first', 'second']);
    history.beginTurn(answerAfter(turn('third', '4'), -2_000_000));
    expect(history.list().map(({ id }) => id)).toEqual(['third', 'first', 'second']);
    expect(history.open({ conversationId: 'first' }).messages.map(({ id }) => id)).toEqual(['q1', 'a1', 'q3', 'a3']);
  });
});

describe('what was deleted', () => {
  test('is not in the file or its log any more, with the key either', async () => {
    const file = await sampleFile();
    const database = openDatabase({ file, key: sampleKey });
    const history = historyDatabase(database);
    history.delete({ conversationIds: ['c'] });
    history.freeze();
    history.thaw();
    // The same file without encryption: what somebody with the key could read of its free pages.
    database.pragma('journal_mode = DELETE');
    database.pragma('rekey = ""');
    database.close();
    const plain = await readFile(file);
    expect(plain.subarray(0, 15).toString()).toBe('SQLite format 3');
    for (const text of [secretText, 'word word', 'Draft of']) expect(plain.includes(text)).toBe(false);
    await rm(file);
  });

  test('gives its room back step by step', async () => {
    const file = await sampleFile();
    const database = openDatabase({ file, key: sampleKey });
    onTestFinished(() => void database.close());
    const history = historyDatabase(database);
    const pages = () => Number(database.pragma('page_count', { simple: true }));
    const before = pages();
    history.delete({ conversationIds: ['c'] });
    let steps = 0;
    while (history.vacuum()) steps += 1;
    expect(database.pragma('freelist_count', { simple: true })).toBe(0);
    expect(pages()).toBeLessThan(before);
    expect(steps).toBeLessThan(before);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
