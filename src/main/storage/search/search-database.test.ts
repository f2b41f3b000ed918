import { describe, expect, onTestFinished, test } from 'vitest';
import type { SearchFilters, SearchHit, SearchPage } from '../../../shared/model/search.ts';
import { openDatabase } from '../database.ts';
import { historyDatabase } from '../history-database.ts';
import { newDatabaseFile } from '../testing/files.ts';
import { answer, question, sampleKey, turn, turnWithFile } from '../testing/samples.ts';
import { SearchDatabase } from './search-database.ts';

async function newHistory() {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  const history = historyDatabase(database);
  const ask = (name: string, text: string, reply?: string) => {
    history.beginTurn({ ...turn(name, name), title: `Title of ${name}`, question: question(`q${name}`, 0, text) });
    if (reply !== undefined) history.saveAnswer({ answer: answer(`a${name}`, reply, 'complete') });
  };
  const find = (query: string, filters: SearchFilters = {}) =>
    allHits((cursor) => history.search({ query, filters, cursor }));
  return { file, database, history, ask, find };
}

function allHits(page: (cursor: SearchPage['next']) => SearchPage): SearchHit[] {
  const hits: SearchHit[] = [];
  let cursor: SearchPage['next'] = null;
  do {
    const next = page(cursor);
    hits.push(...next.hits);
    cursor = next.next;
  } while (cursor !== null);
  return hits;
}

const messageIds = (hits: readonly SearchHit[]) =>
  hits.flatMap((hit) => (hit.kind === 'message' ? [hit.messageId] : []));
const marked = ({ snippet: { text, ranges } }: SearchHit) => ranges.map(([start, end]) => text.slice(start, end));

