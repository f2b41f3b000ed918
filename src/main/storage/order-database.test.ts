import { expect, onTestFinished, test } from 'vitest';
import type { ConversationPlace, PageCursor } from '../../shared/model/conversation-order.ts';
import { openDatabase } from './database.ts';
import { type HistoryDatabase, historyDatabase } from './history-database.ts';
import { newDatabaseFile } from './testing/files.ts';
import { sampleKey, turn } from './testing/samples.ts';

async function newHistory(...conversationIds: readonly string[]) {
  const file = await newDatabaseFile();
  const database = openDatabase({ file, key: sampleKey });
  onTestFinished(() => void database.close());
  const history = historyDatabase(database);
  for (const id of conversationIds) history.beginTurn(turn(id, id));
  return { database, history };
}

function idsOf(history: HistoryDatabase, place: ConversationPlace): string[] {
  return history.page({ place, after: null, limit: 100 }).conversations.map(({ id }) => id);
}

test('no conversation is in two places or in none, and each comes back to where it was', async () => {
  const { history } = await newHistory('a');
  history.saveFolder({ id: 'f', name: 'Work', isCollapsed: false });
  const folder = { kind: 'folder', folderId: 'f' } as const;
  const places = [{ kind: 'days' }, folder, { kind: 'pinned' }, { kind: 'archive' }, { kind: 'bin' }] as const;
  const ways = [
    {},
    { folderId: 'f' },
    { isPinned: true },
    { isArchived: true },
    { isInBin: true },
    { isInBin: false },
    { isArchived: false },
    { isPinned: false },
    { folderId: null },
  ];
  const been = ways.map((way) => {
    history.arrange({ placements: [{ conversationId: 'a', ...way }], at: 5 });
    const at = places.filter((place) => idsOf(history, place).includes('a'));
    expect(at).toHaveLength(1);
    return at[0]?.kind;
  });
  expect(been).toEqual(['days', 'folder', 'pinned', 'archive', 'bin', 'archive', 'pinned', 'folder', 'days']);
});

test('a change that is asked for again changes nothing', async () => {
  const { history } = await newHistory('a');
  history.arrange({ placements: [{ conversationId: 'a', isInBin: true }], at: 5 });
  history.arrange({ placements: [{ conversationId: 'a', isInBin: true }], at: 9 });
  expect(history.find({ conversationIds: ['a', 'none'] })).toMatchObject([{ id: 'a', binnedAt: 5, pinnedAt: null }]);
  expect(history.inBin({ until: 4, limit: 9 })).toEqual([]);
  expect(history.inBin({ until: 5, limit: 9 })).toEqual(['a']);
});

test('pages neither repeat nor leave out conversations, also of the same moment', async () => {
  const names = Array.from({ length: 25 }, (_, index) => `c${index}`);
  const { history, database } = await newHistory(...names);
  database.exec('UPDATE conversations SET updated_at = 1000 + length(id)');
  const pages: string[][] = [];
  let after: PageCursor | null = null;
  do {
    const page = history.page({ place: { kind: 'days' }, after, limit: 10 });
    pages.push(page.conversations.map(({ id }) => id));
    after = page.next;
  } while (after !== null);
  expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(new Set(pages.flat())).toEqual(new Set(names));
  expect(pages.at(-1)?.every((id) => id.length === 2)).toBe(true);
});

test('a page of 100,000 conversations is a stretch of an index, not a sort of all', async () => {
  const { database } = await newHistory();
  const plan = database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT id FROM conversations
       WHERE place = 'days' AND (placed_at, id) < (1, '') ORDER BY placed_at DESC, id DESC LIMIT 10`,
    )
    .all();
  expect(plan).toHaveLength(1);
  expect(JSON.stringify(plan)).toContain('USING INDEX conversations_by_place');
});

test('deleting a folder does not delete what is in it, in the bin neither', async () => {
  const { history } = await newHistory('a', 'b');
  history.saveFolder({ id: 'f', name: 'Work', isCollapsed: false });
  const placements = [
    { conversationId: 'a', folderId: 'f' },
    { conversationId: 'b', folderId: 'f', isInBin: true },
  ];
  history.arrange({ placements, at: 5 });
  history.deleteFolder({ folderId: 'f' });
  history.deleteFolder({ folderId: 'f' });
  expect(history.folders()).toEqual([]);
  expect(idsOf(history, { kind: 'days' })).toEqual(['a']);
  expect(history.find({ conversationIds: ['b'] })).toMatchObject([{ folderId: null, binnedAt: 5 }]);
});

test('a move into a folder that is gone does not lose the conversation', async () => {
  const { history } = await newHistory('a');
  history.arrange({ placements: [{ conversationId: 'a', folderId: 'gone' }], at: 5 });
  expect(idsOf(history, { kind: 'days' })).toEqual(['a']);
});

test('a folder keeps its name and whether it is open', async () => {
  const { history } = await newHistory();
  history.saveFolder({ id: 'f', name: 'Work', isCollapsed: false });
  history.saveFolder({ id: 'f', name: 'Home', isCollapsed: true });
  expect(history.folders()).toEqual([{ id: 'f', name: 'Home', isCollapsed: true }]);
});

test('a new message brings a conversation back from the archive, to where it was', async () => {
  const { history } = await newHistory('a');
  history.arrange({ placements: [{ conversationId: 'a', isArchived: true, isPinned: true }], at: 5 });
  history.beginTurn(turn('a', '2'));
  expect(idsOf(history, { kind: 'pinned' })).toEqual(['a']);
});

test('a turn that is begun again by a new storage process does not undo a deletion', async () => {
  const { history } = await newHistory('a');
  history.arrange({ placements: [{ conversationId: 'a', isInBin: true }], at: 5 });
  history.beginTurn(turn('a', 'a'));
  expect(idsOf(history, { kind: 'bin' })).toEqual(['a']);
  expect(history.list()).toEqual([]);
});
