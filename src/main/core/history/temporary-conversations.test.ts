import { readdir } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TemporaryRule } from '../../../shared/model/history.ts';
import { systemClock } from '../../shell/clock.ts';
import { ChildStoreHost } from '../../storage/testing/child-store-host.ts';
import { answer, ids, sampleKey, turn } from '../../storage/testing/samples.ts';
import { MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { memoryHistory, openHistory } from './history-client.ts';
import { historyFiles } from './history-files.ts';
import { TemporaryConversations } from './temporary-conversations.ts';

async function world(rule: TemporaryRule = 'allowed') {
  const folder = await temporaryFolder();
  const storeHost = new ChildStoreHost();
  const ports = { storeHost, clock: systemClock, log: new MemoryLog() };
  const history = await openHistory({
    ...ports,
    file: historyFiles(folder).database,
    key: Buffer.from(sampleKey, 'hex'),
  });
  const memoryHost = new ChildStoreHost();
  const openMemory = () => memoryHistory({ ...ports, storeHost: memoryHost });
  const forgotten: string[] = [];
  const onForget = (id: string) => void forgotten.push(id);
  const temporary = new TemporaryConversations({ history, openMemory, rule, onForget });
  onTestFinished(async () => {
    await temporary.close();
    await history.close();
  });
  return { folder, history, temporary, store: temporary.store, memoryHost, forgotten };
}

describe('a temporary conversation', () => {
  test('is answered and gone on with, and never reaches the file', async () => {
    const { folder, history, temporary, store } = await world();
    await temporary.set('t', true);
    await store.beginTurn(turn('t', '1'));
    await store.saveAnswer({ answer: answer('a1', 'Yes', 'complete') });
    await store.rename({ conversationId: 't', title: 'New', source: 'automatic' });
    const { conversation, messages } = await store.open({ conversationId: 't' });
    expect(conversation.title).toBe('New');
    expect(messages.at(-1)).toEqual(answer('a1', 'Yes', 'complete'));
    await store.beginTurn(turn('t', '2'));
    expect(ids(await store.open({ conversationId: 't' }))).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(await store.list()).toEqual([]);
    await expect(history.open({ conversationId: 't' })).rejects.toMatchObject({ code: 'not-found' });
    expect((await readdir(folder)).toSorted()).toEqual(['history.db', 'history.db-wal']);
  });

  test('does not take the other conversations along', async () => {
    const { history, temporary, store } = await world();
    await store.beginTurn(turn('c', '1'));
    await temporary.set('t', true);
    await store.beginTurn(turn('t', '2'));
    await store.saveAnswer({ answer: answer('a1', 'Kept', 'complete') });
    expect(ids(await history.open({ conversationId: 'c' }))).toEqual(['q1', 'a1']);
    expect((await history.open({ conversationId: 'c' })).messages.at(-1)).toEqual(answer('a1', 'Kept', 'complete'));
  });

  test('is gone with the next one, and its process with the workspace', async () => {
    const { temporary, store, memoryHost, forgotten } = await world();
    await temporary.set('t', true);
    await store.beginTurn(turn('t', '1'));
    await temporary.set('u', true);
    expect(forgotten).toEqual(['t']);
    expect(memoryHost.last.exitCode ?? memoryHost.last.signalCode).not.toBeNull();
    await expect(store.open({ conversationId: 't' })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is not made of a conversation that is there, nor an ordinary one of it', async () => {
    const { temporary, store } = await world();
    await store.beginTurn(turn('c', '1'));
    await expect(temporary.set('c', true)).rejects.toMatchObject({ code: 'invalid-request' });
    await temporary.set('t', true);
    await store.beginTurn(turn('t', '2'));
    await expect(temporary.set('t', false)).rejects.toMatchObject({ code: 'invalid-request' });
    await temporary.set('u', true);
    await temporary.set('u', false);
    await store.beginTurn(turn('u', '3'));
    expect(await store.list()).toHaveLength(2);
  });

  test('is what policy says, whatever the window asks for', async () => {
    const never = await world('off');
    await expect(never.temporary.set('t', true)).rejects.toMatchObject({ code: 'invalid-request' });
    const always = await world('always');
    await always.history.beginTurn(turn('old', '0'));
    for (const id of ['old', 'new']) await always.temporary.prepare(id);
    await always.store.beginTurn(turn('new', '1'));
    await expect(always.temporary.set('new', false)).rejects.toMatchObject({ code: 'invalid-request' });
    expect((await always.history.list()).map(({ id }) => id)).toEqual(['old']);
  });
});
