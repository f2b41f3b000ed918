import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { messageText } from '../../../shared/model/message.ts';
import { FakeClock } from '../testing/fakes.ts';
import {
  type ReceivedRequest,
  sendClosing,
  sendDelta,
  sendEvent,
  sendOpening,
  startEvents,
} from '../testing/model-server.ts';
import { startAnswer } from '../testing/start-answer.ts';

type Reply = readonly [status: number, headers?: Record<string, string>, error?: Record<string, unknown>];

const busy: Reply = [429, { 'retry-after': '20' }, { code: '429', message: 'exceeded token rate limit' }];
const quota: Reply = [429, {}, { code: 'insufficient_quota', message: 'x' }];

function refuse(response: ServerResponse, [status, headers, error = { code: String(status), message: 'x' }]: Reply) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error }));
}

function say(response: ServerResponse, text: string): void {
  startEvents(response);
  sendOpening(response);
  sendDelta(response, text);
  sendClosing(response);
}

/** Refuses as each deployment is told to, once for each reply; otherwise answers by the deployment's name. */
function deployments(replies: Readonly<Record<string, readonly Reply[]>>) {
  const left = new Map(Object.entries(replies).map(([name, list]) => [name, [...list]]));
  return (response: ServerResponse, { body }: ReceivedRequest) => {
    const name = String(body['model']);
    const reply = left.get(name)?.shift();
    if (reply === undefined) say(response, `From ${name}.`);
    else refuse(response, reply);
  };
}

const asked = (requests: readonly ReceivedRequest[]) => requests.map(({ body }) => body['model']);

describe('an answer whose deployment is busy', () => {
  it('fails though the service has said that it is ready in a moment, or startles with a countdown', async () => {
    const clock = new FakeClock();
    const asleep = clock.asleep(1250);
    const answers = deployments({ 'corp-chat': [[429, { 'retry-after-ms': '1250' }]] });
    const { run, items, requests } = await startAnswer(answers, { isPatient: true, clock });
    await asleep;
    clock.advance(1250);
    expect(messageText(await run)).toBe('From corp-chat.');
    expect(requests).toHaveLength(2);
    expect(JSON.stringify(items)).not.toContain('"wait"');
  });

  it('leaves the person without a word on what it waits for, or counts the wait among what is kept', async () => {
    const { run, clock, told, saved } = await startAnswer(deployments({ 'corp-chat': [busy] }), { isPatient: true });
    const { wait } = await told.find((metadata) => metadata.wait !== undefined);
    expect(wait).toEqual({ until: clock.now() + 20_000, reason: 'rate-limit', deploymentId: 'd' });
    clock.advance(20_000);
    const answer = await run;
    expect(messageText(answer)).toBe('From corp-chat.');
    expect(answer.metadata).toMatchObject({ status: 'complete', deploymentId: 'd' });
    expect(answer.metadata.wait ?? answer.metadata.insteadOf).toBeUndefined();
    expect(answer.parts.filter(({ type }) => type === 'step-start').length).toBeLessThan(2);
    expect(saved.at(-1)).toEqual(answer);
  });

  it.each(['stopped', 'interrupted'] as const)('goes on waiting, or asks, when it is %s', async (reason) => {
    const { run, told, turn, requests } = await startAnswer(deployments({ 'corp-chat': [busy] }), { isPatient: true });
    await told.find((metadata) => metadata.wait !== undefined);
    turn.stop(reason);
    const { status, error, wait } = (await run).metadata;
    expect({ status, error, wait }).toEqual({ status: reason });
    expect(requests).toHaveLength(1);
  });

  it.each<[string, Reply, string, number | undefined]>([
    ['a quota', quota, 'model-quota', undefined],
    ['a request that outgrows the deployment', [429, { 'retry-after': '86400' }], 'model-quota', 86_400],
    [
      'a gateway’s quota',
      [403, { 'retry-after': '600' }, { message: 'Out of call volume quota.' }],
      'model-quota',
      600,
    ],
    ['a limit of ten minutes', [429, { 'retry-after': '600' }], 'model-rate-limited', 600],
  ])('waits for hours, or tells one for another: %s', async (_name, reply, code, retryAfterSeconds) => {
    const { run, requests } = await startAnswer(deployments({ 'corp-chat': [reply] }), { isPatient: true });
    const { error } = (await run).metadata;
    expect(error?.code).toBe(code);
    expect(error?.fields['retryAfterSeconds']).toBe(retryAfterSeconds);
    expect(requests).toHaveLength(1);
  });

  it('is not told of a limit that comes inside a stream, or of a token’s end', async () => {
    const replies = [
      ['rate_limit_exceeded', 'model-rate-limited'],
      ['insufficient_quota', 'model-quota'],
      ['server_error', 'model-unavailable'],
      ['token_expired', 'model-unauthorized'],
    ] as const;
    for (const [inside, code] of replies) {
      const { run } = await startAnswer((response) => {
        startEvents(response);
        sendEvent(response, { type: 'response.created', response: { id: 'r', created_at: 1, model: 'm' } });
        const error = { code: inside, message: 'x' };
        sendEvent(response, { type: 'response.failed', sequence_number: 1, response: { error, status: 'failed' } });
        response.end();
      });
      expect((await run).metadata.error?.code).toBe(code);
    }
  });
});

