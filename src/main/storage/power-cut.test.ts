import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../../dev/campaign/random.ts';
import { openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { answer, sampleKey, turn } from './testing/samples.ts';

const turns = 40;

/** What is on the disk when the power fails: the files, and how long the log was when each turn had been answered. */
interface Disk {
  readonly database: Buffer;
  readonly log: Buffer;
  readonly ends: readonly number[];
}

let disk: Disk;
let random: Random;

beforeAll(async () => {
  random = new Random(5);
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  // The tables are in the database, the turns in its log alone.
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.pragma('wal_autocheckpoint = 0');
  const history = historyDatabase(database);
  const ends: number[] = [];
  for (let index = 0; index < turns; index += 1) {
    history.beginTurn(turn('c', String(index)));
    history.saveAnswer({ answer: answer(`a${index}`, 'x'.repeat(random.whole(9000)), 'complete') });
    ends.push((await filesOf(file))['history.db-wal']?.length ?? 0);
  }
  const { 'history.db': main = Buffer.alloc(0), 'history.db-wal': log = Buffer.alloc(0) } = await filesOf(file);
  disk = { database: main, log, ends };
  database.close();
});

/** Opens what is left of a disk. @returns the messages that are there */
async function openLeft({ database, log }: Pick<Disk, 'database' | 'log'>): Promise<string[]> {
  const file = await newDatabaseFile();
  await writeFile(file, database);
  await writeFile(`${file}-wal`, log);
  const opened = openDatabase({ file, key: sampleKey });
  try {
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(opened.pragma('foreign_key_check')).toEqual([]);
    const history = historyDatabase(opened);
    if (history.list().length === 0) return [];
    const { messages } = history.exportMessages({ conversationId: 'c', branch: 'shown', after: 0 });
    return messages.map(({ message }) => message.id);
  } finally {
    opened.close();
  }
}

const expected = (count: number) => Array.from({ length: count }, (_, index) => [`q${index}`, `a${index}`]).flat();
/** Turns that were answered before the log was so long. */
const answeredBy = (length: number) => disk.ends.filter((end) => end <= length).length;

describe('a power cut', () => {
  test('that ends the log anywhere costs nothing that was whole, and leaves no half of a turn', async () => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const length = random.whole(disk.log.length + 1);
      const found = await openLeft({ ...disk, log: disk.log.subarray(0, length) });
      const answered = answeredBy(length);
      // The next turn's question may have come whole, with its answer still empty.
      expect([expected(answered), expected(answered + 1)]).toContainEqual(found);
    }
  });

  test('that leaves old bytes in place of the last pages of the log is told from what was written', async () => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const length = random.whole(disk.log.length);
      const torn = Buffer.from(disk.log);
      for (let at = length; at < torn.length; at += 512)
        torn.fill(random.whole(256), at, Math.min(at + 512, torn.length));
      const found = await openLeft({ ...disk, log: torn });
      const answered = answeredBy(length);
      expect([expected(answered), expected(answered + 1)]).toContainEqual(found);
    }
  });

  test('in the middle of moving the log into the database leaves torn pages that the log mends', async () => {
    const file = await newDatabaseFile();
    await writeFile(file, disk.database);
    await writeFile(`${file}-wal`, disk.log);
    const opened = openDatabase({ file, key: sampleKey });
    opened.pragma('wal_checkpoint(FULL)');
    const moved = await readFile(file);
    opened.close();
    for (let attempt = 0; attempt < 20; attempt += 1) {
      // The pages are moved in any order, and each may be half there.
      const torn = Buffer.from(moved);
      for (let page = 0; page < moved.length; page += 4096) {
        if (page >= disk.database.length && random.below(1) < 0.3) torn.fill(0, page + random.whole(4096), page + 4096);
        else if (page < disk.database.length && random.below(1) < 0.5)
          disk.database.copy(torn, page, page, page + 4096);
      }
      expect(await openLeft({ database: torn, log: disk.log })).toEqual(expected(turns));
    }
  });
});
