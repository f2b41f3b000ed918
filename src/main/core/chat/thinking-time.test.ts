import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fakes.ts';
import { sendClosing, sendDelta, sendEvent, sendOpening, startEvents } from '../testing/model-server.ts';
import { secretQuestion, startAnswer } from '../testing/start-answer.ts';
import { ThinkingTime } from './thinking-time.ts';

function reason(response: ServerResponse, delta: string): void {
  const place = { item_id: 'rs_1', output_index: 0, summary_index: 0 };
  const item = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'x' };
  sendEvent(response, { type: 'response.output_item.added', output_index: 0, item });
  sendEvent(response, { type: 'response.reasoning_summary_part.added', ...place });
  sendEvent(response, { type: 'response.reasoning_summary_text.delta', ...place, delta });
  sendEvent(response, { type: 'response.reasoning_summary_part.done', ...place });
  sendEvent(response, { type: 'response.output_item.done', output_index: 0, item });
}

describe('the time of thinking', () => {
  it('adds up what lies apart, and counts nothing twice', () => {
    const clock = new FakeClock();
    const thinking = new ThinkingTime(clock);
    const pass = (type: 'reasoning-start' | 'reasoning-end', milliseconds: number) => {
      clock.advance(milliseconds);
      return thinking.see({ type, id: 'r' });
    };
    expect(thinking.metadata).toEqual({});
    pass('reasoning-start', 500);
    pass('reasoning-start', 1000);
    expect(pass('reasoning-end', 1000)).toBe(false);
    expect(pass('reasoning-end', 1000)).toBe(true);
    pass('reasoning-start', 7000);
    expect(pass('reasoning-end', 100)).toBe(true);
    expect(pass('reasoning-end', 100)).toBe(false);
    expect(thinking.metadata).toEqual({ thoughtMilliseconds: 3100 });
  });

  it('is kept with the answer and its summary, neither of which is sent back as the answer’s text', async () => {
    const { run, saved, items } = await startAnswer(
      (response) => {
        startEvents(response);
        reason(response, '**Weighing** the options');
        sendOpening(response);
        sendDelta(response, 'Yes.');
        sendClosing(response);
      },
      { traits: { abilities: ['reasoning'], reasoningEfforts: ['low'] } },
    );
    const { metadata, parts } = await run;
    expect(metadata.thoughtMilliseconds).toBeTypeOf('number');
    expect(parts.filter(({ type }) => type !== 'step-start')).toEqual([
      { type: 'reasoning', text: '**Weighing** the options', state: 'done' },
      { type: 'text', text: 'Yes.', state: 'done' },
    ]);
    expect(saved.at(-1)?.metadata.thoughtMilliseconds).toBe(metadata.thoughtMilliseconds);
    // Told while the answer still goes on.
    const told = items.findIndex(({ chunk }) => JSON.stringify(chunk).includes('thoughtMilliseconds'));
    expect(told).toBeLessThan(items.findIndex(({ chunk }) => chunk.type === 'text-delta'));
  });

  it('sends no earlier reasoning to the model again', async () => {
    const { run, requests } = await startAnswer(
      (response) => {
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'Yes.');
        sendClosing(response);
      },
      {
        messages: [
          { id: 'q1', role: 'user', parts: [{ type: 'text', text: 'One' }], metadata: { createdAt: 1 } },
          {
            id: 'a1',
            role: 'assistant',
            parts: [
              { type: 'reasoning', text: 'Thoughts of then' },
              { type: 'text', text: 'Two' },
            ],
            metadata: { createdAt: 1, status: 'complete' },
          },
          { id: 'q2', role: 'user', parts: [{ type: 'text', text: secretQuestion }], metadata: { createdAt: 1 } },
        ],
      },
    );
    await run;
    expect(JSON.stringify(requests[0]?.body)).toContain('Two');
    expect(JSON.stringify(requests[0]?.body)).not.toContain('Thoughts of then');
  });
});