describe('the search', () => {
  test('finds words, beginnings, phrases and all words of several, without case and accents', async () => {
    const { ask, find } = await newHistory();
    ask('1', 'Die Grüße aus Córdoba sind angekommen', 'The **Invoice** of March is overdue.');
    ask('2', 'An overdue book, in March or so', 'nothing');
    for (const [query, found] of [
      ['grüsse', ['q1']],
      ['GRUSSE CORDOBA', ['q1']],
      ['invo', ['a1']],
      ['invo march', ['a1']],
      ['invo book', []],
      ['overdue', ['q2', 'a1']],
      ['march overdue', ['a1', 'q2']],
      ['"overdue book"', ['q2']],
      ['"book overdue"', []],
      ['“invoice of mar', ['a1']],
    ] as const) {
      expect(messageIds(find(query)).toSorted(), query).toEqual([...found].toSorted());
    }
  });

  test('finds what is inside of words, and words of languages that put no spaces between them', async () => {
    const { ask, find } = await newHistory();
    ask('1', 'Donaudampfschifffahrtsgesellschaft', 'keine Ahnung');
    ask('2', '明日東京都に行きます', '好的，我们在北京见面');
    ask('3', 'ฉันจะไปกรุงเทพพรุ่งนี้', '서울에서 만나요');
    for (const [query, found, mark] of [
      ['schifffahrt', 'q1', 'schifffahrt'],
      ['東京', 'q2', '東京'],
      ['東', 'q2', '東'],
      ['都', 'q2', '都'],
      ['行きます', 'q2', '行きます'],
      ['北京见', 'a2', '北京见'],
      ['กรุงเทพ', 'q3', 'กรุงเทพ'],
      ['서울', 'a3', '서울'],
    ] as const) {
      const hit = find(query).find(({ kind }) => kind === 'message');
      expect(hit, query).toMatchObject({ messageId: found });
      expect(hit && marked(hit)[0], query).toBe(mark);
    }
  });

  test('puts titles first, and follows them when they change', async () => {
    const { ask, find, history } = await newHistory();
    ask('1', 'about zebras');
    ask('2', 'other things');
    history.rename({ conversationId: '2', title: 'Zebras in Zürich', source: 'person' });
    expect(find('zebra').map(({ kind, conversation }) => [kind, conversation.id])).toEqual([
      ['title', '2'],
      ['message', '1'],
    ]);
    history.rename({ conversationId: '2', title: 'Lions', source: 'person' });
    expect(find('zurich')).toEqual([]);
    expect(find('ions').map(({ kind }) => kind)).toEqual(['title']);
  });

  test('an answer is found when it has ended, what is left of one that was killed too, and a deleted one never', async () => {
    const { history, find, ask } = await newHistory();
    ask('1', 'question');
    history.saveAnswer({ answer: answer('a1', 'half of the marmalade', 'streaming') });
    expect(find('marmalade')).toEqual([]);
    history.markInterrupted();
    expect(messageIds(find('marmalade'))).toEqual(['a1']);
    history.saveAnswer({ answer: answer('a1', 'another text', 'complete') });
    expect(find('marmalade')).toEqual([]);
    expect(messageIds(find('another'))).toEqual(['a1']);
    history.delete({ conversationIds: ['1'] });
    expect(find('another')).toEqual([]);
    expect(find('title')).toEqual([]);
  });

  test('a file is found by its name', async () => {
    const { history, find } = await newHistory();
    history.addFile({ attachmentId: 'f', text: 'unseen', data: Buffer.from('x') });
    history.beginTurn(turnWithFile('c', '1', 'f'));
    const [hit] = find('plan.txt');
    expect(hit).toMatchObject({ messageId: 'q1' });
    expect(hit && marked(hit)).toEqual(['plan.txt']);
  });

  test('filters by date, role, model and files, and combines them', async () => {
    const { history, find, ask } = await newHistory();
    ask('1', 'apple one', 'apple two');
    history.addFile({ attachmentId: 'f', text: '', data: Buffer.from('x') });
    const withFile = turnWithFile('2', '2', 'f');
    history.beginTurn({
      ...withFile,
      question: {
        ...withFile.question,
        parts: [...withFile.question.parts, { type: 'text', text: 'apple three' }],
        metadata: { createdAt: 9e12 },
      },
    });
    history.saveAnswer({
      answer: {
        ...answer('a2', 'apple four', 'complete'),
        metadata: { createdAt: 9e12, status: 'complete', deploymentId: 'other' },
      },
    });
    const found = (filters: SearchFilters) => messageIds(find('apple', filters)).toSorted();
    expect(found({})).toEqual(['a1', 'a2', 'q1', 'q2']);
    expect(found({ role: 'user' })).toEqual(['q1', 'q2']);
    expect(found({ hasFile: true })).toEqual(['a2', 'q2']);
    expect(found({ deploymentId: 'everyday' })).toEqual(['a1', 'q1']);
    expect(found({ deploymentId: 'other' })).toEqual(['a2', 'q2']);
    expect(found({ from: 8e12 })).toEqual(['q2']);
    expect(found({ until: 8e12, role: 'user' })).toEqual(['q1']);
    expect(found({ deploymentId: 'gone' })).toEqual([]);
  });

  test('filters by folder, archive, bin and by whom a message mentions, also in titles and together', async () => {
    const { history, find, ask } = await newHistory();
    const ada = { id: 'ada-id', name: 'Ada Lovelace' };
    for (const name of ['1', '2', '3', '4']) ask(name, `plum ${name}`, `plum of ${name}`);
    history.beginTurn({
      ...turn('1', '5'),
      question: { ...question('q5', 5, 'plum for her'), metadata: { createdAt: 5, people: [ada, ada] } },
    });
    history.saveAnswer({ answer: answer('a5', 'plum, then', 'complete') });
    history.saveFolder({ id: 'f', name: 'Fruit', isCollapsed: false });
    const arrange = (conversationId: string, placement: object) =>
      history.arrange({ placements: [{ conversationId, ...placement }], at: 5 });
    arrange('1', { folderId: 'f', isArchived: true });
    arrange('2', { folderId: 'f' });
    arrange('3', { isInBin: true });
    const found = (filters: SearchFilters) => messageIds(find('plum', filters)).toSorted();
    expect(found({ place: { kind: 'folder', folderId: 'f' } })).toEqual(['a1', 'a2', 'a5', 'q1', 'q2', 'q5']);
    expect(found({ place: { kind: 'archive' } })).toEqual(['a1', 'a5', 'q1', 'q5']);
    expect(found({ place: { kind: 'bin' } })).toEqual(['a3', 'q3']);
    expect(found({ personId: 'ada-id' })).toEqual(['a5', 'q5']);
    expect(found({ personId: 'ada-id', role: 'user', place: { kind: 'archive' } })).toEqual(['q5']);
    expect(found({ personId: 'ada-id', place: { kind: 'bin' } })).toEqual([]);
    const titles = (filters: SearchFilters) => find('title', filters).map(({ conversation }) => conversation.id);
    expect(titles({ personId: 'ada-id' })).toEqual(['1']);
    expect(titles({ place: { kind: 'bin' } })).toEqual(['3']);
    expect(history.mentioned()).toEqual([ada]);
    history.delete({ conversationIds: ['1'] });
    expect(history.mentioned()).toEqual([]);
  });

  test('pages lose no hit and tell none twice, whatever one request may take', async () => {
    const { database, ask } = await newHistory();
    const askAll = database.transaction(() => {
      for (let index = 0; index < 25; index++) ask(String(index), `a pear, number ${'x'.repeat(index % 3)}`);
    });
    askAll();
    for (const limits of [
      { candidates: 100, milliseconds: 1000, page: 4 },
      { candidates: 7, milliseconds: 1000, page: 3 },
      { candidates: 100, milliseconds: -1, page: 4 },
    ]) {
      const search = new SearchDatabase(database, limits);
      for (const query of ['pear', 'ear,', 'umbe']) {
        const ids = messageIds(allHits((cursor) => search.search({ query, filters: {}, cursor })));
        expect(ids, query).toHaveLength(25);
        expect(new Set(ids).size).toBe(25);
      }
    }
  });

  test('a branch that is not shown is found', async () => {
    const { history, find, ask } = await newHistory();
    ask('c', 'question', 'the first marzipan');
    history.beginAnswer({ conversationId: 'c', besideId: 'ac', deploymentId: 'x', answer: answer('b') });
    history.saveAnswer({ answer: answer('b', 'the second', 'complete') });
    expect(messageIds(find('marzipan'))).toEqual(['ac']);
    const shown = () => history.open({ conversationId: 'c' }).messages.map(({ id }) => id);
    expect(shown()).toEqual(['qc', 'b']);
  });

  test('nothing is found of what is in the bin, until it comes back', async () => {
    const { history, find, ask } = await newHistory();
    ask('c', 'question', 'the marzipan');
    ask('d', 'marzipan', 'yes');
    const bin = (isInBin: boolean) =>
      history.arrange({
        placements: [
          { conversationId: 'c', isInBin },
          { conversationId: 'd', isInBin },
        ],
        at: 5,
      });
    bin(true);
    expect(messageIds(find('marzipan'))).toEqual([]);
    bin(false);
    expect(messageIds(find('marzipan'))).toHaveLength(2);
  });

  test('what was there before the search is taken in bit by bit, and says so meanwhile', async () => {
    const { database, history, find, ask } = await newHistory();
    const askAll = database.transaction(() => {
      for (let index = 0; index < 600; index++) ask(String(index), `old apricot ${index}`, `reply ${index}`);
    });
    askAll();
    database.exec(`DELETE FROM message_words; DELETE FROM message_parts; DELETE FROM title_words; DELETE FROM title_parts;
      INSERT INTO search_backlog SELECT 'messages', max(ordinal) + 1 FROM messages;
      INSERT INTO search_backlog SELECT 'titles', max(ordinal) + 1 FROM search_titles`);
    ask('new', 'new apricot');
    expect(messageIds(find('apricot'))).toEqual(['qnew']);
    expect(history.search({ query: 'x', filters: {}, cursor: null }).isIndexing).toBe(true);
    expect(history.indexOlder()).toBe(true);
    history.delete({ conversationIds: ['599'] });
    while (history.indexOlder());
    expect(messageIds(find('apricot'))).toHaveLength(600);
    expect(messageIds(find('prico'))).toHaveLength(600);
    expect(find('title "17"')[0]).toMatchObject({ kind: 'title', conversation: { id: '17' } });
    expect(history.search({ query: 'x', filters: {}, cursor: null }).isIndexing).toBe(false);
  });
});
