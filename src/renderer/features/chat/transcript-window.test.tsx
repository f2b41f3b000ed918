import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { ask, chatPage, openChat, stored } from '../../test-support/open-chat.tsx';
import { renderPart } from '../../test-support/render-part.tsx';
import { openingSpan, withEarlier, withLater } from './transcript-window.ts';

const log = page.getByRole('log', { name: 'Conversation' });
const long = stored(...Array.from({ length: 600 }, (_, index) => `text ${index}.`));

test('a span never leaves the conversation, and its end grows with it', () => {
  expect(openingSpan(3, -1)).toEqual({ start: 0, end: null });
  expect(openingSpan(10_000, -1)).toEqual({ start: 9900, end: null });
  expect(openingSpan(10_000, 20)).toEqual({ start: 0, end: 70 });
  expect(openingSpan(10_000, 9990)).toEqual({ start: 9940, end: null });
  expect(withEarlier({ start: 40, end: 70 })).toEqual({ start: 0, end: 70 });
  expect(withLater({ start: 0, end: 70 }, 170)).toEqual({ start: 0, end: null });
  expect(withLater({ start: 0, end: 70 }, 1000)).toEqual({ start: 0, end: 170 });
});

test('a long conversation opens at its end, and shows earlier messages without moving what is read', async () => {
  await openChat(new FakeMain({ conversations: [long] }), long);
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  expect(log.getByRole('article').elements()).toHaveLength(100);
  const first = log.getByText('text 500.').element();
  first.scrollIntoView();
  log.element().scrollTop = 0;
  const { top } = first.getBoundingClientRect();
  await page.getByRole('button', { name: 'Show earlier messages' }).click();
  await expect.poll(() => log.getByRole('article').elements().length).toBe(200);
  expect(Math.abs(first.getBoundingClientRect().top - top)).toBeLessThan(60);
});

test('a hit opens its message, marked, and a question asked from there shows its answer', async () => {
  const main = new FakeMain({ conversations: [long] });
  const messageId = long.messages[40]?.id ?? '';
  const shown = { id: long.conversation.id, isNew: false, target: { messageId, wish: 1 } };
  await renderPart(chatPage()(shown), main.bridge);
  await expect.element(log.getByText('text 40.', { exact: true })).toBeInViewport();
  await expect.poll(() => document.activeElement?.getAttribute('data-message')).toBe(messageId);
  await expect.element(log.getByText('text 599.')).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Show later messages' }).click();
  await expect.element(log.getByText('text 150.')).toBeInTheDocument();
  const turn = await ask(main, 'And now?');
  turn.write('The newest answer.');
  await expect.element(log.getByText('The newest answer.')).toBeInViewport();
});

test('a hit on a branch that is not shown opens that branch, at its message', async () => {
  const [asked, ...other] = stored('one', 'two', 'three').messages;
  const branch = asked === undefined ? [] : [asked, ...stored('four', 'five').messages];
  const messageId = branch[2]?.id ?? '';
  const kept = {
    ...stored(),
    messages: asked === undefined ? [] : [asked, ...other],
    branches: { [messageId]: branch },
  };
  const main = new FakeMain({ conversations: [kept] });
  await renderPart(chatPage()({ id: kept.conversation.id, isNew: false, target: { messageId, wish: 1 } }), main.bridge);
  await expect.element(log.getByText('five')).toBeInViewport();
  await expect.poll(() => document.activeElement?.getAttribute('data-message')).toBe(messageId);
  await expect.element(log.getByText('three')).not.toBeInTheDocument();
});
