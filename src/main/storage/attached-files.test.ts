import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { type HistoryDatabase, historyDatabase } from './history-database.ts';
import { filesOf, newDatabaseFile } from './testing/files.ts';
import { sampleKey, secretText, turn, turnWithFile } from './testing/samples.ts';

async function newHistory() {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  return { file, database, history: historyDatabase(database) };
}

const missing: unknown = expect.objectContaining({ code: 'attachment-missing' });
const add = (history: HistoryDatabase, attachmentId: string) =>
  history.addFile({ attachmentId, text: secretText, data: Buffer.from(secretText) });

describe('attached files', () => {
  test('come back as they were, with the question that they belong to', async () => {
    const { history } = await newHistory();
    add(history, 'f');
    const sent = turnWithFile('c', '1', 'f');
    history.beginTurn(sent);
    expect(history.open({ conversationId: 'c' }).messages[0]).toEqual(sent.question);
    expect(history.fileText({ attachmentId: 'f' })).toBe(secretText);
    expect(Buffer.from(history.fileData({ attachmentId: 'f' })).toString()).toBe(secretText);
  });

  test('are not on the disk as plain text', async () => {
    const { file, history } = await newHistory();
    add(history, 'f');
    for (const data of Object.values(await filesOf(file))) expect(data.includes(secretText)).toBe(false);
  });

  test('do not stay when their conversation is deleted, nor when their draft is', async () => {
    const { history } = await newHistory();
    for (const id of ['sent', 'removed', 'left']) add(history, id);
    history.beginTurn(turnWithFile('c', '1', 'sent'));
    history.deleteDraftFile({ attachmentId: 'sent' });
    expect(history.fileText({ attachmentId: 'sent' })).toBe(secretText);
    history.deleteDraftFile({ attachmentId: 'removed' });
    expect(() => history.fileText({ attachmentId: 'removed' })).toThrow(missing);
    history.deleteDraftFiles();
    expect(() => history.fileData({ attachmentId: 'left' })).toThrow(missing);
    history.delete({ conversationIds: ['c'] });
    expect(() => history.fileData({ attachmentId: 'sent' })).toThrow(missing);
  });

  test('of another conversation, or of none, do not get a question written', async () => {
    const { history } = await newHistory();
    add(history, 'f');
    history.beginTurn(turnWithFile('c', '1', 'f'));
    for (const attachmentId of ['f', 'unknown']) {
      expect(() => history.beginTurn(turnWithFile('d', '2', attachmentId))).toThrow(missing);
    }
    expect(history.list()).toHaveLength(1);
  });

  test('can be given and sent again by a main process that got no answer', async () => {
    const { history } = await newHistory();
    for (let time = 0; time < 2; time++) {
      add(history, 'f');
      history.beginTurn(turnWithFile('c', '1', 'f'));
    }
    history.beginTurn(turn('c', '2'));
    expect(history.open({ conversationId: 'c' }).messages).toHaveLength(4);
  });

  test('are not written a second time when they are sent, which would take seconds for a large one', async () => {
    const { database, history } = await newHistory();
    const pages = () => Number(database.pragma('page_count', { simple: true }));
    history.addFile({ attachmentId: 'f', text: secretText, data: Buffer.alloc(1024 * 1024) });
    const before = pages();
    history.beginTurn(turnWithFile('c', '1', 'f'));
    expect(pages()).toBeLessThan(before + 10);
    history.delete({ conversationIds: ['c'] });
    expect(database.prepare('SELECT count(*) FROM attachment_contents').pluck().get()).toBe(0);
  });
});
