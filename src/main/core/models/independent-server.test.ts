import { LLMock } from '@copilotkit/aimock';
import { APICallError } from 'ai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askEndpoint, endpointCases } from '../testing/endpoint-forms.ts';

/**
 * A server that others have written: it speaks both APIs and knows Azure's `/openai/deployments/NAME`. It takes any address
 * that ends in `/responses` or `/chat/completions`, so that each test looks at the address that it was asked by.
 */
let server: LLMock;

beforeEach(async () => {
  server = await LLMock.create({ chunkSize: 7 });
});
afterEach(() => server.stop());

describe.each(endpointCases)('$endpoint in $cloud by $api', (given) => {
  const ask = () => askEndpoint(given, server.url, async () => 'the-token');

  it('is asked by another address, or its answer or usage is lost', async () => {
    const usage = { prompt_tokens: 21, completion_tokens: 8, input_tokens: 21, output_tokens: 8, total_tokens: 29 };
    server.onMessage('heron', { content: 'A heron is a bird that stands in water.', usage });
    expect(await ask()).toEqual({
      sent: [given.url],
      text: 'A heron is a bird that stands in water.',
      toolCalls: [],
      errors: [],
      finishReason: 'stop',
      usage: { inputTokens: 21, outputTokens: 8 },
    });
    const [request] = server.getRequests();
    // Where the address does not name the deployment, the body does.
    if (!given.url.includes('/deployments/')) expect(request?.body).toMatchObject({ model: 'corp-chat' });
    expect(request?.headers).toMatchObject({ 'x-ms-client-request-id': 'correlation-1' });
    expect(request?.headers).not.toHaveProperty('api-key');
  });

  it('loses what an error says, or asks once more by itself', async () => {
    server.nextRequestError(429, { message: 'Slow down.', type: 'rate_limit', code: 'rate_limit_exceeded' });
    const { sent, errors } = await ask();
    expect(sent).toHaveLength(1);
    expect(errors).toHaveLength(1);
    expect(APICallError.isInstance(errors[0])).toBe(true);
    expect(errors[0]).toMatchObject({ statusCode: 429, data: { error: { code: 'rate_limit_exceeded' } } });
  });

  it('loses a call of a tool', async () => {
    server.onMessage('heron', { toolCalls: [{ name: 'look', arguments: '{"word":"heron"}' }] });
    expect(await ask()).toMatchObject({
      toolCalls: [{ toolName: 'look', input: { word: 'heron' } }],
      errors: [],
      finishReason: 'tool-calls',
    });
  });
});
