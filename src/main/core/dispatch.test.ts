import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { command, event, type StreamEnd, stream } from '../../shared/ipc/define.ts';
import { createDispatcher } from './dispatch.ts';
import { MemoryLog } from './testing/fakes.ts';

const contract = {
  sums: {
    double: command(z.object({ value: z.number() }), z.number()),
    refuse: command(z.void(), z.void()),
    crash: command(z.void(), z.void()),
    count: stream(z.object({ to: z.number() }), z.number()),
    changed: event(z.number()),
  },
};

function dispatcher() {
  const log = new MemoryLog();
  const calls = createDispatcher(
    contract,
    {
      sums: {
        double: ({ value }) => value * 2,
        refuse: () => {
          throw new AppError('turn-running', { fields: { conversation: 'c' } });
        },
        crash: () => {
          throw new Error('the prompt\n    at which a library quoted');
        },
        count: ({ to }, listener) => {
          for (let item = 0; item < to; item++) listener.item(item);
          listener.end({});
          return () => {};
        },
      },
    },
    log,
  );
  return { calls, log };
}

describe('the dispatcher', () => {
  it('runs the handler that the contract names', async () => {
    await expect(dispatcher().calls.invoke('sums.double', { value: 4 })).resolves.toEqual({ ok: true, value: 8 });
  });

  it.each([
    'sums.nothing',
    'constructor',
    '__proto__',
    'sums.constructor',
    'sums.__proto__',
    'sums.changed',
    'sums.count',
    '',
  ])('refuses a name that is no command: %j', async (name) => {
    const result = await dispatcher().calls.invoke(name, {});
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
  });

  it('refuses input of the wrong shape without repeating it', async () => {
    const { calls, log } = dispatcher();
    const result = await calls.invoke('sums.double', { value: 'a secret' });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'invalid-request', fields: { problem: 'value: invalid_type' } },
    });
    expect(JSON.stringify(result) + log.lines.join()).not.toContain('a secret');
  });

  it('returns an expected failure with its code and fields', async () => {
    const result = await dispatcher().calls.invoke('sums.refuse', undefined);
    expect(result).toMatchObject({ ok: false, error: { code: 'turn-running', fields: { conversation: 'c' } } });
  });

  it('turns a fault into `internal` and logs where it happened, never what its message says', async () => {
    const { calls, log } = dispatcher();
    const result = await calls.invoke('sums.crash', undefined);
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(log.lines.join()).toContain('dispatch.test.ts');
    expect(JSON.stringify(result) + log.lines.join()).not.toContain('prompt');
  });

  it('streams items and ends', () => {
    const items: unknown[] = [];
    const ends: StreamEnd[] = [];
    dispatcher().calls.open(
      'sums.count',
      { to: 3 },
      { item: (item) => items.push(item), end: (end) => ends.push(end) },
    );
    expect(items).toEqual([0, 1, 2]);
    expect(ends).toEqual([{}]);
  });

  it('ends a stream that it refuses, so that nobody waits for it', () => {
    const ends: StreamEnd[] = [];
    dispatcher().calls.open('sums.double', { value: 1 }, { item: () => {}, end: (end) => ends.push(end) });
    expect(ends).toMatchObject([{ error: { code: 'invalid-request' } }]);
  });
});
