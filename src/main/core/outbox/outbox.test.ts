import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { AnswerStatus, Message } from '../../../shared/model/message.ts';
import type { OutboxState, WaitingMessage } from '../../../shared/model/outbox.ts';
import type { SaveWaiting } from '../history/outbox-store.ts';
import { FakeClock, MemoryLog } from '../testing/fakes.ts';
import { Outbox } from './outbox.ts';

const conversationId = 'c';

/** Conversations in memory, whose answers end as a test says. */
class World {
  readonly sent: string[] = [];
  readonly stored = new Map<string, SaveWaiting>();
  readonly told: OutboxState[] = [];
  readonly clock = new FakeClock();
  isOnline = true;
  isReachable = true;
  mayUse = true;
  isBusy = false;
  isThere = true;
  status: AnswerStatus = 'complete';
  refusal: AppError | undefined;
  /** Thrown by what has sent a message all the same. */
  failure: AppError | undefined;
  mayBeAutomatic = true;
  /** Called while the network is looked for. */
  onReach = () => {};
  readonly #closed = new AbortController();

  async open(): Promise<Outbox> {
    const outbox = new Outbox({
      store: {
        waiting: async () =>
          [...this.stored.values()].toSorted((a, b) => a.position - b.position).map(({ message }) => message),
        saveWaiting: async (input) => void this.stored.set(input.message.id, input),
        deleteWaiting: async ({ messageId }) => void this.stored.delete(messageId),
      },
      tray: { attachments: () => [], release: () => undefined },
      conversations: {
        prepare: async () => undefined,
        isTemporary: () => false,
        isOpen: async () => this.isThere,
        isBusy: () => this.isBusy,
        open: async () => ({ messages: [this.#answer], compared: [] }),
        assistant: () => Promise.reject(new AppError('assistant-missing')),
        send: async ({ id }: WaitingMessage) => {
          if (this.refusal !== undefined) throw this.refusal;
          // As the store does, in the transaction of the turn.
          this.stored.delete(id);
          this.sent.push(id);
          if (this.failure !== undefined) throw this.failure;
          this.isBusy = true;
        },
        onChange: () => undefined,
      },
      gates: {
        isOnline: () => this.isOnline,
        mayUse: async () => this.mayUse,
        isReachable: async () => {
          this.onReach();
          return this.isReachable;
        },
      },
      mayBeAutomatic: this.mayBeAutomatic,
      clock: this.clock,
      log: new MemoryLog(),
      signal: this.#closed.signal,
      onChange: (state) => this.told.push(state),
      onSent: () => undefined,
    });
    onTestFinished(async () => {
      this.#closed.abort();
      await outbox.close();
    });
    await outbox.load();
    return outbox;
  }

  get #answer(): Message {
    return { id: 'a', role: 'assistant', parts: [], metadata: { createdAt: 1, status: this.status } };
  }
}

const add = (outbox: Outbox, messageId: string) =>
  outbox.add({ conversationId, messageId, text: messageId, deploymentIds: ['everyday'] });
const states = (outbox: Outbox) => outbox.state.messages.map(({ id, state }) => [id, state.kind]);

/** The answer that runs comes to its end. */
async function answerEnds(world: World, outbox: Outbox, status: AnswerStatus = 'complete') {
  world.isBusy = false;
  world.status = status;
  outbox.look();
}

describe('a message that waits for the network', () => {
  test('is not sent without one, and once when it comes back, however often it flaps', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    await add(outbox, '1');
    expect(states(outbox)).toEqual([['1', 'network']]);
    world.isOnline = true;
    for (const isOnline of [true, false, true, false, true, true]) outbox.tellNetwork(isOnline);
    await expect.poll(() => world.sent).toEqual(['1']);
    expect(outbox.state.messages).toEqual([]);
    outbox.tellNetwork(false);
    outbox.tellNetwork(true);
    await answerEnds(world, outbox);
    expect(world.sent).toEqual(['1']);
  });

  test('does not go into a network that leads nowhere, and is tried again by itself', async () => {
    const world = new World();
    world.isOnline = false;
    world.isReachable = false;
    const outbox = await world.open();
    const asleep = world.clock.asleep(5000);
    await add(outbox, '1');
    world.isOnline = true;
    await asleep;
    const asleepAgain = world.clock.asleep(10_000);
    world.clock.advance(5000);
    await asleepAgain;
    expect(world.sent).toEqual([]);
    world.isReachable = true;
    world.clock.advance(10_000);
    await expect.poll(() => world.sent).toEqual(['1']);
  });

  test('goes in order, one answer after the other, and the rest stays where one answer fails', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    for (const id of ['1', '2', '3']) await add(outbox, id);
    await outbox.move('3', 'earlier');
    world.isOnline = true;
    outbox.tellNetwork(true);
    await expect.poll(() => world.sent).toEqual(['1']);
    await answerEnds(world, outbox);
    await expect.poll(() => world.sent).toEqual(['1', '3']);
    await answerEnds(world, outbox, 'failed');
    await expect.poll(() => states(outbox)).toEqual([['2', 'held']]);
    world.isBusy = false;
    await outbox.sendNow('2');
    expect(world.sent).toEqual(['1', '3', '2']);
  });

  test('stays where the person or policy does not want it sent by itself', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    await add(outbox, '1');
    await outbox.setAutomatic('1', false);
    world.isOnline = true;
    outbox.tellNetwork(true);
    await outbox.setAutomatic('1', false);
    expect(world.sent).toEqual([]);
    const strict = new World();
    strict.mayBeAutomatic = false;
    strict.isOnline = false;
    const held = await strict.open();
    await add(held, '1');
    await held.setAutomatic('1', true);
    expect(held.state.messages).toMatchObject([{ isAutomatic: false }]);
  });

