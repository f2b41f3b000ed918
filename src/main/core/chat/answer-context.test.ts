import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type FilePart, type Message, summariesOf } from '../../../shared/model/message.ts';
import {
  type ReceivedRequest,
  sendFunctionCall,
  sendClosing,
  sendDelta,
  sendOpening,
  startEvents,
} from '../testing/model-server.ts';
import { startAnswer } from '../testing/start-answer.ts';
import { httpServer, startMcp, startToolServers } from '../../../../dev/testing/tool-servers.ts';
import { TurnTools } from '../tools/turn-tools.ts';
import { MemoryLog } from '../testing/fakes.ts';
import { estimateTokens } from '../context/token-estimate.ts';

const secret = 'Heron';

/** Ten turns of 150 words each, and a question. */
const long: Message[] = Array.from({ length: 21 }, (_, index) => ({
  id: `m${index}`,
  role: index % 2 === 0 ? 'user' : 'assistant',
  parts: [{ type: 'text', text: `Message ${index} ${`${secret} `.repeat(148)}` }],
  metadata: { createdAt: 1 },
}));

/** The whole answer of the Responses API where it is not streamed. */
function sendWhole(response: ServerResponse, text: string): void {
  const content = [{ type: 'output_text', text, annotations: [] }];
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'resp_2',
      object: 'response',
      created_at: 1_700_000_000,
      model: 'gpt-5',
      status: 'completed',
      output: [{ id: 'msg_2', type: 'message', status: 'completed', role: 'assistant', content }],
      usage: { input_tokens: 900, output_tokens: 20 },
    }),
  );
}

function sendAnswer(response: ServerResponse): void {
  startEvents(response);
  sendOpening(response);
  sendDelta(response, 'It was decided.');
  sendClosing(response);
}

const isSummary = ({ body }: ReceivedRequest) => body['stream'] !== true;

describe('what a model is sent of a long conversation', () => {
  it('is a summary of the earlier messages and the latest ones, and the answer keeps the summary', async () => {
    const { run, requests, log } = await startAnswer(
      (response, request) => (isSummary(request) ? sendWhole(response, 'All about it.') : sendAnswer(response)),
      { messages: long, contextTokens: 4_000 },
    );
    const { parts, metadata } = await run;
    const [summary, answer] = requests;
    expect(summary?.body).toMatchObject({ store: false });
    expect(JSON.stringify(summary?.body)).toContain('Summarise');
    expect(answer?.body).toMatchObject({ store: false });
    expect(JSON.stringify(answer?.body)).toContain('All about it.');
    expect(JSON.stringify(answer?.body)).not.toContain('Message 0 ');
    expect(JSON.stringify(answer?.body)).toContain('Message 20 ');
    expect(parts[0]).toMatchObject({ type: 'data-summary', data: { text: 'All about it.' } });
    expect(summariesOf([...long, { id: 'answer', parts }])).toHaveLength(1);
    expect(metadata).toMatchObject({ status: 'complete', context: { limit: 2_000 } });
    expect(log.lines.join()).not.toContain(secret);
  });

  it('is the latest messages alone where the model refuses the summary, and the answer says so', async () => {
    const { run, log } = await startAnswer(
      (response, request) => {
        if (!isSummary(request)) return sendAnswer(response);
        response.writeHead(500, { 'content-type': 'application/json' }).end(`{"error":{"message":"${secret}"}}`);
      },
      { messages: long, contextTokens: 4_000 },
    );
    const { metadata, parts } = await run;
    expect(metadata.status).toBe('complete');
    expect(metadata.context?.omittedMessages).toBeGreaterThan(0);
    expect(parts.some(({ type }) => type === 'data-summary')).toBe(false);
    expect(log.lines.join()).toContain('summary-fail');
    expect(log.lines.join()).not.toContain(secret);
  });

  it('is nothing where the question alone is too long: the turn says by how much', async () => {
    const { run, requests } = await startAnswer(sendAnswer, { messages: long.slice(20), contextTokens: 200 });
    const { metadata } = await run;
    expect(metadata).toMatchObject({
      status: 'failed',
      error: { code: 'context-too-long', retryable: false, fields: { deployment: 'Everyday', tokensOver: 54 } },
    });
    expect(requests).toEqual([]);
  });

  it('is not sent when the turn is stopped while the summary is being made', async () => {
    const { run, requests, turn } = await startAnswer(() => turn.stop('stopped'), {
      messages: long,
      contextTokens: 4_000,
    });
    expect((await run).metadata.status).toBe('stopped');
    expect(requests).toHaveLength(1);
  });
});

