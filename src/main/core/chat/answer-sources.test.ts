import { expect, test } from 'vitest';
import { sourceLimit } from '../../../shared/model/source.ts';
import { sendDelta, sendEvent, sendOpening, startEvents } from '../testing/model-server.ts';
import { startAnswer } from '../testing/start-answer.ts';
import { AnswerSources } from './answer-sources.ts';

const url = (address: string, title = 'Title') =>
  ({ type: 'source-url', sourceId: Math.random().toString(), url: address, title }) as const;

test.each([
  ['an address that runs code', 'javascript:alert(1)'],
  ['an address with a password', 'https://a:b@example.org/'],
  ['an address of this computer’s files', 'file:///etc/passwd'],
  ['a mail to be written', 'mailto:a@example.org'],
  ['an address without an end', `https://example.org/${'a'.repeat(9000)}`],
])('%s is text and no link', (_name, address) => {
  expect(new AnswerSources([]).see(url(address))).toMatchObject({ type: 'source-document', title: 'Title' });
});

test('a title that turns the line around, or has no end, is one short line', () => {
  const told = new AnswerSources([]).see(url('https://example.org/', `Bank\u202E\u200B\n${'x'.repeat(10_000)}`));
  expect(told).toMatchObject({ title: `Bank ${'x'.repeat(194)}…` });
});

test('5,000 sources are as many as a person reads, and the rest are counted', () => {
  const sources = new AnswerSources([]);
  const told = Array.from({ length: 5000 }, (_, index) => sources.see(url(`https://example.org/${index}`)));
  expect(told.filter((chunk) => chunk !== undefined)).toHaveLength(sourceLimit);
  expect(sources.omitted).toBe(5000 - sourceLimit);
});

test('a source is told once, also by the next stream of the same answer', () => {
  const first = new AnswerSources([]);
  const told = first.see(url('https://EXAMPLE.org/a'));
  expect(first.see(url('https://example.org/a', 'Another title'))).toBeUndefined();
  const next = new AnswerSources([
    { type: 'source-url', sourceId: 'source-1', url: 'https://example.org/a', title: 'Title' },
  ]);
  expect(next.see(url('https://example.org/a'))).toBeUndefined();
  expect(next.see(url('https://example.org/b'))).toMatchObject({ sourceId: 'source-2' });
  expect(told).toMatchObject({ sourceId: 'source-1', url: 'https://example.org/a' });
});

test('what the provider says of a text beside its citations goes no further', () => {
  const sources = new AnswerSources([]);
  sources.see(url('https://example.org/a'));
  const cited = { type: 'url_citation', url: 'https://example.org/a', title: 'T', start_index: 2, end_index: 5 };
  const end = (annotations: readonly unknown[]) =>
    sources.see({ type: 'text-end', id: '1', providerMetadata: { azure: { itemId: 'msg', annotations } } as never });
  expect(end([cited, { ...cited, end_index: 1 }, { ...cited, url: 'https://other.example/' }, 7])).toEqual({
    type: 'text-end',
    id: '1',
    providerMetadata: { parley: { citations: [{ sourceId: 'source-1', start: 2, end: 5 }] } },
  });
  expect(end([])).toEqual({ type: 'text-end', id: '1' });
});

test('an answer is kept with its sources and with the places that cite them', async () => {
  const annotation = {
    type: 'url_citation',
    url: 'https://example.org/heron',
    title: 'Herons',
    start_index: 0,
    end_index: 6,
  };
  const file = { type: 'file_citation', file_id: 'assistant-1', filename: 'plan.docx', index: 6 };
  const { run } = await startAnswer((response) => {
    startEvents(response);
    sendOpening(response);
    sendDelta(response, 'Herons fish.');
    const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    const type = 'response.output_text.annotation.added';
    sendEvent(response, { type, ...place, annotation_index: 0, annotation });
    sendEvent(response, { type, ...place, annotation_index: 1, annotation: file });
    const item = { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content: [] };
    sendEvent(response, { type: 'response.output_item.done', output_index: 0, item });
    const usage = { input_tokens: 12, output_tokens: 3, total_tokens: 15 };
    const whole = {
      id: 'resp_1',
      object: 'response',
      created_at: 1,
      model: 'gpt-5',
      output: [],
      status: 'completed',
      usage,
    };
    sendEvent(response, { type: 'response.completed', response: whole });
    response.end();
  });
  const { parts, metadata } = await run;
  expect(metadata).toMatchObject({ status: 'complete' });
  expect(parts.slice(1)).toEqual([
    {
      type: 'text',
      text: 'Herons fish.',
      state: 'done',
      providerMetadata: { parley: { citations: [{ sourceId: 'source-1', start: 0, end: 6 }] } },
    },
    { type: 'source-url', sourceId: 'source-1', url: 'https://example.org/heron', title: 'Herons' },
    { type: 'source-document', sourceId: 'source-2', mediaType: 'text/plain', title: 'plan.docx' },
  ]);
});
