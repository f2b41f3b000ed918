import { describe, expect, test } from 'vitest';
import { lastWords, nextBatch, pauseAfter, spokenText } from './answer-voice.logic.ts';

describe('the voice of an answer', () => {
  test('speaks words, not the signs of markdown', () => {
    const markdown =
      '## Plan\n\nWe *begin* on **Monday**, see [the list](https://x.example/).\n\n- First\n- Second\n\n```ts\nconst a = 1;\n```\n\n| Ring | When |\n| --- | --- |\n| Pilot | Monday |\n';
    expect(spokenText(markdown).trim()).toBe(
      'Plan\nWe begin on Monday, see the list.\nFirst\nSecond\nCode.\nRing, When\nPilot, Monday',
    );
    expect(spokenText('Look:\n\n```ts\nconst still = ')).toBe('Look:\nCode.\n');
  });

  test('reads no half sentence, and none twice', () => {
    const whole = 'We begin on Monday. Then the sites follow. The rest';
    const first = nextBatch(whole, 0);
    expect(first?.text).toBe('We begin on Monday. Then the sites follow.');
    expect(nextBatch(whole, first?.to ?? 0)).toBeUndefined();
    expect(nextBatch(`${whole} comes last. It`, first?.to ?? 0)?.text).toBe('The rest comes last.');
    expect(nextBatch('', 0)).toBeUndefined();
    expect(nextBatch('One word', 0)).toBeUndefined();
  });

  test('is calm: a few sentences at once, with the time to hear them', () => {
    const long = 'This is a sentence of some words. '.repeat(100);
    const batch = nextBatch(long, 0);
    expect(batch?.text.length).toBeLessThanOrEqual(400);
    expect(pauseAfter(batch)).toBeGreaterThan(20_000);
    expect(pauseAfter(undefined)).toBe(2_000);
    expect(lastWords(long, 0)).toBe('');
    expect(lastWords(long, long.length - 34)).toBe('This is a sentence of some words.');
  });

  test('does not wait for the end of a sentence that is none', () => {
    expect(nextBatch(`${'x'.repeat(5_000)}. And`, 0)?.text).toHaveLength(5_001);
  });
});
