import { describe, expect, it } from 'vitest';
import type { ChildProcess, ProcessHost } from '../ports.ts';
import { FakeClock, MemoryLog } from '../testing/fakes.ts';
import { TokenCounter } from './token-counter.ts';
import type { CountRequest } from './token-protocol.ts';

const never = new AbortController().signal;

/** Processes that a test answers for. */
class FakeTokenHost implements ProcessHost {
  readonly asked: CountRequest[] = [];
  readonly running = new Set<ChildProcess>();
  started = 0;
  answers = true;
  #tell: (message: unknown) => void = () => {};
  #exit: (code: number | null) => void = () => {};

  start(): ChildProcess {
    this.started += 1;
    const child: ChildProcess = {
      post: (message) => {
        const request = message as CountRequest;
        this.asked.push(request);
        if (this.answers) this.tell({ id: request.id, tokens: request.text.length });
      },
      onMessage: (listener) => (this.#tell = listener),
      onExit: (listener) => (this.#exit = listener),
      kill: () => void this.running.delete(child),
    };
    this.running.add(child);
    return child;
  }

  tell(message: unknown): void {
    this.#tell(message);
  }

  die(): void {
    this.running.clear();
    this.#exit(1);
  }
}

function start() {
  const tokenHost = new FakeTokenHost();
  const clock = new FakeClock();
  const log = new MemoryLog();
  return { tokenHost, clock, log, counter: new TokenCounter({ tokenHost, clock, log }) };
}

describe('TokenCounter', () => {
  it('counts a text once, whoever asks again', async () => {
    const { counter, tokenHost } = start();
    await expect(counter.count(['one', '', 'seven'], never)).resolves.toEqual([3, 0, 5]);
    await expect(counter.count(['seven', 'one'], never)).resolves.toEqual([5, 3]);
    expect(tokenHost.asked.map(({ text }) => text)).toEqual(['one', 'seven']);
  });

  it('starts no process for a conversation that never needs one', () => {
    expect(start().tokenHost.started).toBe(0);
  });

  it('estimates what takes too long, and does not wait for it again', async () => {
    const { counter, tokenHost, clock, log } = start();
    tokenHost.answers = false;
    const counts = counter.count(['x'.repeat(300)], never);
    clock.advance(5_000);
    await expect(counts).resolves.toEqual([100]);
    expect(tokenHost.running.size).toBe(0);
    expect(log.lines.join()).toContain('"reason":"deadline"');
    await expect(counter.count(['x'.repeat(300)], never)).resolves.toEqual([100]);
    expect(tokenHost.started).toBe(1);
  });

  it('estimates where the process dies, and starts another one for the next text', async () => {
    const { counter, tokenHost } = start();
    tokenHost.answers = false;
    const counts = counter.count(['x'.repeat(30)], never);
    tokenHost.die();
    await expect(counts).resolves.toEqual([10]);
    tokenHost.answers = true;
    await expect(counter.count(['four'], never)).resolves.toEqual([4]);
    expect(tokenHost.started).toBe(2);
  });

  it('takes no nonsense for a count', async () => {
    const { counter, tokenHost, clock } = start();
    tokenHost.answers = false;
    const counts = counter.count(['x'.repeat(30)], never);
    for (const message of [null, 'x', { id: 1, tokens: -1 }, { id: 1, tokens: 1.5 }, { id: 1 }, { id: 9, tokens: 1 }]) {
      tokenHost.tell(message);
    }
    clock.advance(5_000);
    await expect(counts).resolves.toEqual([10]);
  });

  it('keeps no process alive that nobody asks', async () => {
    const { counter, tokenHost, clock } = start();
    await counter.count(['one'], never);
    expect(tokenHost.running.size).toBe(1);
    clock.advance(60_000);
    await new Promise((resolve) => void setImmediate(resolve));
    expect(tokenHost.running.size).toBe(0);
  });

  it('does not hash and post a long branch at one go, which main would stand still for, and stops between', async () => {
    const { counter, tokenHost } = start();
    const texts = Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(50_000)}`);
    const stop = new AbortController();
    const counts = counter.count(texts, stop.signal);
    const atOnce = tokenHost.asked.length;
    expect(atOnce).toBeGreaterThan(0);
    expect(atOnce).toBeLessThan(10);
    stop.abort('stopped');
    await expect(counts).rejects.toBe('stopped');
    expect(tokenHost.asked).toHaveLength(atOnce);
    await expect(counter.count(texts, never)).resolves.toHaveLength(40);
    expect(tokenHost.asked).toHaveLength(40);
  });

  it('lets a stopped turn go at once', async () => {
    const { counter, tokenHost } = start();
    tokenHost.answers = false;
    const stop = new AbortController();
    const counts = counter.count(['one'], stop.signal);
    stop.abort('stopped');
    await expect(counts).rejects.toBe('stopped');
  });
});
