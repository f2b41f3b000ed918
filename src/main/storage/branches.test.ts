import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';
import { type HistoryDatabase, historyDatabase } from './history-database.ts';
import { newDatabaseFile } from './testing/files.ts';
import { answer, ids, sampleKey, turn, turnWithFile } from './testing/samples.ts';

async function newHistory() {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  return { file, database, history: historyDatabase(database) };
}

const c = { conversationId: 'c' };
const missing: unknown = expect.objectContaining({ code: 'attachment-missing' });
const notFound: unknown = expect.objectContaining({ code: 'not-found' });
const invalid: unknown = expect.objectContaining({ code: 'invalid-request' });

/** A turn that is over. */
function asked(history: HistoryDatabase, name: string, besideId?: string): void {
  history.beginTurn({ ...turn('c', name), besideId });
  history.saveAnswer({ answer: answer(`a${name}`, `answer ${name}`, 'complete') });
}

function answeredAgain(history: HistoryDatabase, besideId: string, id: string): void {
  history.beginAnswer({ ...c, besideId, deploymentId: 'other', answer: answer(id) });
  history.saveAnswer({ answer: answer(id, `answer ${id}`, 'complete') });
}

describe('the branches of a conversation', () => {
  test('an edited question does not cost the old one, nor what was said after it', async () => {
    const { history } = await newHistory();
    asked(history, '1');
    asked(history, '2');
    asked(history, '1b', 'q1');
    expect(history.open(c)).toMatchObject({ messages: [{ id: 'q1b' }, { id: 'a1b' }], versions: [['q1', 'q1b']] });
    expect(ids(history.show({ ...c, messageId: 'q1' }))).toEqual(['q1', 'a1', 'q2', 'a2']);
    asked(history, '3');
    expect(ids(history.show({ ...c, messageId: 'q1b' }))).toEqual(['q1b', 'a1b']);
    expect(ids(history.show({ ...c, messageId: 'q1' }))).toEqual(['q1', 'a1', 'q2', 'a2', 'q3', 'a3']);
  });

  test('going back to a version does not show the newest branch below it, but the one shown there last', async () => {
    const { file, database, history } = await newHistory();
    asked(history, '1');
    asked(history, '2');
    answeredAgain(history, 'a2', 'a2b');
    answeredAgain(history, 'a2', 'a2c');
    history.show({ ...c, messageId: 'a2b' });
    asked(history, '3');
    asked(history, '1b', 'q1');
    const path = ['q1', 'a1', 'q2', 'a2b', 'q3', 'a3'];
    database.close();
    const again = openDatabase({ file, key: sampleKey });
    onTestFinished(() => void again.close());
    const reopened = historyDatabase(again);
    expect(ids(reopened.open(c))).toEqual(['q1b', 'a1b']);
    const shown = reopened.show({ ...c, messageId: 'q1' });
    expect(ids(shown)).toEqual(path);
    expect(shown.versions).toEqual(
      expect.arrayContaining([
        ['q1', 'q1b'],
        ['a2', 'a2b', 'a2c'],
      ]),
    );
    expect(shown.versions).toHaveLength(2);
    expect(ids(reopened.open(c))).toEqual(path);
  });

  test('an attempt that ended without a word is no version, and does not take what follows the good answer', async () => {
    const { history } = await newHistory();
    asked(history, '1');
    asked(history, '2');
    history.beginAnswer({ ...c, besideId: 'a1', deploymentId: 'other', answer: answer('a1b') });
    expect(history.open(c)).toMatchObject({ messages: [{ id: 'q1' }, { id: 'a1b' }], versions: [['a1', 'a1b']] });
    history.saveAnswer({ answer: { ...answer('a1b', undefined, 'failed') } });
    expect(ids(history.open(c))).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(history.open(c).versions).toEqual([]);
    history.show({ ...c, messageId: 'a1b' });
    expect(ids(history.show({ ...c, messageId: 'q1' }))).toEqual(['q1', 'a1b']);
  });

  test('an edited question keeps the files that it still has, and loses no other ones', async () => {
    const { history } = await newHistory();
    history.addFile({ attachmentId: 'f', text: 'text', data: Buffer.from('data') });
    history.beginTurn(turnWithFile('c', '1', 'f'));
    const edited = { ...turnWithFile('c', '1b', 'f'), besideId: 'q1' };
    history.beginTurn(edited);
    history.deleteVersion({ ...c, messageId: 'q1' });
    expect(history.fileText({ attachmentId: 'f' })).toBe('text');
    asked(history, '1c', 'q1b');
    history.deleteVersion({ ...c, messageId: 'q1b' });
    expect(() => history.fileText({ attachmentId: 'f' })).toThrow(missing);
  });

  test('a version is not put beside a message of another kind or conversation', async () => {
    const { history } = await newHistory();
    asked(history, '1');
    history.beginTurn(turn('d', '2'));
    for (const besideId of ['a1', 'q2', 'none']) {
      expect(() => history.beginTurn({ ...turn('c', '3'), besideId })).toThrow(notFound);
    }
    expect(() => history.show({ ...c, messageId: 'q2' })).toThrow(notFound);
    expect(() => history.deleteVersion({ ...c, messageId: 'a2' })).toThrow(notFound);
    expect(() => history.fork(fork('q1'))).toThrow(notFound);
    expect(() => history.fork(fork('a2'))).toThrow(notFound);
  });

  test('deleting a version takes along what follows it and nothing else', async () => {
    const { database, history } = await newHistory();
    asked(history, '1');
    asked(history, '2');
    answeredAgain(history, 'a1', 'a1b');
    asked(history, '3');
    const shown = history.deleteVersion({ ...c, messageId: 'a1b' });
    expect(ids(shown)).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(shown.versions).toEqual([]);
    expect(database.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(4);
    expect(history.deleteVersion({ ...c, messageId: 'a1b' })).toEqual(shown);
    expect(() => history.deleteVersion({ ...c, messageId: 'a1' })).toThrow(invalid);
    expect(() => history.deleteVersion({ ...c, messageId: 'q1' })).toThrow(invalid);
  });

  test('deleting a version that is not shown does not change what is', async () => {
    const { history } = await newHistory();
    asked(history, '1');
    answeredAgain(history, 'a1', 'a1b');
    asked(history, '2');
    expect(ids(history.deleteVersion({ ...c, messageId: 'a1' }))).toEqual(['q1', 'a1b', 'q2', 'a2']);
  });

  test('a version of more than a thousand messages can be deleted', async () => {
    const { database, history } = await newHistory();
    asked(history, '1');
    answeredAgain(history, 'a1', 'a1b');
    database.exec(
      `WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 3000)
       INSERT INTO messages (id, conversation_id, parent_id, role, created_at, parts, metadata)
       SELECT 'm' || n, 'c', iif(n = 1, 'a1', 'm' || (n - 1)), 'user', 0, '[]', '{}' FROM series`,
    );
    const shown = history.show({ ...c, messageId: 'a1' });
    expect(shown.start + shown.messages.length).toBe(3002);
    expect(ids(history.deleteVersion({ ...c, messageId: 'a1' }))).toEqual(['q1', 'a1b']);
  });
});

const fork = (answerId: string) => ({
  ...c,
  answerId,
  newConversationId: 'new',
  title: 'Copy of it',
  createdAt: 9,
});

describe('a new conversation from an answer', () => {
  test('has the branch up to it, and neither takes from the old one nor gives to it', async () => {
    const { history } = await newHistory();
    history.beginTurn({ ...turn('c', '1'), settings: { instructions: 'Short.' } });
    const summary = { type: 'data-summary' as const, data: { text: 'so far', upToId: 'q1' } };
    const first = answer('a1', 'first', 'complete');
    history.saveAnswer({ answer: { ...first, parts: [...first.parts, summary] } });
    asked(history, '2');
    const before = history.open(c);
    for (let time = 0; time < 2; time++) history.fork(fork('a1'));
    const copied = history.open({ conversationId: 'new' });
    expect(copied.conversation).toMatchObject({ title: 'Copy of it', deploymentId: 'everyday' });
    expect(copied.settings).toEqual({ instructions: 'Short.' });
    expect(copied.messages).toMatchObject([{ role: 'user' }, { parts: [{ text: 'first' }, { type: 'data-summary' }] }]);
    const part = copied.messages[1]?.parts[1];
    expect(part).toMatchObject({ data: { upToId: copied.messages[0]?.id } });
    history.beginTurn(turn('new', '3'));
    expect(history.open(c)).toEqual(before);
    history.delete({ conversationIds: ['new'] });
    expect(history.open(c)).toEqual(before);
  });

  test('keeps its files when the old one is deleted, and the other way round, but none when both are', async () => {
    for (const first of ['c', 'new']) {
      const { database, history } = await newHistory();
      history.addFile({ attachmentId: 'f', text: 'text', data: Buffer.from('data') });
      history.beginTurn(turnWithFile('c', '1', 'f'));
      history.saveAnswer({ answer: answer('a1', 'first', 'complete') });
      history.fork(fork('a1'));
      expect(database.prepare('SELECT count(*) FROM attachment_contents').pluck().get()).toBe(1);
      history.delete({ conversationIds: [first] });
      expect(history.fileText({ attachmentId: 'f' }), first).toBe('text');
      history.delete({ conversationIds: [first === 'c' ? 'new' : 'c'] });
      expect(() => history.fileText({ attachmentId: 'f' })).toThrow(missing);
    }
  });

  test('can have a question of it edited with its file', async () => {
    const { history } = await newHistory();
    history.addFile({ attachmentId: 'f', text: 'text', data: Buffer.from('data') });
    history.beginTurn(turnWithFile('c', '1', 'f'));
    history.saveAnswer({ answer: answer('a1', 'first', 'complete') });
    history.fork(fork('a1'));
    const besideId = history.open({ conversationId: 'new' }).messages[0]?.id;
    history.beginTurn({ ...turnWithFile('new', '5', 'f'), besideId });
    expect(ids(history.open({ conversationId: 'new' }))).toEqual(['q5', 'a5']);
    history.beginTurn({ ...turn('c', '1b'), besideId: 'q1' });
    history.deleteVersion({ ...c, messageId: 'q1' });
    expect(history.fileText({ attachmentId: 'f' })).toBe('text');
  });
});

describe('answers that are compared', () => {
  const compared = { ...turn('c', '1'), otherAnswers: [answer('b1'), answer('d1')] };

  test('are all there until one is chosen, in their order, and begun once', async () => {
    const { history } = await newHistory();
    for (let time = 0; time < 2; time++) expect(ids(history.beginTurn(compared))).toEqual(['q1']);
    const opened = history.open(c);
    expect(ids(opened)).toEqual(['q1']);
    expect(opened.compared.map(({ id }) => id)).toEqual(['a1', 'b1', 'd1']);
    const chosen = history.show({ ...c, messageId: 'b1' });
    expect(ids(chosen)).toEqual(['q1', 'b1']);
    expect(chosen).toMatchObject({ compared: [], versions: [['a1', 'b1', 'd1']] });
    expect(history.open(c)).toEqual(chosen);
  });

  test('are not lost by one that is given anew, nor by the next question', async () => {
    const { history } = await newHistory();
    history.beginTurn(compared);
    history.saveAnswer({ answer: answer('a1', undefined, 'failed') });
    history.saveAnswer({ answer: answer('b1', 'good', 'complete') });
    history.beginAnswer({ ...c, besideId: 'a1', deploymentId: 'everyday', answer: answer('a1b') });
    const opened = history.open(c);
    expect(ids(opened)).toEqual(['q1']);
    expect(opened.compared.map(({ id }) => id)).toEqual(['a1b', 'b1', 'd1']);
    expect(ids(history.beginTurn(turn('c', '2')))).toEqual(['q1', 'a1b', 'q2']);
    expect(history.open(c).compared).toEqual([]);
  });
});