  test('is not sent for somebody whom the gate does not let in any more', async () => {
    const world = new World();
    world.isOnline = false;
    world.mayUse = false;
    const outbox = await world.open();
    await add(outbox, '1');
    world.isOnline = true;
    outbox.tellNetwork(true);
    await expect.poll(() => world.told.length).toBeGreaterThan(1);
    await outbox.setAutomatic('1', true);
    expect(world.sent).toEqual([]);
    expect(states(outbox)).toEqual([['1', 'network']]);
  });

  test('says why it cannot be sent any more, and is not tried again by itself', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    await add(outbox, '1');
    world.refusal = new AppError('deployment-not-found');
    world.isOnline = true;
    outbox.tellNetwork(true);
    await expect
      .poll(() => outbox.state.messages)
      .toMatchObject([{ state: { kind: 'refused', error: { code: 'deployment-not-found' } } }]);
    world.refusal = undefined;
    outbox.tellNetwork(true);
    expect(world.sent).toEqual([]);
    expect(await outbox.remove('1', false)).toBe(true);
    expect(world.stored.size).toBe(0);
  });

  test('is not sent into a conversation that is in the bin or gone', async () => {
    const world = new World();
    world.isOnline = false;
    world.isThere = false;
    const outbox = await world.open();
    await add(outbox, '1');
    world.isOnline = true;
    outbox.tellNetwork(true);
    outbox.forget(conversationId);
    expect(outbox.state.messages).toEqual([]);
    expect(world.sent).toEqual([]);
  });
});

describe('a message whose sending does not go smoothly', () => {
  test('is not sent again where storage dies once it has it, and nobody is shown that it waits', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    await add(outbox, '1');
    world.failure = new AppError('history-unavailable');
    world.isOnline = true;
    outbox.tellNetwork(true);
    await expect.poll(() => outbox.state.messages).toEqual([]);
    outbox.tellNetwork(true);
    expect(world.sent).toEqual(['1']);
  });

  test('is not sent into a conversation that went to the bin while the network was looked for', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    await add(outbox, '1');
    world.onReach = () => (world.isThere = false);
    world.isOnline = true;
    outbox.tellNetwork(true);
    await outbox.setAutomatic('1', true);
    expect(world.sent).toEqual([]);
    expect(states(outbox)).toEqual([['1', 'network']]);
  });

  test('stands where it stood after a restart, though one before it was sent and it was changed', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    for (const id of ['1', '2', '3']) await add(outbox, id);
    await outbox.move('3', 'earlier');
    await outbox.remove('1', false);
    await outbox.setAutomatic('2', false);
    const next = await world.open();
    expect(next.state.messages.map(({ id }) => id)).toEqual(['3', '2']);
    expect(new Set([...world.stored.values()].map(({ position }) => position)).size).toBe(2);
  });

  test('waits for the person where they sign out before the network is back', async () => {
    const world = new World();
    world.isOnline = false;
    const outbox = await world.open();
    await add(outbox, '1');
    await outbox.hold();
    world.isOnline = true;
    const next = await world.open();
    await next.setAutomatic('1', false);
    expect(world.sent).toEqual([]);
    await next.sendNow('1');
    expect(world.sent).toEqual(['1']);
  });
});

describe('a message that waits for an answer', () => {
  test('is sent when it ends well, is held when it was stopped, and survives a restart', async () => {
    const world = new World();
    world.isBusy = true;
    const outbox = await world.open();
    await add(outbox, '1');
    await add(outbox, '2');
    expect(states(outbox)).toEqual([
      ['1', 'answer'],
      ['2', 'answer'],
    ]);
    await answerEnds(world, outbox);
    await expect.poll(() => world.sent).toEqual(['1']);
    // Parley is killed while the answer to it streams.
    world.isBusy = false;
    world.status = 'interrupted';
    const next = await world.open();
    await expect.poll(() => states(next)).toEqual([['2', 'held']]);
    expect(world.sent).toEqual(['1']);
  });
});
