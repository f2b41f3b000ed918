import { describe, expect, test } from 'vitest';
import { chatBody, responsesBody } from '../testing/model-client.ts';
import { resourceOfEachTest } from '../testing/resource-of-each-test.ts';

const png = `data:image/png;base64,${Buffer.from('\u0089PNG and more').toString('base64')}`;
const pdf = `data:application/pdf;base64,${Buffer.from('%PDF-1.7 and more').toString('base64')}`;

const responsesContent = [
  { type: 'input_text', text: 'What is this?' },
  { type: 'input_image', image_url: png },
  { type: 'input_file', filename: 'report.pdf', file_data: pdf },
];
const chatContent = [
  { type: 'text', text: 'What is this?' },
  { type: 'image_url', image_url: { url: png, detail: 'high' } },
  { type: 'file', file: { filename: 'report.pdf', file_data: pdf } },
];

describe('what the emulated models are given', () => {
  const resource = resourceOfEachTest();

  const last = () => resource.emulators.openai.requests.at(-1)?.modelRequest;
  const errorOf = async (response: Response): Promise<unknown> => [response.status, await response.json()];
  const saying = (text: string): unknown => ({ error: { message: expect.stringContaining(text) as string } });
  const usageOf = async (response: Response): Promise<Record<string, unknown>> =>
    ((await response.json()) as { usage: Record<string, unknown> }).usage;

  test.each([
    ['responses', { input: [{ role: 'user', content: responsesContent }] }],
    ['chat', { messages: [{ role: 'user', content: chatContent }] }],
  ] as const)('images and files are not on record, or cost nothing (%s)', async (api, body) => {
    const usage = await usageOf(await resource.client.ask(api, body));
    expect(last()?.messages).toEqual([
      {
        role: 'user',
        text: 'What is this?',
        attachments: [
          { kind: 'image', name: undefined, mediaType: 'image/png', bytes: 14 },
          { kind: 'file', name: 'report.pdf', mediaType: 'application/pdf', bytes: 17 },
        ],
      },
    ]);
    expect(usage[api === 'chat' ? 'prompt_tokens' : 'input_tokens']).toBeGreaterThan(765);
  });

  test('images are made although nobody has said by which deployment, which Azure refuses', async () => {
    const body = { ...responsesBody(), tools: [{ type: 'image_generation' }] };
    const url = `${resource.emulators.openai.addresses.v1}/responses`;
    expect((await resource.client.post(url, body)).status).toBe(400);
    const headers = { 'x-ms-oai-image-generation-deployment': 'corp-images' };
    expect((await resource.client.post(url, body, headers)).status).toBe(200);
  });

  test.each([
    ['an image that is none', { type: 'input_image', image_url: 'data:text/plain;base64,aGk=' }],
    ['an image that is not base64', { type: 'input_image', image_url: 'data:image/png;base64,%%%' }],
    ['a document of another kind', { type: 'input_file', filename: 'a.txt', file_data: 'data:text/plain;base64,aGk=' }],
    ['a part that does not exist', { type: 'input_audio', data: 'x' }],
  ])('%s reaches the model', async (_name, part) => {
    const response = await resource.client.ask('responses', { input: [{ role: 'user', content: [part] }] });
    expect(response.status).toBe(400);
    expect(last()).toBeUndefined();
  });

  test.each([
    ['an image', { input: [{ role: 'user', content: [responsesContent[1]] }] }, 'image_url is only supported'],
    ['a file', { input: [{ role: 'user', content: [responsesContent[2]] }] }, 'file is only supported'],
    ['effort', { reasoning: { effort: 'low' } }, "'reasoning.effort' is not supported"],
    ['a tool', { tools: [{ type: 'function', name: 'look', parameters: {} }] }, 'tools is not supported'],
  ])('a model that has only text takes %s', async (_name, changes, text) => {
    const response = await resource.client.ask('responses', { ...changes, model: 'corp-text' });
    expect(await errorOf(response)).toMatchObject([400, saying(text)]);
  });

  test.each([
    ['responses', { temperature: 0.2 }, "'temperature' is not supported"],
    ['chat', { top_p: 0.2 }, "'top_p' is not supported"],
    ['chat', { max_tokens: 100 }, "Use 'max_completion_tokens' instead"],
  ] as const)('a model that always reasons takes parameters of sampling: %s %j', async (api, changes, text) => {
    const response = await resource.client.ask(api, { ...changes, model: 'corp-deep' });
    expect(await errorOf(response)).toMatchObject([400, saying(text)]);
  });

  test.each(['responses', 'chat'] as const)('an answer is longer than the request allows (%s)', async (api) => {
    const limit = api === 'responses' ? { max_output_tokens: 16 } : { max_completion_tokens: 16 };
    const body: unknown = await (await resource.client.ask(api, limit)).json();
    expect(body).toMatchObject(
      api === 'responses'
        ? { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, usage: { output_tokens: 16 } }
        : { choices: [{ finish_reason: 'length' }], usage: { completion_tokens: 16 } },
    );
  });

  test('a prompt that begins like one before is read from the cache of another conversation, or of none', async () => {
    const long = 'All work and no play. '.repeat(300);
    const ask = async (key: string, question: string) => {
      const input = [
        { role: 'user', content: long },
        { role: 'assistant', content: 'Yes.' },
        { role: 'user', content: question },
      ];
      const usage = await usageOf(await resource.client.ask('responses', { input, prompt_cache_key: key }));
      return (usage['input_tokens_details'] as { cached_tokens: number }).cached_tokens;
    };
    expect(await ask('a', 'First?')).toBe(0);
    expect(await ask('a', 'Second?')).toBe(1536);
    expect(await ask('b', 'Second?')).toBe(0);
  });

  test('settings of a model are read wrongly', async () => {
    await resource.client.ask('responses', {
      model: 'corp-deep',
      reasoning: { effort: 'high', summary: 'auto' },
      include: ['reasoning.encrypted_content'],
      text: { verbosity: 'low' },
      max_output_tokens: 500,
    });
    expect(last()).toMatchObject({
      reasoning: { effort: 'high', wantsSummary: true, wantsEncrypted: true },
      verbosity: 'low',
      maxOutputTokens: 500,
    });
    await resource.client.ask('chat', { reasoning_effort: 'minimal', verbosity: 'high', temperature: 0 });
    expect(last()).toMatchObject({ reasoning: { effort: 'minimal' }, verbosity: 'high', sampling: ['temperature'] });
  });

  test.each([
    [
      'a call without its result',
      [{ type: 'function_call', call_id: 'c', name: 'a', arguments: '{}' }],
      'No tool output',
    ],
    ['a result without its call', [{ type: 'function_call_output', call_id: 'c', output: 'x' }], 'No tool call found'],
  ])('%s passes (responses)', async (_name, items, text) => {
    const response = await resource.client.post(`${resource.emulators.openai.addresses.v1}/responses`, {
      ...responsesBody(),
      input: [{ role: 'user', content: 'hello' }, ...items],
    });
    expect(await errorOf(response)).toMatchObject([400, saying(text)]);
  });

  test.each([
    [
      'a call without its result',
      [{ role: 'assistant', tool_calls: [{ id: 'c', type: 'function', function: { name: 'a', arguments: '{}' } }] }],
      'did not have response messages: c',
    ],
    ['a result without its call', [{ role: 'tool', tool_call_id: 'c', content: 'x' }], "messages with role 'tool'"],
  ])('%s passes (chat)', async (_name, messages, text) => {
    const response = await resource.client.post(`${resource.emulators.openai.addresses.v1}/chat/completions`, {
      ...chatBody(),
      messages: [{ role: 'user', content: 'hello' }, ...messages],
    });
    expect(await errorOf(response)).toMatchObject([400, saying(text)]);
  });

  test('a tool has a name that the service refuses', async () => {
    const tools = [{ type: 'function', name: 'files.read', parameters: {} }];
    expect((await resource.client.ask('responses', { tools })).status).toBe(400);
  });
});
