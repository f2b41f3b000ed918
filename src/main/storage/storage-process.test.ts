import { once } from 'node:events';
import { systemClock } from '../shell/clock.ts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type HistoryClient, openHistory } from '../core/history/history-client.ts';
import { ChildStoreHost } from './testing/child-store-host.ts';
import { newDatabaseFile } from './testing/files.ts';
import { answer, sampleKey, turn } from './testing/samples.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const key = Buffer.from(sampleKey, 'hex');

async function start(file: string, storeHost = new ChildStoreHost()) {
  const history: HistoryClient = await openHistory({ clock: systemClock, storeHost, file, key, log });
  onTestFinished(() => history.close());
  return { history, storeHost };
}

describe('the storage process', () => {
  test('killed in the middle of requests it loses nothing that was accepted, and finishes the rest', async () => {
    const { history, storeHost } = await start(await newDatabaseFile());
    const names = Array.from({ length: 60 }, (_, index) => String(index));
    const accepted: string[] = [];
    const turns = names.map(async (name) => {
      await history.beginTurn(turn('c', name));
      accepted.push(name);
      if (name === '5') storeHost.last.kill('SIGKILL');
    });
    await Promise.all(turns);
    expect(storeHost.children).toHaveLength(2);
    expect(accepted).toEqual(names);
    const { messages } = await history.exportMessages({ conversationId: 'c', branch: 'shown', after: 0 });
    const kept = messages.map(({ message }) => message.id);
    expect(kept).toEqual(names.flatMap((name) => [`q${name}`, `a${name}`]));
  });

  test('killed without work it is there for the next request', async () => {
    const { history, storeHost } = await start(await newDatabaseFile());
    await history.beginTurn(turn('c', '1'));
    const exit = once(storeHost.last, 'exit');
    storeHost.last.kill('SIGKILL');
    await exit;
    expect(await history.list()).toHaveLength(1);
  });

  test('a turn that goes on while the process is replaced does not stay interrupted', async () => {
    const { history, storeHost } = await start(await newDatabaseFile());
    await history.beginTurn(turn('c', '1'));
    storeHost.last.kill('SIGKILL');
    await history.saveAnswer({ answer: answer('a1', 'half') });
    const { messages } = await history.open({ conversationId: 'c' });
    expect(messages.at(-1)).toEqual(answer('a1', 'half'));
  });

  test('an answer whose Parley was killed is there, interrupted, at the next start', async () => {
    const file = await newDatabaseFile();
    const { history, storeHost } = await start(file);
    await history.beginTurn(turn('c', '1'));
    await history.saveAnswer({ answer: answer('a1', 'half') });
    // What the end of the main process looks like from here.
    const exit = once(storeHost.last, 'exit');
    storeHost.last.disconnect();
    await exit;

    const next = await start(file);
    const { messages } = await next.history.open({ conversationId: 'c' });
    expect(messages.at(-1)).toEqual(answer('a1', 'half', 'interrupted'));
  });

  test('a second Parley does not share the file, and can have it after the first', async () => {
    const file = await newDatabaseFile();
    const { history } = await start(file);
    const storeHost = new ChildStoreHost();
    await expect(openHistory({ clock: systemClock, storeHost, file, key, log })).rejects.toMatchObject({
      code: 'history-locked',
    });
    expect(storeHost.last.exitCode ?? storeHost.last.signalCode).not.toBeNull();
    await history.beginTurn(turn('c', '1'));
    await history.close();
    const next = await start(file);
    expect(await next.history.list()).toHaveLength(1);
  });

  test('closing leaves no process behind', async () => {
    const { history, storeHost } = await start(await newDatabaseFile());
    await history.close();
    expect(storeHost.last.exitCode ?? storeHost.last.signalCode).not.toBeNull();
  });

  test('an error of the store keeps its code on the way', async () => {
    const { history } = await start(await newDatabaseFile());
    await expect(history.open({ conversationId: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