/** A question about files. */
function askAbout(...files: readonly Pick<FilePart, 'kind' | 'mediaType' | 'pages'>[]): Message {
  const file = { type: 'file', attachmentId: 'f', filename: 'f', bytes: 10, truncated: false } as const;
  const parts: Message['parts'] = [
    ...files.map((facts) => Object.assign({}, file, facts)),
    { type: 'text', text: 'What is in it?' },
  ];
  return { id: 'q', role: 'user', parts, metadata: { createdAt: 1 } };
}

describe('the files of a conversation', () => {
  it('end the answer where a PDF has more pages than the model can read, though its text would fit', async () => {
    const { run, requests } = await startAnswer(sendAnswer, {
      messages: [askAbout({ kind: 'pdf', mediaType: 'application/pdf', pages: 90 })],
      traits: { abilities: ['files'] },
    });
    expect((await run).metadata.status).toBe('complete');
    expect(JSON.stringify(requests[0]?.body)).toContain('the text of the file');
  });

  it('count a PDF as pictures too, which is sent as text beside an image', async () => {
    const { run } = await startAnswer(sendAnswer, {
      messages: [
        askAbout({ kind: 'image', mediaType: 'image/png' }, { kind: 'pdf', mediaType: 'application/pdf', pages: 9 }),
      ],
      traits: { abilities: ['vision'] },
    });
    expect((await run).metadata.context?.tokens).toBeGreaterThan(1_445);
    expect((await run).metadata.context?.tokens).toBeLessThan(2 * 1_445);
  });

  it('are read again for every request of an answer', async () => {
    const busy = (response: ServerResponse) => {
      response.writeHead(429, { 'retry-after': '20' }).end('{"error":{"code":"429","message":"rate limit"}}');
    };
    const { run, requests, told, clock, filesRead } = await startAnswer(
      (response) => (requests.length === 1 ? busy(response) : sendAnswer(response)),
      {
        messages: [askAbout({ kind: 'image', mediaType: 'image/png' })],
        traits: { abilities: ['vision'] },
        isPatient: true,
      },
    );
    await told.find(({ wait }) => wait !== undefined);
    clock.advance(60_000);
    expect((await run).metadata.status).toBe('complete');
    expect(requests).toHaveLength(2);
    expect(filesRead).toEqual(['f']);
  });
});

describe('what a tool returned', () => {
  it('takes the bytes of a picture for words, so that the answer is too long for its model', async () => {
    const base64 = `iVBORw0K${Buffer.alloc(90_000, 'picture').toString('base64')}`;
    const output = {
      text: 'A chart.',
      images: [{ base64 }],
      isCut: false,
      isError: false,
    };
    const { run, requests } = await startAnswer(
      (response) =>
        requests.length === 1
          ? sendFunctionCall(response, { id: 'call_1', name: 'crm__search_invoices', input: '{}' })
          : sendAnswer(response),
      {
        contextTokens: 8_000,
        traits: { abilities: ['tools', 'vision'] },
        counter: { count: async (texts) => texts.map(estimateTokens) },
        tools: async (_deployment, turn) => {
          const { owner } = startToolServers([httpServer((await startMcp()).url)]);
          return TurnTools.prepare({
            ...turn,
            servers: {
              offer: (usesServer, signal) => owner.offer(usesServer, signal),
              retry: () => {},
              call: async () => output,
            },
            approvals: { isAllowed: () => true, ask: async () => 'allowed' },
            log: new MemoryLog(),
          });
        },
      },
    );
    const { metadata } = await run;
    expect(metadata).toMatchObject({ status: 'complete' });
    expect(metadata.context?.tokens).toBeGreaterThan(1_445);
    expect(JSON.stringify(requests[1]?.body['input'])).toContain(base64);
  });
});

describe('a deployment that stands in', () => {
  it('ends the answer where it reads less than the chosen one, which is only busy', async () => {
    const { run, requests } = await startAnswer(
      (response) => {
        if (requests.length > 1) return sendAnswer(response);
        response.writeHead(503).end('{"error":{"code":"503","message":"no"}}');
      },
      {
        messages: long.slice(20),
        traits: { contextTokens: 4_000 },
        contextTokens: 200,
        fallbacks: ['small'],
        isPatient: true,
      },
    );
    expect((await run).metadata).toMatchObject({ status: 'complete', deploymentId: 'd' });
    expect(requests.map(({ body }) => body['model'])).toEqual(['corp-chat', 'corp-chat']);
  });
});

describe('the prompt cache', () => {
  it('is named the same in every request of a conversation, and by nothing that a person could be told by', async () => {
    const keys: unknown[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const { run, requests } = await startAnswer(sendAnswer);
      await run;
      keys.push(requests[0]?.body['prompt_cache_key']);
    }
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('shows in the usage how much of the input it has saved', async () => {
    const { run } = await startAnswer(sendAnswer);
    expect((await run).metadata.usage).toEqual({ inputTokens: 12, outputTokens: 3, cachedInputTokens: 0 });
  });
});
