import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { modelScope } from '../testing/msal-client.ts';

describe('the Azure OpenAI emulator, on the wire', () => {
  let emulators: Emulators;
  let token: string;

  beforeEach(async () => {
    emulators = await startEmulators();
    emulators.openai.setDelay(0);
    token = await emulators.entra.accessTokenFor('ada', modelScope);
  });
  afterEach(() => emulators.close());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${emulators.openai.endpoint}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const responsesBody = { model: 'corp-chat', store: false, input: [{ role: 'user', content: 'hello' }] };
  const chatBody = { model: 'corp-chat-legacy', messages: [{ role: 'user', content: 'hello' }] };
  const dataOf = (text: string): Record<string, unknown>[] =>
    [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '']) => JSON.parse(json) as Record<string, unknown>);

  test('the responses stream has the events and the numbering of the service', async () => {
    const response = await post('responses', { ...responsesBody, stream: true });
    const events = dataOf(await response.text());
    const names = events.map(({ type }) => type).filter((name, index, all) => name !== all[index - 1]);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(names).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map((event) => event['sequence_number'])).toEqual(events.map((_event, index) => index));
  });

  test('the first chat chunk has no choices, and usage comes last and only when asked for', async () => {
    const withUsage = await post('chat/completions', {
      ...chatBody,
      stream: true,
      stream_options: { include_usage: true },
    });
    const text = await withUsage.text();
    const chunks = dataOf(text);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(chunks[0]).toMatchObject({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: expect.any(Number) as number } });

    const without = dataOf(await (await post('chat/completions', { ...chatBody, stream: true })).text());
    expect(without.some((chunk) => 'usage' in chunk)).toBe(false);
  });

  test.each([
    ['a store that is left out', { ...responsesBody, store: undefined }, 'store'],
    ['a store', { ...responsesBody, store: true }, 'store'],
    ['an unknown parameter', { ...responsesBody, colour: 'red' }, 'colour'],
    ['no input', { model: 'corp-chat', store: false }, 'input'],
    ['a chat body', { ...chatBody, store: false }, 'input'],
    ['broken JSON', '{"model":', 'JSON'],
  ])('%s is refused with 400', async (_name, body, mentioned) => {
    const response = await post('responses', body);
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain(mentioned);
  });

  test('a reference to a stored item is refused, since nothing is stored', async () => {
    const input = [{ type: 'item_reference', id: 'msg_1' }];
    const response = await post('responses', { ...responsesBody, input });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining("'msg_1' not found") as string },
    });
  });

  test('an unknown deployment, and one without the API, say so', async () => {
    const unknown = await post('responses', { ...responsesBody, model: 'gpt-4o' });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'DeploymentNotFound' } }]);
    const legacy = await post('responses', { ...responsesBody, model: 'corp-chat-legacy' });
    expect([legacy.status, await legacy.json()]).toMatchObject([400, { error: { code: 'OperationNotSupported' } }]);
  });

  test('only a token for Azure OpenAI, signed by this tenant, opens it', async () => {
    const graph = await emulators.entra.accessTokenFor('ada', 'User.Read');
    const foundry = await emulators.entra.accessTokenFor('ada', 'https://ai.azure.com/.default');
    const [header = '', payload = '', signature = ''] = token.split('.');
    const admin = {
      ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object),
      upn: 'admin@contoso.example',
    };
    const forged = `${header}.${Buffer.from(JSON.stringify(admin)).toString('base64url')}.${signature}`;
    for (const wrong of [graph, foundry, forged, 'nonsense', '']) {
      const response = await post('responses', responsesBody, { authorization: `Bearer ${wrong}` });
      expect([response.status, await response.json()]).toMatchObject([401, { statusCode: 401 }]);
    }
  });

  test('an API key is refused beside a good token, and is on record', async () => {
    const response = await post('responses', responsesBody, { 'api-key': 'k-1' });
    expect(response.status).toBe(401);
    expect(emulators.openai.requests[0]?.headers).toMatchObject({ 'api-key': 'k-1', authorization: `Bearer ${token}` });
  });

  test('scripts can be made to reach title requests, and run as often as told', async () => {
    const title = { ...responsesBody, instructions: 'Write a title for this conversation.' };
    const failure = { kind: 'error', status: 503, code: 'busy', message: 'later' } as const;
    emulators.openai.next(failure, 2);
    expect((await post('responses', title)).status).toBe(200);
    expect([(await post('responses', responsesBody)).status, (await post('responses', responsesBody)).status]).toEqual([
      503, 503,
    ]);
    expect((await post('responses', responsesBody)).status).toBe(200);
    emulators.openai.next(failure, 1, { includeTitles: true });
    expect((await post('responses', title)).status).toBe(503);
  });
});
