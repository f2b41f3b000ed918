import { createAzure } from '@ai-sdk/azure';
import { APICallError, generateText, streamText } from 'ai';
import type { ModelMessage } from 'ai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { modelScope } from '../testing/msal-client.ts';
import { longAnswer } from './long-answer.ts';

/** Everything that a streamed answer consisted of, with the error that ended it, if any. */
interface Transcript {
  text: string;
  reasoning: string;
  finishReason: string | undefined;
  inputTokens: number | undefined;
  error: unknown;
}

describe.each(['responses', 'chat'] as const)('the Azure OpenAI emulator, seen by the AI SDK (%s)', (api) => {
  let emulators: Emulators;

  beforeEach(async () => {
    emulators = await startEmulators();
    emulators.openai.setDelay(0);
  });
  afterEach(() => emulators.close());

  const model = (deployment = api === 'responses' ? 'corp-chat' : 'corp-chat-legacy') => {
    const azure = createAzure({
      baseURL: emulators.openai.endpoint,
      tokenProvider: () => emulators.entra.accessTokenFor('ada', modelScope),
    });
    return api === 'responses' ? azure(deployment) : azure.chat(deployment);
  };
  const options = (messages: ModelMessage[], abortSignal?: AbortSignal) => ({
    model: model(),
    messages,
    maxRetries: 0,
    providerOptions: { azure: { store: false } },
    ...(abortSignal === undefined ? {} : { abortSignal }),
  });
  const ask = async (text: string, abortSignal?: AbortSignal): Promise<Transcript> => {
    const transcript: Transcript = {
      text: '',
      reasoning: '',
      finishReason: undefined,
      inputTokens: undefined,
      error: undefined,
    };
    const result = streamText({
      ...options([{ role: 'user', content: text }], abortSignal),
      // The SDK's own handler would print the whole request, prompt included.
      onError: () => undefined,
    });
    try {
      for await (const part of result.stream) {
        if (part.type === 'text-delta') transcript.text += part.text;
        if (part.type === 'reasoning-delta') transcript.reasoning += part.text;
        if (part.type === 'error') transcript.error = part.error;
        if (part.type === 'finish') {
          transcript.finishReason = part.finishReason;
          transcript.inputTokens = part.totalUsage.inputTokens;
        }
      }
    } catch (error) {
      transcript.error = error;
    }
    return transcript;
  };

  test('streams a whole answer with usage', async () => {
    const transcript = await ask('Tell me something long');
    expect(transcript).toMatchObject({ text: longAnswer(), finishReason: 'stop', error: undefined });
    expect(transcript.inputTokens).toBeGreaterThan(0);
  });

  test('answers without a stream as well, and says how much history it was sent', async () => {
    const { text, usage } = await generateText(
      options([
        { role: 'user', content: 'Who was first?' },
        { role: 'assistant', content: [{ type: 'text', text: 'Ada.' }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And then?\nReally?' },
            { type: 'file', data: new Uint8Array([0x89, 0x50, 0x4e, 0x47]), mediaType: 'image/png' },
          ],
        },
      ]),
    );
    expect(text).toContain('> And then?\n> Really?');
    expect(text).toContain('**3 messages**');
    expect(text).toContain('`image`');
    expect(usage.outputTokens).toBeGreaterThan(0);
  });

  test('a title request gets a short title and leaves scripts for the real question', async () => {
    emulators.openai.next({ kind: 'error', status: 500, code: 'server_error', message: 'down' });
    const { text } = await generateText({
      ...options([{ role: 'user', content: 'please, could you explain to me how tides work?' }]),
      instructions: 'Write a short title for this conversation.',
    });
    expect(text).toBe('Please could you explain to me');
    expect((await ask('hello')).error).toMatchObject({ statusCode: 500 });
  });

  test('errors keep status, code and headers', async () => {
    const headers = { 'retry-after': '7' };
    emulators.openai.next({ kind: 'error', status: 429, code: 'RateLimitReached', message: 'Slow down.', headers });
    const { error } = await ask('hello');
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 429, message: 'Slow down.' });
    expect((error as APICallError).responseHeaders).toMatchObject({
      'retry-after': '7',
      'apim-request-id': expect.any(String) as string,
      'x-ms-region': 'Sweden Central',
    });
  });

  test('a claims challenge can be decoded from the header', async () => {
    const claims = { access_token: { nbf: { essential: true, value: '1' } } };
    emulators.openai.next({ kind: 'unauthorized-claims', claims });
    const { error } = await ask('hello');
    const header = (error as APICallError).responseHeaders?.['www-authenticate'] ?? '';
    const encoded = /error="insufficient_claims", claims="([^"]+)"/.exec(header)?.[1] ?? '';
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toEqual(claims);
  });

  test('a cut connection leaves the partial text and an error', async () => {
    emulators.openai.next({ kind: 'cut', afterDeltas: 2 });
    const { text, error, finishReason } = await ask('hello');
    expect(text).toMatch(/^Hello! I am/);
    expect(APICallError.isInstance(error)).toBe(true);
    expect(finishReason).toBeUndefined();
    await emulators.openai.requests[0]?.settled;
    expect(emulators.openai.requests[0]?.aborted).toBe(false);
  });

  test.each([0, 3])(
    'a stall after %i deltas lasts until the client leaves, and is recorded as left',
    async (afterDeltas) => {
      emulators.openai.next({ kind: 'stall', afterDeltas });
      const controller = new AbortController();
      const arrived = emulators.openai.nextRequest();
      const asking = ask('hello', controller.signal);
      const request = await arrived;
      controller.abort();
      await asking;
      await request.settled;
      expect(request.aborted).toBe(true);
    },
  );

  test('an error in the middle of a stream reaches the client as the service wrote it', async () => {
    emulators.openai.next({ kind: 'failed', afterDeltas: 2, code: 'server_error', message: 'The model broke.' });
    const { text, error } = await ask('hello');
    expect(text).toMatch(/^Hello! I am/);
    expect(JSON.stringify(error)).toContain('The model broke.');
  });

  test('the content filter stops a prompt with 400, and an answer with its own finish reason', async () => {
    emulators.openai.next({ kind: 'content-filter', where: 'input' });
    const refused = await ask('hello');
    expect(refused.error).toMatchObject({ statusCode: 400 });
    expect((refused.error as APICallError).responseBody).toContain(
      api === 'responses' ? '"content_filters":[{"blocked":true' : 'ResponsibleAIPolicyViolation',
    );

    emulators.openai.next({ kind: 'content-filter', where: 'output' });
    expect(await ask('hello')).toMatchObject({ finishReason: 'content-filter', error: undefined });
  });

  test('garbage and a proxy page are errors, not empty answers', async () => {
    emulators.openai.next({ kind: 'garbage' });
    expect((await ask('hello')).error).toBeDefined();
    emulators.openai.next({ kind: 'html', status: 200 });
    const page = await ask('hello');
    expect(page.text).toBe('');
    expect(page.finishReason).not.toBe('stop');
  });

  test('a scripted text arrives unit for unit in the chunks that were asked for', async () => {
    const text = 'äöü 😀\n\n```ts\nconst a = 1;\n```\n'.repeat(40);
    emulators.openai.next({ kind: 'text', text, chunkSize: 7 });
    expect((await ask('hello')).text).toBe(text);
  });

  test('a held stream does nothing by itself, and notices when the client stops', async () => {
    const held = emulators.openai.hold();
    const controller = new AbortController();
    const result = streamText({
      ...options([{ role: 'user', content: 'hello' }], controller.signal),
      onError: () => undefined,
    });
    const reader = result.textStream[Symbol.asyncIterator]();
    const first = reader.next();
    await held.started;
    held.send('one');
    expect((await first).value).toBe('one');
    const second = reader.next();
    held.send(' two');
    expect((await second).value).toBe(' two');
    controller.abort();
    await held.closed;
    expect(emulators.openai.requests[0]?.aborted).toBe(true);
  });

  test('a held stream can be finished', async () => {
    const held = emulators.openai.hold();
    held.send('early, ');
    const asking = ask('hello');
    await held.started;
    held.send('late');
    held.finish();
    expect(await asking).toMatchObject({ text: 'early, late', finishReason: 'stop', error: undefined });
  });
});

test('a reasoning summary comes before the text of the responses API', async () => {
  const emulators = await startEmulators();
  try {
    emulators.openai.next({ kind: 'text', text: 'Because.', reasoning: 'Think first.', deltaDelayMs: 0 });
    const azure = createAzure({
      baseURL: emulators.openai.endpoint,
      tokenProvider: () => emulators.entra.accessTokenFor('ada', modelScope),
    });
    const result = streamText({
      model: azure('corp-chat'),
      prompt: 'why?',
      providerOptions: { azure: { store: false, forceReasoning: true, reasoningSummary: 'detailed' } },
    });
    expect(await result.text).toBe('Because.');
    expect((await result.finalStep).reasoningText).toBe('Think first.');
    expect((await result.usage).outputTokenDetails.reasoningTokens).toBe(3);
  } finally {
    await emulators.close();
  }
});
