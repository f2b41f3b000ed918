import type { UIMessageChunk } from 'ai';
import { describe, expect, it } from 'vitest';
import type { TurnChunk } from '../../../shared/ipc/contract.ts';
import { Turn } from './turn.ts';

const delta = (text: string): UIMessageChunk => ({ type: 'text-delta', id: '0', delta: text });

function follow(turn: Turn) {
  const items: TurnChunk[] = [];
  let ends = 0;
  const close = turn.follow({ item: (item) => items.push(item), end: () => ends++ });
  const text = () => items.map(({ chunk }) => ('delta' in chunk ? String(chunk['delta']) : '')).join('');
  return { items, close, text, ends: () => ends };
}

describe('Turn', () => {
  it('tells a window that joins late everything, once, and then goes on live', () => {
    const turn = new Turn('t', 'c');
    const early = follow(turn);
    turn.publish({ type: 'start' });
    for (const letter of 'abc') turn.publish(delta(letter));
    const late = follow(turn);
    for (const letter of 'def') turn.publish(delta(letter));
    turn.end();
    expect(early.text()).toBe('abcdef');
    expect(late.text()).toBe('abcdef');
    expect(late.items.map(({ sequence }) => sequence)).toEqual(late.items.map((_item, index) => index));
    expect([early.ends(), late.ends()]).toEqual([1, 1]);
  });

  it('replays joined deltas, so that a long answer is not replayed token by token', () => {
    const turn = new Turn('t', 'c');
    for (let count = 0; count < 1000; count++) turn.publish(delta('x'));
    expect(follow(turn).items).toHaveLength(1);
  });

  it('ends at once for a window that comes after the end', () => {
    const turn = new Turn('t', 'c');
    turn.publish(delta('all of it'));
    turn.end();
    const late = follow(turn);
    expect([late.text(), late.ends()]).toEqual(['all of it', 1]);
  });

  it('tells a window that left nothing more', () => {
    const turn = new Turn('t', 'c');
    const window = follow(turn);
    window.close();
    turn.publish(delta('x'));
    turn.end();
    expect([window.text(), window.ends()]).toEqual(['', 0]);
  });
});
