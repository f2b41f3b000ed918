import type { UIMessageChunk } from 'ai';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fakes.ts';
import { DeltaJoiner } from './delta-joiner.ts';

const delta = (text: string, id = '0'): UIMessageChunk => ({ type: 'text-delta', id, delta: text });

function joiner() {
  const clock = new FakeClock();
  const chunks: UIMessageChunk[] = [];
  const { signal } = new AbortController();
  const deltas = new DeltaJoiner(clock, (chunk) => chunks.push(chunk));
  return { clock, chunks, flush: () => deltas.flush(), write: (chunk: UIMessageChunk) => deltas.write(chunk, signal) };
}

/** Lets promises that are due run. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('DeltaJoiner', () => {
  it('passes the first delta at once, so that the first token is not held back', () => {
    const { chunks, write } = joiner();
    write(delta('Hel'));
    expect(chunks).toEqual([delta('Hel')]);
  });

  it('joins what comes within one frame and passes it when the frame ends', async () => {
    const { clock, chunks, write } = joiner();
    write(delta('a'));
    write(delta('b'));
    write(delta('c'));
    expect(chunks).toHaveLength(1);
    clock.advance(16);
    await settle();
    expect(chunks).toEqual([delta('a'), delta('bc')]);
  });

  it('keeps the order when another kind of chunk comes', () => {
    const { chunks, write } = joiner();
    write(delta('a'));
    write(delta('b'));
    write({ type: 'text-end', id: '0' });
    expect(chunks).toEqual([delta('a'), delta('b'), { type: 'text-end', id: '0' }]);
  });

  it('does not mix two parts', () => {
    const { chunks, write, flush } = joiner();
    write(delta('a'));
    write(delta('b', '0'));
    write(delta('c', '1'));
    flush();
    expect(chunks).toEqual([delta('a'), delta('b', '0'), delta('c', '1')]);
  });

  it('loses nothing when the turn ends in the middle of a frame', () => {
    const { chunks, write, flush } = joiner();
    for (const letter of 'abcdef') write(delta(letter));
    flush();
    expect(chunks.map((chunk) => ('delta' in chunk ? chunk.delta : '')).join('')).toBe('abcdef');
  });
});