describe('an answer with fallbacks', () => {
  const fallbacks = ['second', 'third'];

  it.each<[string, Reply, string]>([
    ['a rate limit', busy, 'rate-limit'],
    ['a quota', quota, 'quota'],
    ['a failure', [500], 'unavailable'],
    ['a missing deployment', [404, {}, { code: 'DeploymentNotFound', message: 'x' }], 'missing'],
    ['a wrong address', [404], 'missing'],
    ['a missing role', [403, {}, { code: 'PermissionDenied', message: 'x' }], 'forbidden'],
    ['a gateway’s page', [200, { 'content-type': 'text/html' }], 'no-answer'],
  ])('is not given for %s, or in silence, or twice', async (_name, reply, because) => {
    const { run, told, requests } = await startAnswer(deployments({ 'corp-chat': [reply] }), {
      isPatient: true,
      fallbacks,
    });
    const answer = await run;
    expect(messageText(answer)).toBe('From second.');
    expect(answer.metadata).toMatchObject({
      status: 'complete',
      deploymentId: 'second',
      insteadOf: { deploymentId: 'd', because },
    });
    await told.find(({ deploymentId }) => deploymentId === 'second');
    expect(asked(requests)).toEqual(['corp-chat', 'second']);
  });

  it('says that a fallback was to blame, where the chosen one was', async () => {
    const { run } = await startAnswer(deployments({ 'corp-chat': [busy], second: [[500]] }), {
      isPatient: true,
      fallbacks,
    });
    const answer = await run;
    expect(messageText(answer)).toBe('From third.');
    expect(answer.metadata.insteadOf).toEqual({ deploymentId: 'd', because: 'rate-limit' });
  });

  it('runs into the same limit at the next turn, or does not say why it did not', async () => {
    const first = await startAnswer(deployments({ 'corp-chat': [busy] }), { isPatient: true, fallbacks });
    await first.run;
    const { failover, clock } = first;
    const { run, requests } = await startAnswer(deployments({}), { failover, clock, fallbacks });
    expect((await run).metadata.insteadOf).toEqual({ deploymentId: 'd', because: 'rate-limit' });
    expect(asked(requests)).toEqual(['second']);
    clock.advance(20_000);
    const later = await startAnswer(deployments({}), { failover, clock, fallbacks });
    expect((await later.run).metadata.insteadOf).toBeUndefined();
  });

  it('is given by two of them, one after the other', async () => {
    const { run, requests } = await startAnswer(
      (response) => {
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'Half an');
        response.end();
      },
      { isPatient: true, fallbacks },
    );
    const answer = await run;
    expect(messageText(answer)).toBe('Half an');
    expect(answer.metadata).toMatchObject({ status: 'failed', error: { code: 'stream-cut' }, deploymentId: 'd' });
    expect(requests).toHaveLength(1);
  });

  it('carries a prompt that one filter has refused from deployment to deployment', async () => {
    const filtered: Reply = [400, {}, { code: 'content_filter', message: 'x' }];
    const { run, requests } = await startAnswer(deployments({ 'corp-chat': [filtered] }), {
      isPatient: true,
      fallbacks,
    });
    expect((await run).metadata.error?.code).toBe('content-filtered');
    expect(requests).toHaveLength(1);
  });

  it('asks the person for the key of one that only stands in', async () => {
    const { run, requests } = await startAnswer(deployments({ 'corp-chat': [busy] }), {
      isPatient: true,
      fallbacks,
      credentialFails: new Map([['second', new AppError('key-missing')]]),
    });
    expect(messageText(await run)).toBe('From third.');
    expect(asked(requests)).toEqual(['corp-chat', 'third']);
  });

  it('waits for the last that refused, not for the first that is free, and then asks another', async () => {
    const replies = {
      'corp-chat': [busy],
      second: [[429, { 'retry-after': '4' }] as const],
      third: [[429, { 'retry-after': '60' }] as const],
    };
    const { run, clock, told } = await startAnswer(deployments(replies), { isPatient: true, fallbacks });
    const { wait } = await told.find((metadata) => metadata.wait !== undefined);
    expect(wait).toMatchObject({ deploymentId: 'second', until: clock.now() + 4000 });
    clock.advance(4000);
    expect(messageText(await run)).toBe('From second.');
  });
});

