import { describe, expect, it } from 'vitest';
import { errorText } from '../../../shared/error-text.ts';
import { sendClosing, sendDelta, sendEvent, sendOpening, startEvents } from '../testing/model-server.ts';
import { startAnswer } from '../testing/start-answer.ts';
import { FilterWatch } from './content-filter.ts';

const safe = { filtered: false, severity: 'safe' };
const results = {
  hate: safe,
  self_harm: { filtered: false, severity: 'low' },
  sexual: safe,
  violence: { filtered: true, severity: 'high' },
  jailbreak: { filtered: false, detected: false },
};

const nothing = { sentence: '', fields: {} };

async function cardOf(answer: Parameters<typeof startAnswer>[0], apis?: ['chat']) {
  const { run } = await startAnswer(answer, apis === undefined ? {} : { apis });
  const { error } = (await run).metadata;
  return error === undefined
    ? nothing
    : { sentence: errorText(error).sentence, code: error.code, fields: error.fields };
}

describe('what the content filter says', () => {
  it.each([
    ['as it was', { code: 'content_filter', message: 'x', innererror: { content_filter_result: results } }],
    [
      'as responses say it',
      { code: 'content_filter', message: 'x', content_filters: [{ content_filter_results: results }] },
    ],
  ])('about a prompt is not passed on: %s', async (_how, error) => {
    const card = await cardOf((response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error }));
    });
    expect(card).toMatchObject({
      sentence: 'The content filter of your organisation stopped your message because of violence (high).',
      fields: { where: 'prompt', filtered: 'violence (high)', detected: 'self-harm (low)' },
    });
  });

  it('about an answer is not passed on', async () => {
    const card = await cardOf((response) => {
      startEvents(response);
      sendOpening(response);
      sendDelta(response, 'Half an');
      sendEvent(response, {
        type: 'response.in_progress',
        response: {
          id: 'r',
          created_at: 1,
          model: 'm',
          content_filters: [{ blocked: true, source_type: 'completion', content_filter_results: results }],
        },
      });
      sendClosing(response, 'content_filter');
    });
    expect(card).toMatchObject({
      code: 'content-filtered',
      sentence: 'The content filter of your organisation stopped this answer because of violence (high).',
      fields: { where: 'answer', deployment: 'Everyday', requestId: 'request-1' },
    });
  });

  it('about an answer of chat completions is not passed on', async () => {
    const event = (data: object) => `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', ...data })}\n\n`;
    const card = await cardOf(
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const prompt = { hate: safe, jailbreak: { filtered: false, detected: true } };
        response.write(event({ choices: [], prompt_filter_results: [{ content_filter_results: prompt }] }));
        response.write(event({ choices: [{ index: 0, delta: { content: 'Half' }, content_filter_results: {} }] }));
        const choice = { index: 0, delta: {}, finish_reason: 'content_filter', content_filter_results: results };
        response.end(`${event({ choices: [choice] })}data: [DONE]\n\n`);
      },
      ['chat'],
    );
    expect(card.fields).toMatchObject({ where: 'answer', filtered: 'violence (high)', detected: 'self-harm (low)' });
  });

  it('is lost behind a long answer, or in pieces of the network', async () => {
    const card = await cardOf((response) => {
      startEvents(response);
      sendOpening(response);
      for (let piece = 0; piece < 40; piece += 1) sendDelta(response, 'x'.repeat(50_000));
      const filters = [{ blocked: true, source_type: 'completion', content_filter_results: results }];
      const incomplete = { id: 'r', created_at: 1, model: 'm', status: 'incomplete', content_filters: filters };
      const data = JSON.stringify({
        type: 'response.incomplete',
        response: { ...incomplete, incomplete_details: { reason: 'content_filter' }, output: [], usage: null },
      });
      response.write(`data: ${data.slice(0, 200)}`);
      setImmediate(() => response.end(`${data.slice(200)}\n\n`));
    });
    expect(card.fields).toMatchObject({ where: 'answer', filtered: 'violence (high)' });
  });

  it.each([
    ['names of its own', { error: { innererror: { content_filter_result: { '<b>evil</b>': { filtered: true } } } } }],
    ['a severity of its own', { error: { innererror: { content_filter_result: { hate: { severity: 'call 555' } } } } }],
    ['no results', { error: { innererror: { content_filter_result: null } } }],
    ['a prototype', JSON.parse('{"error":{"__proto__":{"innererror":{}}}}') as unknown],
    ['nothing', undefined],
    ['a list', []],
    ['text', 'filtered'],
  ])('is shown as the service has written it, or breaks the card: %s', (_what, body) => {
    const watch = new FilterWatch();
    watch.seeRefusal(body);
    watch.see(body);
    expect(watch.findings).toEqual({});
  });

  it('comes with every piece of a stream, and is listed as often', () => {
    const watch = new FilterWatch();
    for (let piece = 0; piece < 3; piece += 1) watch.see({ choices: [{ content_filter_results: results }] });
    expect(watch.findings.filtered).toBe('violence (high)');
  });
});
