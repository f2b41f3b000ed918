import { copyFile, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { connect, openDatabase } from './database.ts';
import { historyDatabase } from './history-database.ts';
import { newDatabaseFile } from './testing/files.ts';
import { answer, question, sampleKey, turn } from './testing/samples.ts';

/** Everything that a file holds, for whoever has its key. */
async function decrypted(file: string): Promise<Buffer> {
  const copy = await newDatabaseFile();
  await copyFile(file, copy);
  const database = connect(copy, sampleKey);
  database.pragma('journal_mode = DELETE');
  database.pragma(`rekey = ''`);
  database.close();
  return readFile(copy);
}

test('words of what was deleted, renamed or answered anew are not left in the index, and what stays is found', async () => {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  const history = historyDatabase(database);
  const ask = (name: string, text: string) => {
    history.beginTurn({ ...turn(name, name), title: `Title ${name}`, question: question(`q${name}`, 0, text) });
    history.saveAnswer({ answer: answer(`a${name}`, `reply ${text}`, 'complete') });
  };
  const askAll = database.transaction(() => {
    for (let index = 0; index < 300; index++) ask(`c${index}`, `apple number${index} ${'filler '.repeat(index % 20)}`);
    ask('gone', 'qzxmarmaladefactory');
  });
  askAll();
  history.saveAnswer({ answer: answer('ac1', 'jqvwithdrawnanswer', 'complete') });
  history.saveAnswer({ answer: answer('ac1', 'another', 'complete') });
  history.rename({ conversationId: 'c2', title: 'kqwformertitle', source: 'person' });
  history.rename({ conversationId: 'c2', title: 'Title', source: 'person' });
  const words = ['qzxmarmaladefactory', 'jqvwithdrawnanswer', 'kqwformertitle'];
  const upkeep = () => {
    let steps = 0;
    while (history.forgetWords()) steps += 1;
    while (history.vacuum());
    history.freeze();
    history.thaw();
    return steps;
  };
  upkeep();
  expect((await decrypted(file)).includes(words[0] ?? '')).toBe(true);

  history.delete({ conversationIds: ['gone'] });
  expect(upkeep()).toBeGreaterThan(0);
  const bytes = await decrypted(file);
  expect(words.filter((word) => bytes.includes(word) || bytes.includes(word.slice(3)))).toEqual([]);
  expect(history.search({ query: '"number17"', filters: {}, cursor: null }).hits).toHaveLength(2);
  // Nothing was deleted since: a large index is not written again for nothing.
  expect(upkeep()).toBe(0);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
});

test('what was used is not told for longer than conversations are kept', async () => {
  const database = openDatabase({ file: await newDatabaseFile(), key: sampleKey });
  const history = historyDatabase(database);
  const record = {
    conversationId: 'c',
    deploymentId: 'everyday',
    purpose: 'answer',
    isTold: true,
    inputTokens: 1,
    cachedInputTokens: 0,
    outputTokens: 1,
    reasoningTokens: 0,
    currency: null,
    costMillionths: null,
  } as const;
  for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) history.addUsage({ ...record, id: day, day });
  expect(history.deleteUsage({ before: '2026-01-03' })).toBe(false);
  expect(history.usage({}).map(({ day }) => day)).toEqual(['2026-01-03']);
  database.close();
});