describe('an answer by an API that the deployment does not have any more', () => {
  it('fails for weeks, though the other one would do', async () => {
    const { run, requests } = await startAnswer(
      (response, { path }) => {
        if (path.endsWith('/responses')) return refuse(response, [404]);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const chunk = (delta: object, reason: string | null) =>
          `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
        response.end(`${chunk({ content: 'From chat.' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`);
      },
      { apis: ['responses', 'chat'] },
    );
    expect(messageText(await run)).toBe('From chat.');
    expect(requests.map(({ path }) => path)).toEqual(['/openai/v1/responses', '/openai/v1/chat/completions']);
  });

  it('is asked for in circles where there is neither', async () => {
    const { run, requests } = await startAnswer((response) => refuse(response, [404]), { apis: ['responses', 'chat'] });
    expect((await run).metadata.error).toMatchObject({ code: 'endpoint-not-found', fields: { missing: 'address' } });
    expect(requests).toHaveLength(2);
  });
});

describe('an answer that is gone on with', () => {
  const half = {
    parts: [{ type: 'step-start' as const }, { type: 'text' as const, text: 'One, two, ', state: 'done' as const }],
    metadata: { usage: { inputTokens: 10, outputTokens: 20 } },
  };

  it('begins anew, in a part of its own, or does not count what came before', async () => {
    const { run, requests, items } = await startAnswer((response) => say(response, 'three.'), { answer: half });
    const answer = await run;
    expect(answer.parts.filter(({ type }) => type === 'text')).toHaveLength(1);
    expect(messageText(answer)).toBe('One, two, three.');
    expect(answer.metadata).toMatchObject({ status: 'complete', usage: { inputTokens: 22, outputTokens: 23 } });
    expect(JSON.stringify(requests[0]?.body)).toContain('"One, two, "');
    // A window that comes to follow it later is told all of it.
    const deltas = items.flatMap(({ chunk }) => (chunk.type === 'text-delta' ? [chunk['delta']] : []));
    expect(deltas.join('')).toBe('One, two, three.');
  });

  it('loses what there was when the rest cannot be had', async () => {
    const { run } = await startAnswer((response) => refuse(response, quota), { answer: half });
    const answer = await run;
    expect(messageText(answer)).toBe('One, two,');
    expect(answer.metadata).toMatchObject({ status: 'failed', error: { code: 'model-quota' } });
  });

  it('is gone on with by another model in another voice', async () => {
    const answers = deployments({ 'corp-chat': [busy] });
    const { run, clock, told, requests } = await startAnswer(answers, {
      isPatient: true,
      fallbacks: ['second'],
      answer: half,
    });
    await told.find((metadata) => metadata.wait !== undefined);
    clock.advance(20_000);
    expect(messageText(await run)).toBe('One, two, From corp-chat.');
    expect(asked(requests)).toEqual(['corp-chat', 'corp-chat']);
  });
});
