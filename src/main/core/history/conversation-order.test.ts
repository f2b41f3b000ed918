import { describe, expect, onTestFinished, test } from 'vitest';
import { binDays, type HistoryChange } from '../../../shared/model/conversation-order.ts';
import { newDatabaseFile } from '../../storage/testing/files.ts';
import { ChildStoreHost } from '../../storage/testing/child-store-host.ts';
import { sampleKey, turn } from '../../storage/testing/samples.ts';
import { FakeClock, MemoryLog } from '../testing/fakes.ts';
import { ConversationOrder } from './conversation-order.ts';
import { openHistory } from './history-client.ts';

const day = 24 * 60 * 60 * 1000;

/** The order on a real storage process, with these conversations in it. */
async function start(...conversationIds: readonly string[]) {
  const clock = new FakeClock();
  const log = new MemoryLog();
  const storeHost = new ChildStoreHost();
  const file = await newDatabaseFile();
  const store = await openHistory({ clock, storeHost, file, key: Buffer.from(sampleKey, 'hex'), log });
  onTestFinished(() => store.close());
  for (const id of conversationIds) await store.beginTurn(turn(id, id));
  const done: string[] = [];
  const changes: HistoryChange[] = [];
  const service: { time: number | undefined } = { time: clock.now() };
  const order = new ConversationOrder({
    store,
    clock,
    log,
    serviceTime: () => service.time,
    isHeld: false,
    stopTurn: async (id) => void done.push(`stop ${id}`),
    onDelete: (id) => done.push(`delete ${id}`),
    onChange: (change) => changes.push(change),
  });
  return { order, store, storeHost, clock, service, done, changes };
}

describe('the order of conversations', () => {
  test('the answer of a conversation that is deleted does not go on', async () => {
    const { order, done, changes } = await start('a', 'b');
    const placements = [
      { conversationId: 'a', isInBin: true },
      { conversationId: 'b', isPinned: true },
    ];
    await order.arrange(placements);
    expect(done).toEqual(['stop a']);
    await expect.poll(() => changes).toMatchObject([{ kind: 'conversations', changed: [{ id: 'a' }, { id: 'b' }] }]);
  });

  test('a storage process that is killed in a change neither loses it nor makes it twice', async () => {
    const { order, store, storeHost } = await start('a', 'b');
    const placements = ['a', 'b'].map((conversationId) => ({ conversationId, isInBin: true }));
    const arranged = order.arrange(placements);
    storeHost.last.kill('SIGKILL');
    await arranged;
    await expect(store.list()).resolves.toEqual([]);
    await order.emptyBin();
    await expect(store.find({ conversationIds: ['a', 'b'] })).resolves.toEqual([]);
  });

  test('the bin keeps what was deleted for its days, then not, and tells the windows', async () => {
    const { order, store, clock, service, done, changes } = await start('early', 'late', 'kept');
    await order.arrange([{ conversationId: 'early', isInBin: true }]);
    clock.advance(day);
    await order.arrange([{ conversationId: 'late', isInBin: true }]);
    const ended = new AbortController();
    clock.advance((binDays - 1) * day - 1);
    service.time = clock.now();
    const asleep = clock.asleep(day);
    const keeping = order.keepBin(ended.signal);
    await asleep;
    await expect(store.find({ conversationIds: ['early'] })).resolves.toHaveLength(1);
    const again = clock.asleep(day);
    service.time += day;
    clock.advance(day);
    await again;
    await expect(store.find({ conversationIds: ['early', 'late', 'kept'] })).resolves.toMatchObject([
      { id: 'late' },
      { id: 'kept' },
    ]);
    expect(done).toContain('delete early');
    await expect.poll(() => changes.at(-1)).toMatchObject({ changed: [], removed: ['early'] });
    ended.abort();
    await keeping;
  });

  test('a clock that is years ahead does not empty the bin, nor does it before a service has told the time', async () => {
    const { order, store, clock, service } = await start('a');
    await order.arrange([{ conversationId: 'a', isInBin: true }]);
    const ended = new AbortController();
    const now = clock.now();
    service.time = undefined;
    clock.advance(1000 * day);
    const unknown = clock.asleep(day / 24);
    const keeping = order.keepBin(ended.signal);
    await unknown;
    service.time = now;
    const known = clock.asleep(day);
    clock.advance(day / 24);
    await known;
    await expect(store.find({ conversationIds: ['a'] })).resolves.toHaveLength(1);
    ended.abort();
    await keeping;
  });

  test('a folder that is deleted is gone in every window, with where its conversations are now', async () => {
    const { order, changes } = await start('a');
    await order.saveFolder({ id: 'f', name: 'Work', isCollapsed: false });
    await order.deleteFolder('f');
    expect(changes).toEqual([
      { kind: 'folders', folders: [{ id: 'f', name: 'Work', isCollapsed: false }] },
      { kind: 'folders', folders: [] },
      { kind: 'everything' },
    ]);
  });
});
