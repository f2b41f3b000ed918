import { createAzure } from '@ai-sdk/azure';
import { jsonSchema, streamText, tool } from 'ai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createModelClient, eventsOf } from '../testing/model-client.ts';
import { modelScope } from '../testing/msal-client.ts';

describe.each(['responses', 'chat'] as const)('answers of the emulated models, seen by the AI SDK (%s)', (api) => {
  let emulators: Emulators;

  beforeEach(async () => {
    emulators = await startEmulators();
    emulators.openai.setDelay(0);
  });
  afterEach(() => emulators.close());

  const start = (deployment = 'corp-chat', options: Record<string, string | boolean> = {}) => {
    const azure = createAzure({
      baseURL: emulators.openai.endpoint,
      tokenProvider: () => emulators.entra.accessTokenFor('ada', modelScope),
    });
    return streamText({
      model: api === 'responses' ? azure(deployment) : azure.chat(deployment),
      prompt: 'Look it up',
      maxRetries: 0,
      stopWhen: ({ steps }) => steps.length === 2,
      tools: {
        look: tool({
          inputSchema: jsonSchema<{ word: string }>({ type: 'object', properties: { word: { type: 'string' } } }),
          execute: ({ word }) => `${word} is a word.`,
        }),
      },
      providerOptions: { azure: { store: false, ...options } },
      onError: () => undefined,
    });
  };

  test('a tool is called wrongly, or its result is lost', async () => {
    emulators.openai.next({ kind: 'tool-call', name: 'look', arguments: { word: 'heron' }, text: 'Wait.' });
    const result = start();
    const steps = await result.steps;
    expect(steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
    expect(steps[0]?.text).toBe('Wait.');
    expect(steps[0]?.toolCalls).toMatchObject([{ toolName: 'look', input: { word: 'heron' } }]);
    expect(steps[1]?.text).toContain('> heron is a word.');
    expect(emulators.openai.requests[0]?.modelRequest).toMatchObject({ tools: ['look'], toolResults: [] });
    expect(emulators.openai.requests[1]?.modelRequest?.toolResults).toMatchObject([{ output: 'heron is a word.' }]);
  });

  test('several calls of one turn run into each other', async () => {
    const also = [{ name: 'look', arguments: { word: 'two' } }];
    emulators.openai.next({ kind: 'tool-call', name: 'look', arguments: { word: 'one' }, also });
    const [first, second] = await start().steps;
    expect(first?.toolCalls.map(({ input }) => input)).toEqual([{ word: 'one' }, { word: 'two' }]);
    expect(second?.text).toContain('> one is a word.\n\n> two is a word.');
  });

  test('arguments that are not JSON are mended on the way', async () => {
    emulators.openai.next({ kind: 'tool-call', name: 'look', arguments: '{"word":' });
    const [first] = await start().steps;
    expect(first?.toolCalls).toMatchObject([{ invalid: true }]);
  });

  test('a model that always reasons does not count it', async () => {
    const result = start('corp-deep', { forceReasoning: true, reasoningSummary: 'auto' });
    expect((await result.usage).outputTokenDetails.reasoningTokens).toBeGreaterThan(20);
    const { reasoning } = await result.finalStep;
    expect(reasoning).toMatchObject(
      api === 'chat'
        ? []
        : [
            { text: expect.stringContaining('Reading') as string },
            { text: expect.stringContaining('Answering') as string },
          ],
    );
  });

  test('a summary comes that nobody has asked for', async () => {
    emulators.openai.next({ kind: 'text', text: 'Because.', reasoning: ['One.', 'Two.'] });
    const result = start('corp-chat', { forceReasoning: true });
    expect(await result.text).toBe('Because.');
    expect((await result.finalStep).reasoningText ?? '').toBe('');
    expect((await result.usage).outputTokenDetails.reasoningTokens).toBe(2);
  });

  test('events that nobody knows end the stream', async () => {
    emulators.openai.next({ kind: 'text', text: 'All is well.', hasUnknownEvents: true });
    const result = start();
    expect(await result.text).toBe('All is well.');
    expect(await result.finishReason).toBe('stop');
  });

  test('a delta of megabytes is cut into small ones', async () => {
    const text = 'x'.repeat(3_000_000);
    emulators.openai.next({ kind: 'text', text, chunkSize: Number.POSITIVE_INFINITY });
    const response = await (await createModelClient(emulators)).ask(api, { stream: true });
    const whole = eventsOf(await response.text());
    const deltas = whole.filter(
      (event) => JSON.stringify(event).includes('"delta":') && JSON.stringify(event).includes('xxx'),
    );
    expect(deltas).toHaveLength(1);
  });

  test('thousands of deltas a second lose one', async () => {
    const text = Array.from({ length: 500 }, (_, index) => `${index} `).join('');
    emulators.openai.next({ kind: 'text', text, chunkSize: 2, deltasPerSecond: 2000 });
    expect(await start().text).toBe(text);
  });
});
