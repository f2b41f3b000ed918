import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { FakeClock, MemoryLog } from '../testing/fakes.ts';
import type { ChildProcess, ProcessHost } from '../ports.ts';
import { openHistory } from './history-client.ts';
import type { StoreReply, StoreRequest } from './store.ts';

/** A storage process that answers as the test says. */
class FakeStoreProcess implements ChildProcess {
  readonly asked: StoreRequest[] = [];
  killed = false;
  readonly #answer: (request: StoreRequest) => StoreReply | undefined;
  #onMessage: (message: unknown) => void = () => {};
  #onExit: (code: number | null) => void = () => {};

  constructor(answer: (request: StoreRequest) => StoreReply | undefined) {
    this.#answer = answer;
  }

  post(message: unknown): void {
    const request = message as StoreRequest;
    this.asked.push(request);
    const reply = this.#answer(request);
    if (reply !== undefined) this.say(reply);
  }

  say(reply: StoreReply): void {
    queueMicrotask(() => this.#onMessage(reply));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }

  onExit(listener: (code: number | null) => void): void {
    this.#onExit = listener;
  }

  exit(): void {
    this.#onExit(1);
  }

  kill(): void {
    this.killed = true;
    this.exit();
  }
}

class FakeStoreHost implements ProcessHost {
  readonly started: FakeStoreProcess[] = [];
  /** What every process says to a request; undefined is silence. */
  answer: (request: StoreRequest) => StoreReply | undefined = done;

  start(): FakeStoreProcess {
    const process = new FakeStoreProcess((request) => this.answer(request));
    this.started.push(process);
    return process;
  }

  get last(): FakeStoreProcess {
    const process = this.started.at(-1);
    if (process === undefined) throw new Error('no process was started');
    return process;
  }
}

const done = ({ id, method }: StoreRequest): StoreReply => ({ id, ok: true, value: method });
const onlyOpening = (request: StoreRequest) => (request.method === 'openDatabase' ? done(request) : undefined);
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const methods = ({ asked }: FakeStoreProcess) => asked.map(({ method }) => method);

function world() {
  const storeHost = new FakeStoreHost();
  const clock = new FakeClock();
  const log = new MemoryLog();
  const open = (signal?: AbortSignal) =>
    openHistory({ storeHost, file: '/history.db', key: Buffer.alloc(32, 1), log, clock, ...(signal && { signal }) });
  return { storeHost, clock, log, open };
}

describe('the history client', () => {
  test('a process that dies does not lose or reorder what was under way', async () => {
    const { storeHost, open } = world();
    const history = await open();
    storeHost.answer = onlyOpening;
    const work = [
      history.rename({ conversationId: 'a', title: 'A', source: 'person' }),
      history.delete({ conversationIds: ['a'] }),
    ];
    storeHost.answer = done;
    storeHost.last.exit();
    await expect(Promise.all(work)).resolves.toEqual(['rename', 'delete']);
    expect(methods(storeHost.last)).toEqual(['openDatabase', 'rename', 'delete']);
  });

  test('a request that kills every process does not keep the app restarting it', async () => {
    const { storeHost, open } = world();
    const history = await open();
    storeHost.answer = onlyOpening;
    const work = history.open({ conversationId: 'a' });
    storeHost.last.exit();
    await settled();
    storeHost.last.exit();
    await expect(work).rejects.toMatchObject({ code: 'history-unavailable', fields: { reason: 'process-ended' } });
    expect(storeHost.started).toHaveLength(2);
  });

  test('a process that can never start does not loop, and is tried again after a minute', async () => {
    const { storeHost, clock, open } = world();
    storeHost.answer = () => {
      const process = storeHost.last;
      queueMicrotask(() => process.exit());
      return undefined;
    };
    await expect(open()).rejects.toMatchObject({ code: 'history-unavailable' });
    expect(storeHost.started).toHaveLength(4);

    storeHost.answer = done;
    const history = await open();
    for (const attempt of [1, 2, 3, 4]) {
      storeHost.last.exit();
      if (attempt < 4) await history.list();
    }
    await expect(history.list()).rejects.toMatchObject({ code: 'history-unavailable' });
    clock.advance(60_000);
    await expect(history.list()).resolves.toBe('list');
  });

  test('a process that hangs does not hang the window, and the next request gets a new one', async () => {
    const { storeHost, clock, log, open } = world();
    const history = await open();
    storeHost.answer = onlyOpening;
    const work = history.list();
    const hanging = storeHost.last;
    clock.advance(30_000);
    await expect(work).rejects.toMatchObject({ code: 'history-unavailable', fields: { reason: 'deadline' } });
    expect(hanging.killed).toBe(true);
    expect(log.lines.join()).toContain('storage-deadline');
    storeHost.answer = done;
    await expect(history.list()).resolves.toBe('list');
  });

  test('the reason why a file cannot be opened is not lost, and opening can be tried again at once', async () => {
    const { storeHost, open } = world();
    const locked = new AppError('history-locked');
    storeHost.answer = ({ id }) => ({ id, ok: false, error: locked.toData() });
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await expect(open()).rejects.toMatchObject({ code: 'history-locked', correlationId: locked.correlationId });
      expect(storeHost.last.killed).toBe(true);
    }
    storeHost.answer = done;
    await expect(open()).resolves.toBeDefined();
  });

  test('the key is not written to the log', async () => {
    const { log, open, storeHost } = world();
    const history = await open();
    storeHost.last.exit();
    await history.close();
    expect(log.lines).not.toHaveLength(0);
    expect(log.lines.join()).not.toContain('0101');
  });

  test('closing does not overtake a write that is under way', async () => {
    const { storeHost, open } = world();
    const history = await open();
    storeHost.answer = onlyOpening;
    const work = history.delete({ conversationIds: ['a'] });
    const closed = history.close();
    const process = storeHost.last;
    for (const request of process.asked.slice(-2)) process.say(done(request));
    await expect(work).resolves.toBe('delete');
    await closed;
    expect(methods(process)).toEqual(['openDatabase', 'folders', 'delete', 'close']);
    expect(process.killed).toBe(true);
    await expect(history.list()).rejects.toMatchObject({ fields: { reason: 'closed' } });
    expect(storeHost.started).toHaveLength(1);
  });

  test('a process that hangs does not keep the app from quitting', async () => {
    const { storeHost, clock, open } = world();
    const history = await open();
    storeHost.answer = onlyOpening;
    const closed = history.close();
    clock.advance(5_000);
    await closed;
    expect(storeHost.last.killed).toBe(true);
    expect(storeHost.started).toHaveLength(1);
  });

  test('opening that is given up leaves no process and no waiting caller', async () => {
    const { storeHost, clock, open } = world();
    storeHost.answer = () => undefined;
    const controller = new AbortController();
    const opening = open(controller.signal);
    controller.abort(new Error('given up'));
    clock.advance(5_000);
    await expect(opening).rejects.toThrow('given up');
    expect(storeHost.started.every(({ killed }) => killed)).toBe(true);
  });
});
