import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Message } from '../../../shared/model/message.ts';
import { sendClosing, sendDelta, sendEvent, sendOpening, startEvents } from '../testing/model-server.ts';
import { startAnswer } from '../testing/start-answer.ts';

/** What the keeper of the tests takes for an image. */
const png = 'iVBORw0K';

function sendImage(response: ServerResponse, id: string, result: string): void {
  const item = { id, type: 'image_generation_call' };
  sendEvent(response, {
    type: 'response.output_item.added',
    output_index: 0,
    item: { ...item, status: 'in_progress' },
  });
  sendEvent(response, {
    type: 'response.output_item.done',
    output_index: 0,
    item: { ...item, status: 'completed', result },
  });
}

function answerWith(...images: readonly string[]) {
  return (response: ServerResponse) => {
    startEvents(response);
    for (const [index, image] of images.entries()) sendImage(response, `ig_${index}`, image);
    sendOpening(response);
    sendDelta(response, 'Here.');
    sendClosing(response);
  };
}

const draws = { abilities: ['images'] } as const;

test('an image is a part of its own, in its place, and its bytes are nowhere in the message', async () => {
  const { run, requests, told } = await startAnswer(answerWith(png), { traits: { abilities: [...draws.abilities] } });
  const { parts, metadata } = await run;
  expect(metadata).toMatchObject({ status: 'complete' });
  expect(parts.map(({ type }) => type)).toEqual(['step-start', 'data-image', 'text']);
  expect(parts[1]).toMatchObject({ data: { attachmentId: 'kept-image-1', mediaType: 'image/png', kind: 'image' } });
  expect(JSON.stringify([parts, metadata])).not.toContain(png);
  expect(requests[0]?.body['tools']).toEqual([{ type: 'image_generation', output_format: 'png' }]);
  expect(await told.find(({ isMakingImage }) => isMakingImage === true)).toBeDefined();
});

test('what is no image is left out and counted, and more than ten are', async () => {
  const many = Array.from({ length: 12 }, () => png);
  const { run } = await startAnswer(answerWith('<svg>', ...many), { traits: { abilities: [...draws.abilities] } });
  const { parts, metadata } = await run;
  expect(parts.filter(({ type }) => type === 'data-image')).toHaveLength(9);
  expect(metadata).toMatchObject({ status: 'complete', lostImages: 4 });
});

test('Azure is not told which of its deployments makes the images, and refuses', async () => {
  const { run, requests } = await startAnswer(answerWith(png), {
    traits: { abilities: [...draws.abilities], imageDeployment: 'corp-images' },
  });
  await run;
  expect(requests[0]?.headers['x-ms-oai-image-generation-deployment']).toBe('corp-images');
});

test('a model that may not make images is not offered to, nor one of the other API, which refuses the whole request', async () => {
  for (const options of [{}, { api: 'chat' as const, traits: { abilities: [...draws.abilities] } }]) {
    const { run, requests } = await startAnswer((response) => response.writeHead(400).end('{}'), options);
    await run;
    expect(JSON.stringify(requests[0]?.body)).not.toContain('image_generation');
  }
});

test('an image of an earlier answer is seen again, or said to be there', async () => {
  const image = {
    attachmentId: 'f',
    filename: 'image-1.png',
    kind: 'image',
    mediaType: 'image/png',
    bytes: 8,
  } as const;
  const metadata = { createdAt: 1 };
  const messages: Message[] = [
    { id: 'q1', role: 'user', parts: [{ type: 'text', text: 'Draw' }], metadata },
    { id: 'a1', role: 'assistant', parts: [{ type: 'data-image', data: { ...image, truncated: false } }], metadata },
    { id: 'q2', role: 'user', parts: [{ type: 'text', text: 'What is in it?' }], metadata },
  ];
  for (const [abilities, expected] of [
    [['vision'], 'data:image/png;base64,'],
    [[], 'which you cannot see'],
  ] as const) {
    const { run, requests } = await startAnswer(answerWith(), { messages, traits: { abilities: [...abilities] } });
    await run;
    const input = JSON.stringify(requests[0]?.body['input']);
    expect(input).toContain(expected);
    expect(input.indexOf(expected)).toBeLessThan(input.indexOf('What is in it?'));
  }
});
