import { describe, expect, onTestFinished, test } from 'vitest';
import { BranchPages } from './branch-pages.ts';
import { openDatabase } from './database.ts';
import { type HistoryDatabase, historyDatabase } from './history-database.ts';
import { newDatabaseFile } from './testing/files.ts';
import { answer, ids, question, sampleKey, turn } from './testing/samples.ts';

const c = { conversationId: 'c' };
const notFound: unknown = expect.objectContaining({ code: 'not-found' });

/** A conversation of `q0`, `a0`, `q1` and so on. */
async function newHistory(turns: number, text = (name: string) => `answer ${name}`) {
  const database = openDatabase({ file: await newDatabaseFile(), key: sampleKey });
  onTestFinished(() => void database.close());
  const history = historyDatabase(database);
  for (let index = 0; index < turns; index += 1) ask(history, String(index), text);
  return { database, history };
}

function ask(history: HistoryDatabase, name: string, text = (of: string) => `answer ${of}`, besideId?: string): void {
  history.beginTurn({ ...turn('c', name), besideId });
  history.saveAnswer({ answer: answer(`a${name}`, text(name), 'complete') });
}

function named(from: number, to: number): string[] {
  const all = Array.from({ length: Math.ceil(to / 2) }, (_, index) => [`q${index}`, `a${index}`]).flat();
  return all.slice(from, to);
}

