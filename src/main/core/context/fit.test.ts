import { describe, expect, it } from 'vitest';
import { type CountedMessage, fitBranch } from './fit.ts';

/** Questions and answers in turn, of so many tokens each: `q0 a0 q1 a1 …`, a question last. */
function branch(...tokens: readonly number[]): CountedMessage[] {
  return tokens.map((count, index) => ({
    id: `${index % 2 === 0 ? 'q' : 'a'}${Math.floor(index / 2)}`,
    role: index % 2 === 0 ? 'user' : 'assistant',
    tokens: count,
  }));
}

describe('fitBranch', () => {
  it('shortens nothing that fits to the last token', () => {
    const input = { limit: 1000, fixedTokens: 100, messages: branch(300, 300, 300) };
    expect(fitBranch(input)).toEqual({ kind: 'fits', from: 0, tokens: 1000 });
    expect(fitBranch({ ...input, fixedTokens: 101 })).toMatchObject({ kind: 'shorten' });
  });

  it('never parts a question from its answer, nor leaves the last question out', () => {
    for (let limit = 100; limit < 2000; limit += 7) {
      const messages = branch(50, 400, 30, 300, 20, 200, 90);
      const fit = fitBranch({ limit, fixedTokens: 0, messages });
      if (fit.kind === 'too-long') throw new Error('the question is 90 tokens long');
      expect(messages[fit.from]?.role).toBe('user');
      expect(fit.from).toBeLessThan(messages.length);
    }
  });

  it('leaves room for many turns where it shortens, so that not every turn needs a summary', () => {
    const fit = fitBranch({ limit: 8000, fixedTokens: 0, messages: branch(...Array<number>(21).fill(500)) });
    expect(fit).toEqual({ kind: 'shorten', from: 14, room: 1000, tokens: 3500 });
  });

  it('goes on with the summary that is there while what follows it fits', () => {
    const messages = branch(...Array<number>(21).fill(500));
    const input = { limit: 8000, fixedTokens: 0, messages, summary: { upToId: 'a6', tokens: 900 } };
    expect(fitBranch(input)).toEqual({ kind: 'fits', from: 14, tokens: 4400 });
  });

  it('makes the summary grow when what follows it no longer fits', () => {
    const messages = branch(...Array<number>(33).fill(500));
    const input = { limit: 8000, fixedTokens: 0, messages, summary: { upToId: 'a6', tokens: 900 } };
    expect(fitBranch(input)).toMatchObject({ kind: 'shorten', from: 26 });
  });

  it('sends all of it again to a model that can read all of it', () => {
    const messages = branch(...Array<number>(21).fill(500));
    const input = { limit: 100_000, fixedTokens: 0, messages, summary: { upToId: 'a6', tokens: 900 } };
    expect(fitBranch(input)).toMatchObject({ kind: 'fits', from: 0 });
  });

  it('ignores a summary that stands for messages of another branch', () => {
    const input = { limit: 900, fixedTokens: 0, messages: branch(500, 500, 100), summary: { upToId: 'x', tokens: 9 } };
    expect(fitBranch(input)).toMatchObject({ kind: 'shorten', from: 2 });
  });

  it('makes one summary shorter that a smaller model cannot read, and parts with no question for it', () => {
    const input = {
      limit: 1000,
      fixedTokens: 0,
      messages: branch(50, 50, 300),
      summary: { upToId: 'a0', tokens: 1900 },
    };
    expect(fitBranch({ ...input, messages: branch(900, 900, 300) })).toMatchObject({ kind: 'shorten', from: 2 });
  });

  it('asks for no summary where it would push the question out', () => {
    expect(fitBranch({ limit: 1000, fixedTokens: 0, messages: branch(500, 500, 990) })).toEqual({
      kind: 'shorten',
      from: 2,
      room: 0,
      tokens: 990,
    });
  });

  it('never passes the end of a branch off as all of it, though it would fit', () => {
    const input = { limit: 1000, fixedTokens: 0, messages: branch(100, 100, 100), isWhole: false };
    expect(fitBranch(input)).toMatchObject({ kind: 'shorten', from: 0 });
    const summary = { upToId: 'q0', tokens: 50 };
    expect(fitBranch({ ...input, summary })).toMatchObject({ kind: 'fits', from: 1, tokens: 250 });
  });

  it('says by how much a question alone is too long, the instructions counted', () => {
    const input = { limit: 1000, fixedTokens: 300, messages: branch(10, 10, 701) };
    expect(fitBranch(input)).toEqual({ kind: 'too-long', over: 1 });
  });
});
