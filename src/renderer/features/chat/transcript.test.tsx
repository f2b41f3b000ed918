import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { ask, chatPage, openChat, stored } from '../../test-support/open-chat.tsx';
import { renderPart } from '../../test-support/render-part.tsx';
import { question } from '../../test-support/samples.ts';

const log = page.getByRole('log', { name: 'Conversation' });
const long = stored(...Array.from({ length: 600 }, (_, index) => `text ${index}.`));

const latest = page.getByRole('button', { name: 'Jump to latest' });
const rows = () => log.getByRole('article').elements();

/** A row that can be seen, near the upper edge. */
function rowInSight(): Element | undefined {
  const { top } = log.element().getBoundingClientRect();
  return rows().find((row) => row.getBoundingClientRect().top > top);
}

/** Lets the window draw so many times. */
async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Scrolls as a person would, as far as it goes. */
async function scrollTo(top: number): Promise<void> {
  log.element().scrollTop = top;
  await expect.poll(() => log.element().querySelectorAll('[data-place]:not([data-message])').length).toBe(0);
}

test('a long conversation opens at its end, and does not draw what nobody sees', async () => {
  await openChat(new FakeMain({ conversations: [long] }), long);
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  expect(rows().length).toBeLessThan(60);
  const last = rows().at(-1);
  expect([last?.getAttribute('aria-posinset'), last?.getAttribute('aria-setsize')]).toEqual(['600', '600']);
});

test('earlier messages come as the person scrolls, and what is read stays where it is', async () => {
  await openChat(new FakeMain({ conversations: [long] }), long);
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  for (let step = 0; step < 40; step += 1) {
    const row = rowInSight();
    const top = row?.getBoundingClientRect().top ?? 0;
    await scrollTo(log.element().scrollTop - 150);
    await frames(3);
    expect(Math.abs((row?.getBoundingClientRect().top ?? 0) - top - 150)).toBeLessThan(3);
  }
  await expect.element(latest).toBeVisible();
  await latest.click();
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  await expect.element(latest).not.toBeInTheDocument();
});