describe('a long branch', () => {
  test('opens at its end and is read up to its first message without a gap or a message twice', async () => {
    const { history } = await newHistory(100);
    const opened = history.open(c);
    expect(ids(opened)).toEqual(named(140, 200));
    const read = [...ids(opened)];
    for (let { start } = opened; start > 0;) {
      const page = history.branchPage({ ...c, anchorId: 'q70', place: start - 1, towards: 'earlier' });
      expect(page.start).toBe(start - page.messages.length);
      read.unshift(...ids(page));
      start = page.start;
    }
    expect(read).toEqual(named(0, 200));
  });

  test('is read from a place on, and never past the message that says which branch it is', async () => {
    const { history } = await newHistory(100);
    const page = history.branchPage({ ...c, anchorId: 'a20', place: 30, towards: 'later' });
    expect(page).toMatchObject({ start: 30 });
    expect(ids(page)).toEqual(named(30, 42));
    expect(() => history.branchPage({ ...c, anchorId: 'a20', place: 42, towards: 'later' })).toThrow(notFound);
    expect(() => history.branchPage({ ...c, anchorId: 'a999', place: 3, towards: 'later' })).toThrow(notFound);
    history.beginTurn(turn('other', 'x'));
    // SECURITY: a message says nothing of the conversation that it is asked for with.
    const stolen = { conversationId: 'other', anchorId: 'a20', place: 3, towards: 'later' } as const;
    expect(() => history.branchPage(stolen)).toThrow(notFound);
  });

  test('opens around a message far up, and tells where that is', async () => {
    const { history } = await newHistory(100);
    const { around } = history.open({ ...c, messageId: 'q10' });
    expect(around?.start).toBe(0);
    expect(around?.messages).toHaveLength(50);
    expect(history.open({ ...c, messageId: 'q30' }).around).toMatchObject({ start: 30 });
    expect(history.open({ ...c, messageId: 'q99' }).around).toBeNull();
    expect(history.open({ ...c, messageId: 'nobody' }).around).toBeNull();
  });

  test('does not bring megabytes at once, nor a question without the answer that is one of them', async () => {
    const { history } = await newHistory(30, (name) => (name === '29' ? 'x'.repeat(2_000_000) : 'x'.repeat(30_000)));
    const opened = history.open(c);
    expect(ids(opened)).toEqual(['q29', 'a29']);
    const page = history.branchPage({ ...c, anchorId: 'q29', place: 57, towards: 'earlier' });
    expect(page.messages.length).toBeLessThan(20);
    expect(page.start + page.messages.length).toBe(58);
  });

  test('with a message of a megabyte in the middle of a page is read past it, from both sides, without a gap', async () => {
    const { history } = await newHistory(60, (name) => (name === '20' ? 'x'.repeat(1_000_000) : 'short'));
    const opened = history.open({ ...c, messageId: 'a20' });
    expect(ids(opened.around ?? opened)).toContain('a20');
    for (const towards of ['earlier', 'later'] as const) {
      const read: string[] = [];
      for (let place = towards === 'earlier' ? 59 : 0; place >= 0 && place < 60;) {
        const { start, messages } = history.branchPage({ ...c, anchorId: 'a59', place, towards });
        const page = ids({ messages });
        if (towards === 'earlier') read.unshift(...page);
        else read.push(...page);
        place = towards === 'earlier' ? start - 1 : start + page.length;
      }
      expect(read.slice(0, 60)).toEqual(named(0, 60));
    }
  });

  test('tells of versions only with the messages that have them, those of the first question too', async () => {
    const { history } = await newHistory(100);
    ask(history, '50b', undefined, 'q50');
    ask(history, '0b', undefined, 'q0');
    const shown = history.show({ ...c, messageId: 'q50' });
    expect(shown.versions).toEqual([]);
    expect(shown.around?.versions).toEqual([['q50', 'q50b']]);
    const first = history.branchPage({ ...c, anchorId: 'q50', place: 5, towards: 'earlier' });
    expect(first.versions).toEqual([['q0', 'q0b']]);
    expect(ids(history.show({ ...c, messageId: 'q0b' }))).toEqual(['q0b', 'a0b']);
  });

  test('is not taken for another one that was shown, or was deleted, before', async () => {
    const { history } = await newHistory(60);
    ask(history, '10b', undefined, 'q10');
    expect(ids(history.open(c))).toEqual([...named(0, 20), 'q10b', 'a10b']);
    expect(history.show({ ...c, messageId: 'q10' })).toMatchObject({ start: 60 });
    expect(history.deleteVersion({ ...c, messageId: 'q10' })).toMatchObject({ start: 0, around: null });
    expect(ids(history.open(c))).toEqual([...named(0, 20), 'q10b', 'a10b']);
    const stale = { ...c, anchorId: 'a59', place: 50, towards: 'earlier' } as const;
    expect(() => history.branchPage(stale)).toThrow(notFound);
  });

  test('is not read by what was known of it once messages come back under their ids by an import', async () => {
    const { history } = await newHistory(3);
    expect(ids(history.open(c))).toEqual(named(0, 6));
    const record = history.exportConversation(c);
    history.delete({ conversationIds: ['c'] });
    const messages = [
      { message: question('q2'), parentId: null },
      { message: answer('a2', 'another answer', 'complete'), parentId: 'q2' },
    ];
    expect(history.importConversation({ ...record, messages })).toBe('taken');
    expect(ids(history.open(c))).toEqual(['q2', 'a2']);
  });

  test('is looked through for a text to its beginning, without accents and case, however short the time', async () => {
    const { database } = await newHistory(50, (name) => (name === '3' || name === '40' ? `Ein GRÜNER Apfel` : 'none'));
    const pages = new BranchPages(database, { messages: 60, characters: 1000, milliseconds: 0 });
    const path = pages.pathTo('c', 'a49');
    const places: number[] = [];
    for (let before: number | null = path.length; before !== null;) {
      const found = pages.find(path, { text: ' grüner ap', before });
      places.push(...found.places);
      before = found.next;
    }
    expect(places.map((place) => path[place])).toEqual(['a40', 'a3']);
    expect(pages.find(path, { text: '  ', before: path.length })).toEqual({ places: [], next: null });
  });

  test('of which a thousand messages came since it was last read is read anew', async () => {
    const { database } = await newHistory(100);
    const pages = new BranchPages(database);
    expect(pages.pathTo('c', 'a1')).toEqual(named(0, 4));
    expect(pages.pathTo('c', 'a99')).toEqual(named(0, 200));
    expect(pages.pathTo('c', 'q50')).toEqual(named(0, 101));
  });
});
