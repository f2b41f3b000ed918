import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TokenCounter } from '../core/context/token-counter.ts';
import { MemoryLog } from '../core/testing/fakes.ts';
import { systemClock } from '../shell/clock.ts';
import { nodeProcessHost } from '../shell/process-host.ts';

describe('the process that counts tokens', () => {
  it('answers each text with its own count, a long one before a short one too', async () => {
    const tokenHost = nodeProcessHost(process.execPath, path.join(import.meta.dirname, 'index.ts'));
    const counter = new TokenCounter({ tokenHost, clock: systemClock, log: new MemoryLog() });
    onTestFinished(() => counter.close());
    const texts = ['word '.repeat(2_000).trim(), 'one two three', '', 'Grüße, 世界'];
    const counts = await counter.count(texts, new AbortController().signal);
    expect(counts.slice(0, 3)).toEqual([2_000, 3, 0]);
    expect(counts[3]).toBeGreaterThan(2);
  });
});