test('the keyboard goes to the first message, which was never loaded, and back to the last', async () => {
  await openChat(new FakeMain({ conversations: [long] }), long);
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  (log.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.element(log.getByText('text 0.', { exact: true })).toBeInViewport();
  await userEvent.keyboard('{End}');
  await expect.element(log.getByText('text 599.')).toBeInViewport();
});

test('a hit opens its message, marked, and a question asked from there shows its answer', async () => {
  const main = new FakeMain({ conversations: [long] });
  const messageId = long.messages[40]?.id ?? '';
  const shown = { id: long.conversation.id, isNew: false, target: { messageId, wish: 1 } };
  await renderPart(chatPage()(shown), main.bridge);
  await expect.element(log.getByText('text 40.', { exact: true })).toBeInViewport();
  await expect.poll(() => document.activeElement?.getAttribute('data-message')).toBe(messageId);
  await expect.element(log.getByText('text 599.')).not.toBeInTheDocument();
  const turn = await ask(main, 'And now?');
  turn.write('The newest answer.');
  await expect.element(log.getByText('The newest answer.')).toBeInViewport();
});

test('whoever reads further up is not moved by an answer that is being written', async () => {
  const main = new FakeMain({ conversations: [long] });
  await openChat(main, long);
  const turn = await ask(main, 'And now?');
  turn.write('It begins.');
  await scrollTo(log.element().scrollTop - 3000);
  await frames(6);
  const row = rowInSight();
  const top = row?.getBoundingClientRect().top ?? 0;
  for (let line = 0; line < 20; line += 1) {
    turn.write(`\n\nLine ${line}`);
    await frames(1);
  }
  await frames(4);
  expect(Math.abs((row?.getBoundingClientRect().top ?? 0) - top)).toBeLessThan(2);
  await latest.click();
  await expect.element(log.getByText('Line 19')).toBeInViewport();
});

test('what is selected stays selected when it is scrolled out of sight', async () => {
  await openChat(new FakeMain({ conversations: [long] }), long);
  const text = log.getByText('text 599.');
  await expect.element(text).toBeInViewport();
  document.getSelection()?.selectAllChildren(text.element());
  // The window is told of it with the next frame.
  await frames(6);
  await scrollTo(log.element().scrollTop - 20_000);
  await frames(4);
  expect(document.getSelection()?.toString()).toContain('text 599.');
});

test('a question far up is edited on its own branch, and stands where it was when that is refused', async () => {
  const main = new FakeMain({ conversations: [long] });
  const messageId = long.messages[40]?.id ?? '';
  const shown = { id: long.conversation.id, isNew: false, target: { messageId, wish: 1 } };
  await renderPart(chatPage()(shown), main.bridge);
  await expect.poll(() => document.activeElement?.getAttribute('data-message')).toBe(messageId);
  const edited = log.getByRole('article', { name: 'You' }).filter({ hasText: 'text 40.' });
  main.refuse('chat.send', 'history-unavailable');
  await edited.getByRole('button', { name: 'Edit' }).click();
  await userEvent.keyboard(' Changed.');
  await log.getByRole('button', { name: 'Save and send' }).click();
  await expect.element(page.getByRole('alert')).toBeVisible();
  expect(rows().at(-1)?.getAttribute('aria-setsize')).toBe('600');
});

test('coming back shows what was read, not the end', async () => {
  const other = stored('another one');
  const main = new FakeMain({ conversations: [long, other] });
  const { screen, view, shown } = await openChat(main, long);
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  await scrollTo(log.element().scrollTop - 8000);
  await frames(6);
  const read = rowInSight();
  const text = read?.textContent ?? '';
  await screen.rerender(view({ id: other.conversation.id, isNew: false }));
  await expect.element(log.getByText('another one')).toBeVisible();
  await screen.rerender(view(shown));
  await expect.poll(() => rows().some((each) => each.textContent === text)).toBe(true);
  await expect.element(latest).toBeVisible();
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

test('a text is found in messages that were never loaded, and Escape gives the conversation back without stopping it', async () => {
  const { hub } = await openChat(new FakeMain({ conversations: [long] }), long);
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  hub.run('find');
  const field = page.getByRole('searchbox', { name: 'Find in conversation' });
  await expect.element(field).toHaveFocus();
  await field.fill('TEXT 3');
  await expect.element(page.getByText('111 of 111')).toBeVisible();
  await expect.element(log.getByText('text 399.')).toBeInViewport();
  await userEvent.keyboard('{Enter}');
  await expect.element(log.getByText('text 398.')).toBeInViewport();
  await userEvent.keyboard('{Shift>}{Enter}{Enter}{/Shift}');
  await expect.element(page.getByText('1 of 111')).toBeVisible();
  await expect.element(log.getByText('text 3.', { exact: true })).toBeInViewport();
  expect(CSS.highlights.get('found')?.size).toBeGreaterThan(0);
  await field.fill('nowhere');
  await expect.element(page.getByText('No results')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(field).not.toBeInTheDocument();
  await expect.element(log).toHaveFocus();
  expect(CSS.highlights.has('found')).toBe(false);
});

test('a page that fails is told where it is missing, leaves the person there, and is tried again there', async () => {
  const main = new FakeMain({ conversations: [long] });
  await openChat(main, long);
  await expect.element(log.getByText('text 599.')).toBeInViewport();
  main.refuse('history.messages', 'history-unavailable');
  log.element().scrollTop -= 12_000;
  const retry = log.getByRole('button', { name: 'Try again' });
  await expect.element(retry).toBeInViewport();
  await expect.element(latest).toBeVisible();
  await retry.click();
  await expect.element(log.getByRole('alert')).not.toBeInTheDocument();
  await expect.poll(() => log.element().querySelectorAll('[data-place]:not([data-message])').length).toBe(0);
  await expect.element(latest).toBeVisible();
});

test('a message that waited and is sent leaves what is read further up, and the composer, as they are', async () => {
  const main = new FakeMain({ conversations: [long] });
  await openChat(main, long);
  await scrollTo(log.element().scrollTop - 12_000);
  await frames(6);
  const read = rowInSight();
  const composer = page.getByRole('textbox', { name: 'Message' });
  await composer.fill('Meanwhile');
  await frames(4);
  const top = read?.getBoundingClientRect().top ?? 0;
  const id = long.conversation.id;
  const turn = main.beginTurn(id, 'careful', question('It waited.'));
  main.tellTurns(id);
  main.outbox.tellSent(id);
  await expect.poll(() => turn.followers).toBe(1);
  turn.write('The answer.');
  turn.finish();
  await expect.element(composer).toHaveFocus();
  await expect.element(composer).toHaveValue('Meanwhile');
  await expect.poll(() => rows()[0]?.getAttribute('aria-setsize')).toBe('602');
  expect(read?.isConnected).toBe(true);
  expect(Math.abs((read?.getBoundingClientRect().top ?? 0) - top)).toBeLessThan(3);
  await latest.click();
  await expect.element(log.getByText('It waited.')).toBeVisible();
  await expect.element(log.getByText('The answer.')).toBeInViewport();
});

test('what is found is marked where its accents and its letters are others than those that were typed', async () => {
  const conversation = stored('Über die Straße', 'U\u0308BER DIE STRASSE');
  const { hub } = await openChat(new FakeMain({ conversations: [conversation] }), conversation);
  hub.run('find');
  await page.getByRole('searchbox', { name: 'Find in conversation' }).fill('uber die strasse');
  const marked = () => [...(CSS.highlights.get('found') ?? [])].map((range) => (range as Range).toString());
  await expect.poll(marked).toEqual(['Über die Straße', 'U\u0308BER DIE STRASSE']);
});
