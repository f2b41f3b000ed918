import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { messageText } from '../../../shared/model/message.ts';
import type { TokenRequest } from '../auth/token-source.ts';
import {
  sendClosing,
  sendDelta,
  sendEvent,
  sendOpening,
  startEvents,
  startModelServer,
} from '../testing/model-server.ts';
import { secretQuestion, startAnswer } from '../testing/start-answer.ts';

const notAllowed = 'The principal lacks the required data action to perform this operation.';
const audience = 'Access token is missing, invalid, audience is incorrect (https://ai.azure.com), or have expired.';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('runAnswer', () => {
  it('sends the person’s token, no key, and tells Azure to keep nothing', async () => {
    const { run, requests } = await startAnswer((response) => {
      startEvents(response);
      sendOpening(response);
      sendDelta(response, 'Hello');
      sendClosing(response);
    });
    await run;
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request?.path).toBe('/openai/v1/responses');
    expect(request?.headers.authorization).toBe('Bearer the-token');
    expect(request?.headers['api-key']).toBeUndefined();
    expect(request?.body).toMatchObject({ model: 'corp-chat', store: false, stream: true });
  });

  it('keeps what it streamed, with usage and Azure’s id of the request', async () => {
    const { run, saved, items } = await startAnswer((response) => {
      startEvents(response);
      sendOpening(response);
      for (const word of ['One ', 'two ', 'three.']) sendDelta(response, word);
      sendClosing(response);
    });
    const answer = await run;
    expect(messageText(answer)).toBe('One two three.');
    expect(answer.metadata).toMatchObject({
      status: 'complete',
      requestId: 'request-1',
      usage: { inputTokens: 12, outputTokens: 3 },
    });
    expect(saved.at(-1)).toEqual(answer);
    expect(items.map(({ chunk }) => chunk.type)).toEqual(
      expect.arrayContaining(['start', 'text-delta', 'message-metadata', 'finish']),
    );
    expect(items.at(-1)?.chunk.type).toBe('finish');
  });

  it('checkpoints the partial answer twice a second', async () => {
    let response: ServerResponse | undefined;
    const { run, saved, clock, firstText } = await startAnswer((given) => {
      response = given;
      startEvents(given);
      sendOpening(given);
      sendDelta(given, 'So far');
    });
    await firstText;
    await settle();
    clock.advance(500);
    await settle();
    expect(saved.map(messageText)).toEqual(['So far']);
    expect(saved[0]?.metadata.status).toBe('streaming');
    if (response !== undefined) sendClosing(response);
    await run;
    expect(saved.at(-1)?.metadata.status).toBe('complete');
  });

  it.each(['stopped', 'interrupted'] as const)(
    'keeps the partial answer when it is %s, and hangs up on the service',
    async (reason) => {
      let hungUp: () => void = () => {};
      const gone = new Promise<void>((resolve) => (hungUp = resolve));
      const { run, turn, firstText } = await startAnswer((response) => {
        response.on('close', hungUp);
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'Half an');
      });
      await firstText;
      turn.stop(reason);
      const answer = await run;
      await gone;
      expect(messageText(answer)).toBe('Half an');
      expect(answer.metadata.status).toBe(reason);
      expect(answer.metadata.error).toBeUndefined();
    },
  );

  it('ends when it is stopped before the service has said a word', async () => {
    let asked: () => void = () => {};
    const request = new Promise<void>((resolve) => (asked = resolve));
    const { run, turn } = await startAnswer(() => asked());
    await request;
    turn.stop('stopped');
    expect((await run).metadata.status).toBe('stopped');
  });

  it('keeps the partial answer of a connection that is cut', async () => {
    let response: ServerResponse | undefined;
    const { run, firstText } = await startAnswer((given) => {
      response = given;
      startEvents(given);
      sendOpening(given);
      sendDelta(given, 'Half an');
    });
    await firstText;
    response?.destroy();
    const answer = await run;
    expect(messageText(answer)).toBe('Half an');
    expect(answer.metadata).toMatchObject({ status: 'failed', error: { code: 'stream-cut' } });
  });

  it('does not take a stream that just stops for a finished answer', async () => {
    const { run } = await startAnswer((response) => {
      startEvents(response);
      sendOpening(response);
      sendDelta(response, 'Half an');
      response.end();
    });
    const answer = await run;
    expect(messageText(answer)).toBe('Half an');
    expect(answer.metadata).toMatchObject({ status: 'failed', error: { code: 'stream-cut' } });
  });

  it.each([
    ['before its headers', '', () => {}],
    ['before its first word', '', startEvents],
    [
      'in the middle',
      'Half an',
      (response: ServerResponse) => {
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'Half an');
      },
    ],
  ])('gives up a stream that stands still %s', async (_when, kept, answer) => {
    let asked: () => void = () => {};
    const request = new Promise<void>((resolve) => (asked = resolve));
    const { run, clock, firstText } = await startAnswer((response) => {
      answer(response);
      asked();
    });
    await request;
    if (kept !== '') await firstText;
    clock.advance(kept === '' ? 120_000 : 60_000);
    const stalled = await run;
    expect(messageText(stalled)).toBe(kept);
    expect(stalled.metadata).toMatchObject({
      status: 'failed',
      error: { code: 'stream-stalled', retryable: true, fields: kept === '' ? { begun: 'no' } : {} },
    });
  });

  it('does not give up a model that thinks for longer than it may pause between two words', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    const { run, clock, firstText } = await startAnswer((response) => {
      startEvents(response);
      sendOpening(response);
      asked.resolve(response);
    });
    const response = await asked.promise;
    await settle();
    clock.advance(119_000);
    await settle();
    sendDelta(response, 'At ');
    await firstText;
    clock.advance(59_000);
    sendDelta(response, 'last.');
    sendClosing(response);
    expect(messageText(await run)).toBe('At last.');
  });

  it('takes no harm from events that it does not know', async () => {
    const { run } = await startAnswer((response) => {
      startEvents(response);
      sendEvent(response, { type: 'response.something_new', list: [{}], text: 'not to be shown' });
      sendOpening(response);
      sendDelta(response, 'Hello');
      sendEvent(response, { type: 'response.output_item.added', output_index: 7, item: { id: 'x', type: 'new_item' } });
      response.write(': a comment\n\nevent: ping\ndata: {"type":"ping"}\n\n');
      sendClosing(response);
    });
    const answer = await run;
    expect(messageText(answer)).toBe('Hello');
    expect(answer.metadata.status).toBe('complete');
  });

  it('ends, with what made sense, when the service sends pieces that belong to nothing', async () => {
    const { run, turn } = await startAnswer((response) => {
      startEvents(response);
      for (const word of ['One ', 'two ', 'three.']) sendDelta(response, word);
      sendClosing(response);
    });
    expect((await run).metadata).toMatchObject({ status: 'failed', error: { code: 'model-bad-reply' } });
    expect(turn.ended).toBe(true);
  });

  it('marks an answer that was cut at its length limit', async () => {
    const { run } = await startAnswer((response) => {
      startEvents(response);
      sendOpening(response);
      sendDelta(response, 'So long');
      sendClosing(response, 'max_output_tokens');
    });
    expect((await run).metadata).toMatchObject({ status: 'complete', truncated: true });
  });

  it('says that the filter ended the answer', async () => {
    const { run } = await startAnswer((response) => {
      startEvents(response);
      sendOpening(response);
      sendDelta(response, 'Half an');
      sendClosing(response, 'content_filter');
    });
    const answer = await run;
    expect(messageText(answer)).toBe('Half an');
    expect(answer.metadata).toMatchObject({ status: 'failed', error: { code: 'content-filtered' } });
  });

  it.each([
    [400, {}, { error: { code: 'content_filter', message: 'x' } }, 'content-filtered'],
    [400, {}, { error: { code: 'invalid', message: 'x' } }, 'model-rejected'],
    [401, {}, { error: { code: '401', message: 'x' } }, 'model-unauthorized'],
    [403, {}, { error: { code: 'AuthorizationFailed', message: 'x' } }, 'model-forbidden'],
    [404, {}, { error: { code: 'DeploymentNotFound', message: 'x' } }, 'deployment-not-found'],
    [404, {}, { error: { code: 'model_not_found', message: 'x' } }, 'deployment-not-found'],
    [404, {}, { error: { code: '404', message: 'Resource not found' } }, 'endpoint-not-found'],
    [404, {}, { statusCode: 404, message: 'Resource not found' }, 'endpoint-not-found'],
    [400, {}, { error: { code: 'OperationNotSupported', message: 'x' } }, 'endpoint-not-found'],
    [401, {}, { error: { code: 'PermissionDenied', message: notAllowed } }, 'model-forbidden'],
    [403, {}, { error: { code: 'PermissionDenied', message: notAllowed } }, 'model-forbidden'],
    [401, {}, { statusCode: 401, message: `Unauthorized. ${audience}` }, 'model-audience'],
    [
      401,
      { 'www-authenticate': 'Bearer error="invalid_token", error_description="Invalid audience"' },
      {},
      'model-audience',
    ],
    [
      400,
      {},
      { error: { code: 'Tenant provided in token does not match resource token', message: 'x' } },
      'model-audience',
    ],
    [400, {}, { error: { code: 'context_length_exceeded', message: 'x' } }, 'model-rejected'],
    [429, {}, { error: { code: 'insufficient_quota', message: 'x' } }, 'model-quota'],
    [429, { 'retry-after': '17' }, { error: { code: '429', message: 'x' } }, 'model-rate-limited'],
    [500, {}, { error: { code: '500', message: 'x' } }, 'model-unavailable'],
    [503, {}, {}, 'model-unavailable'],
  ])('explains HTTP %i %j', async (status, headers, body, code) => {
    const { run } = await startAnswer((response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'apim-request-id': 'request-9', ...headers });
      response.end(JSON.stringify(body));
    });
    const { error } = (await run).metadata;
    expect(error).toMatchObject({ code, fields: { status, deployment: 'Everyday', requestId: 'request-9' } });
    if ('retry-after' in headers) expect(error?.fields['retryAfterSeconds']).toBe(17);
  });

  it('does not renew the token of a person who lacks the role, which no token mends', async () => {
    const asked: TokenRequest[] = [];
    const { run, requests } = await startAnswer(
      (response) => {
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { code: 'PermissionDenied', message: notAllowed } }));
      },
      {
        token: async (request) => `token-${asked.push(request)}`,
      },
    );
    expect((await run).metadata).toMatchObject({ status: 'failed', error: { code: 'model-forbidden' } });
    expect(requests).toHaveLength(1);
    expect(asked.filter(({ rejected }) => rejected !== undefined)).toEqual([]);
  });

  it.each([
    ['the audience', { statusCode: 401, message: audience }, { audience: 'https://ai.azure.com' }],
    ['no audience of nobody’s', { statusCode: 401, message: audience.replace('ai.azure.com', 'evil.example') }, {}],
  ])('names %s that IT has to set', async (_what, body, expected) => {
    const { run } = await startAnswer((response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    const { error } = (await run).metadata;
    expect(error?.fields).toMatchObject(expected);
    expect(JSON.stringify(error)).not.toContain('evil');
  });

  it.each([
    [
      'network rules',
      403,
      { error: { code: 'AccessDenied', message: 'Access denied due to Virtual Network/Firewall rules.' } },
      'network',
    ],
    [
      'a private endpoint',
      403,
      { error: { code: '403', message: 'Public access is disabled. Please configure private endpoint.' } },
      'network',
    ],
    ['too long a conversation', 400, { error: { code: 'context_length_exceeded', message: 'x' } }, 'length'],
  ])('does not blame a missing role for %s', async (_what, status, body, reason) => {
    const { run } = await startAnswer((response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    expect((await run).metadata.error?.fields['reason']).toBe(reason);
  });

  it.each([200, 401, 403, 404])(
    'does not take the page of a gateway, HTTP %i, for the model’s own word',
    async (status) => {
      const { run } = await startAnswer((response) => {
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end('<!doctype html><title>Sign in</title>');
      });
      expect((await run).metadata.error).toMatchObject({ code: 'model-bad-reply', fields: { reason: 'web page' } });
    },
  );

  it.each([
    ['a page of a gateway', 'text/html; charset=utf-8', '<html>Sign in to the Wi-Fi</html>'],
    ['an event stream of garbage', 'text/event-stream', 'data: {"type": "response.output_text.del\n\ndata: }{\n\n'],
    ['an empty stream', 'text/event-stream', ''],
  ])('does not take %s for an answer', async (_name, type, body) => {
    const { run } = await startAnswer((response) => {
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    });
    const { status, error } = (await run).metadata;
    expect(status).toBe('failed');
    expect(['model-bad-reply', 'stream-cut']).toContain(error?.code);
  });

  it('sends neither token nor prompt along with a redirect', async () => {
    const elsewhere = await startModelServer((response) => response.end());
    const { run } = await startAnswer((response) => {
      response.writeHead(307, { location: `${elsewhere.endpoint}/responses` });
      response.end();
    });
    expect((await run).metadata.status).toBe('failed');
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('says that nobody is there when nobody is', async () => {
    const started = Promise.withResolvers<() => Promise<void>>();
    const { run, close } = await startAnswer(() => {}, {
      token: async () => {
        await (
          await started.promise
        )();
        return 'the-token';
      },
    });
    started.resolve(close);
    expect((await run).metadata).toMatchObject({ status: 'failed', error: { code: 'network-unreachable' } });
  });

  it('tells the person when the answer could not be kept', async () => {
    const { run, items } = await startAnswer(
      (response) => {
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'Hello');
        sendClosing(response);
      },
      { saveFails: new AppError('disk-full') },
    );
    expect((await run).metadata).toMatchObject({ status: 'failed', error: { code: 'disk-full' } });
    expect(JSON.stringify(items)).toContain('disk-full');
  });

  it('logs neither the prompt nor the token, whatever happens', async () => {
    const { run, log } = await startAnswer((response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `You said: ${secretQuestion} with the-token` } }));
    });
    const answer = await run;
    const written = JSON.stringify(answer) + log.lines.join();
    expect(log.lines).toHaveLength(1);
    expect(written).not.toContain('Heron');
    expect(written).not.toContain('the-token');
  });
});
