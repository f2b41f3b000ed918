import type { ServerResponse } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createAzure } from '@ai-sdk/azure';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { clouds } from '../auth/cloud.ts';
import { FakeClock, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { type ModelServer, startModelServer } from '../testing/model-server.ts';
import { ApiProbe, type TrialCall } from './api-probe.ts';
import { azureSettings } from './azure-url.ts';
import { type ModelApi, type ModelEndpoint, readEndpoint } from './endpoint.ts';

const day = 24 * 3_600_000;

type Reply = 'answers' | 'silent' | { readonly status: number; readonly body?: unknown };

let replies: Record<ModelApi, Reply>;
let server: ModelServer;
let held: ServerResponse[];
let arrived: PromiseWithResolvers<void>;
let file: string;
let clock: FakeClock;
let log: MemoryLog;
let ending: AbortController;

beforeEach(async () => {
  replies = { responses: 'answers', chat: 'answers' };
  held = [];
  arrived = Promise.withResolvers<void>();
  server = await startModelServer((response, request) => {
    arrived.resolve();
    const api = request.path.includes('/chat/') ? 'chat' : 'responses';
    const reply = replies[api];
    if (reply === 'silent') held.push(response);
    else if (reply === 'answers') send(response, 200, answers[api]);
    else send(response, reply.status, reply.body ?? {});
  });
  file = path.join(await temporaryFolder(), 'apis.json');
  clock = new FakeClock();
  log = new MemoryLog();
  ending = new AbortController();
});

afterEach(async () => {
  ending.abort();
  await server.close();
});

const answers = {
  // What a reasoning model has to say within sixteen tokens.
  responses: {
    id: '1',
    created_at: 1,
    model: 'gpt',
    output: [],
    incomplete_details: { reason: 'max_output_tokens' },
    usage: { input_tokens: 1, output_tokens: 16 },
  },
  chat: {
    id: '1',
    created: 1,
    model: 'gpt',
    choices: [{ index: 0, message: { role: 'assistant', content: 'OK' }, finish_reason: 'stop' }],
  },
};

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const azureError = (status: number, code: string, message = '') => ({ status, body: { error: { code, message } } });
const notInRegion = azureError(
  404,
  'NotFound',
  'Azure OpenAI Responses API is not enabled in this region. Please check https://aka.ms/aoai/responsesapi/availability',
);

/** The probe of another start of the application. */
const start = () => new ApiProbe({ file, clock, log, signal: ending.signal });

function endpoint(changes: Partial<ModelEndpoint> = {}): ModelEndpoint {
  const read = readEndpoint({ endpoint: server.endpoint, deployment: 'corp-chat' }, clouds.global) as ModelEndpoint;
  return { ...read, ...changes };
}

const trial: TrialCall = (api) => {
  const azure = createAzure({ ...azureSettings(endpoint(), api, fetch), apiKey: 'key-1' });
  return api === 'chat'
    ? { model: azure.chat('corp-chat'), options: {} }
    : { model: azure.responses('corp-chat'), options: { providerOptions: { openai: { store: false } } } };
};

const apiOf = (probe: ApiProbe, changes: Partial<ModelEndpoint> = {}) =>
  probe.apiOf(endpoint(changes), trial, new AbortController().signal);

const asked = () => server.requests.map((request) => (request.path.includes('/chat/') ? 'chat' : 'responses'));

describe('ApiProbe', () => {
  it.each<[why: string, responses: Reply, chat: Reply, expected: ModelApi, requests: ModelApi[]]>([
    ['both', 'answers', 'answers', 'responses', ['responses']],
    ['a region without', notInRegion, 'answers', 'chat', ['responses', 'chat']],
    [
      'a gateway without',
      { status: 404, body: { statusCode: 404, message: 'Resource not found' } },
      'answers',
      'chat',
      ['responses', 'chat'],
    ],
    ['a proxy without', { status: 405 }, 'answers', 'chat', ['responses', 'chat']],
    ['a model without', azureError(400, 'OperationNotSupported'), 'answers', 'chat', ['responses', 'chat']],
    ['the old spelling', azureError(400, 'OpperationNotSupported'), 'answers', 'chat', ['responses', 'chat']],
    [
      'a deployment that responses do not find',
      azureError(400, 'model_not_found'),
      'answers',
      'chat',
      ['responses', 'chat'],
    ],
    [
      'a version without',
      azureError(
        400,
        'BadRequest',
        'Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later',
      ),
      'answers',
      'chat',
      ['responses', 'chat'],
    ],
    [
      'a chat that dislikes max_tokens',
      notInRegion,
      azureError(400, 'unsupported_parameter'),
      'chat',
      ['responses', 'chat'],
    ],
    ['responses that dislike a parameter', azureError(400, 'unsupported_value'), 'answers', 'responses', ['responses']],
  ])('a deployment is called by an API that it lacks: %s', async (_why, responses, chat, expected, requests) => {
    replies = { responses, chat };
    await expect(apiOf(start())).resolves.toBe(expected);
    await expect(apiOf(start())).resolves.toBe(expected);
    expect(asked()).toEqual(requests);
  });

  it.each<[why: string, responses: Reply, chat: Reply, expected: ModelApi]>([
    ['no token', { status: 401 }, 'answers', 'responses'],
    ['no role', { status: 403 }, 'answers', 'responses'],
    ['a rate limit', azureError(429, '429'), 'answers', 'responses'],
    ['a failure', { status: 500 }, 'answers', 'responses'],
    ['no such deployment', azureError(404, 'DeploymentNotFound'), azureError(404, 'DeploymentNotFound'), 'responses'],
    ['a page of a gateway', { status: 200, body: '<html>' }, 'answers', 'responses'],
    ['a rate limit of the second', notInRegion, azureError(429, '429'), 'chat'],
  ])('a passing obstacle decides for weeks: %s', async (_why, responses, chat, expected) => {
    replies = { responses, chat };
    const probe = start();
    await expect(apiOf(probe)).resolves.toBe(expected);
    replies = { responses: { status: 405 }, chat: 'answers' };
    await expect(apiOf(probe)).resolves.toBe('chat');
  });

  it('a trial carries what a person wrote, has the service keep it, or has it written at length', async () => {
    replies = { responses: { status: 405 }, chat: 'answers' };
    await apiOf(start());
    const [first, second] = server.requests.map(({ body }) => body);
    expect(first).toMatchObject({ store: false, max_output_tokens: 16 });
    expect(second).toMatchObject({ max_tokens: 16 });
    expect(JSON.stringify(first?.['input'])).toContain('Reply with OK.');
    expect(JSON.stringify(second?.['messages'])).toContain('Reply with OK.');
  });

  it('an API that policy names is tried out all the same', async () => {
    await expect(apiOf(start(), { api: 'chat' })).resolves.toBe('chat');
    expect(server.requests).toHaveLength(0);
  });

  it('ten windows make ten trials', async () => {
    const probe = start();
    const apis = await Promise.all(Array.from({ length: 10 }, () => apiOf(probe)));
    expect(new Set(apis)).toEqual(new Set(['responses']));
    expect(server.requests).toHaveLength(1);
  });

  it('who stops waiting stops the others', async () => {
    replies.responses = 'silent';
    const probe = start();
    const impatient = new AbortController();
    const first = probe.apiOf(endpoint(), trial, impatient.signal);
    const second = apiOf(probe);
    await arrived.promise;
    impatient.abort(new AppError('sign-in-cancelled'));
    await expect(first).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    for (const response of held) send(response, 200, answers.responses);
    await expect(second).resolves.toBe('responses');
  });

  it('a deployment that says nothing holds every turn for ever', async () => {
    replies.responses = 'silent';
    const trying = apiOf(start());
    await arrived.promise;
    clock.advance(20_000);
    await expect(trying).resolves.toBe('responses');
  });

  it('a region that gets responses is never asked again, and one that has them each week', async () => {
    replies.responses = notInRegion;
    await apiOf(start());
    replies.responses = 'answers';
    clock.advance(7 * day);
    await expect(apiOf(start())).resolves.toBe('responses');
    clock.advance(29 * day);
    await apiOf(start());
    expect(asked()).toEqual(['responses', 'chat', 'responses']);
  });

  it('what was known is worth nothing while the service is down', async () => {
    replies.responses = notInRegion;
    await apiOf(start());
    clock.advance(8 * day);
    replies.responses = { status: 503 };
    await expect(apiOf(start())).resolves.toBe('chat');
  });

  it('a 404 by the remembered API repeats for weeks', async () => {
    const probe = start();
    await apiOf(probe);
    replies.responses = notInRegion;
    await probe.forget(endpoint());
    await expect(apiOf(probe)).resolves.toBe('chat');
    await expect(apiOf(start())).resolves.toBe('chat');
  });

  it('one deployment’s API is taken for another’s', async () => {
    const probe = start();
    await apiOf(probe);
    replies.responses = { status: 405 };
    await expect(apiOf(probe, { deployment: 'other' })).resolves.toBe('chat');
    await expect(apiOf(probe, { style: 'dated', apiVersion: '2025-04-01-preview' })).resolves.toBe('chat');
    await expect(apiOf(probe)).resolves.toBe('responses');
  });

  it.each(['', 'not JSON', '{"x":{"api":"other","since":1}}', '[]'])(
    'a file that was damaged keeps Parley from answering: %j',
    async (content) => {
      await writeFile(file, content);
      await expect(apiOf(start())).resolves.toBe('responses');
      expect(Object.values(JSON.parse(await readFile(file, 'utf8')) as object)).toMatchObject([{ api: 'responses' }]);
    },
  );

  it('a profile that can’t be written keeps Parley from answering', async () => {
    await mkdir(file);
    const probe = start();
    await expect(apiOf(probe)).resolves.toBe('responses');
    await expect(apiOf(probe)).resolves.toBe('responses');
    expect(server.requests).toHaveLength(1);
    expect(log.lines.join()).toContain('api-memory-save-fail');
  });
});
