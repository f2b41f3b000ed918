import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { App } from './app.tsx';
import { FakeMain } from '../test-support/fake-bridge.ts';
import { stored } from '../test-support/open-chat.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const log = page.getByRole('log', { name: 'Conversation' });
const waiting = page.getByRole('list', { name: 'Waiting messages' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const saves = (main: FakeMain) => main.calls.filter(({ name }) => name === 'drafts.save');

beforeEach(async () => {
  await page.viewport(1000, 700);
  window.history.replaceState(null, '', '#');
});

async function openApp(main: FakeMain) {
  const screen = await render(<App bridge={main.bridge} nonce="test" />);
  await expect.element(message).toBeVisible();
  return screen;
}

async function openStored(main: FakeMain) {
  const screen = await openApp(main);
  await page.getByRole('navigation', { name: 'Conversations' }).getByText('Stored').click();
  await expect.element(log).toBeVisible();
  return screen;
}

describe('what is written and not sent', () => {
  test('is there again in a window that is opened anew, in the new chat that it was written in', async () => {
    const main = new FakeMain();
    const first = await openApp(main);
    await message.fill('half a thought');
    await expect.poll(() => [...main.drafts.kept.values()].map(({ text }) => text)).toEqual(['half a thought']);
    await first.unmount();
    await openApp(main);
    await expect.element(message).toHaveValue('half a thought');
    await button('New chat').first().click();
    await expect.element(message).toHaveValue('half a thought');
  });

  test('does not stay behind once it is sent, nor at all where another window has sent it', async () => {
    const main = new FakeMain({ conversations: [stored('Q', 'A')] });
    await openStored(main);
    await message.fill('one');
    await userEvent.keyboard('{Enter}');
    await expect.element(button('Stop')).toBeVisible();
    await expect.poll(() => main.drafts.kept.size).toBe(0);
    main.turns.at(-1)?.finish();
    await message.fill('two');
    await expect.poll(() => main.drafts.kept.size).toBe(1);
    const [draft] = main.drafts.kept.values();
    main.drafts.write({ conversationId: draft?.conversationId ?? '', text: '', files: [], choices: {} });
    await expect.element(message).toHaveValue('');
  });

  test('typing fast is saved all the same, and never a second save before the first has come back', async () => {
    const main = new FakeMain();
    await openApp(main);
    const release = main.hold('drafts.save');
    await message.fill('a');
    await expect.poll(() => saves(main).length).toBe(1);
    await userEvent.keyboard('bcdef');
    expect(saves(main)).toHaveLength(1);
    release();
    await expect.poll(() => [...main.drafts.kept.values()].at(-1)?.text).toBe('abcdef');
  });

  test('a full disk costs no word, and is said calmly', async () => {
    const main = new FakeMain();
    await openApp(main);
    main.refuse('drafts.save', 'disk-full');
    await message.fill('kept here');
    await expect.element(page.getByText(/What you write is still here, but it is not being saved/)).toBeVisible();
    await expect.element(message).toHaveValue('kept here');
  });

  test('the list marks it, and not the conversation that is shown', async () => {
    const main = new FakeMain({ conversations: [stored('Q', 'A')] });
    await openStored(main);
    await message.fill('later');
    const row = page.getByRole('navigation', { name: 'Conversations' });
    await expect.element(row.getByText('Draft', { exact: true })).not.toBeInTheDocument();
    await button('New chat').first().click();
    await expect.element(row.getByText('Draft', { exact: true })).toBeVisible();
  });

  test('words in a conversation that is deleted elsewhere go to a new chat', async () => {
    const conversation = stored('Q', 'A');
    const main = new FakeMain({ conversations: [conversation] });
    await openStored(main);
    await message.fill('not lost');
    await main.bridge.history.delete({ conversationIds: [conversation.conversation.id] });
    await expect.element(page.getByRole('heading', { name: /Good .*, Ada/ })).toBeVisible();
    await expect.element(message).toHaveValue('not lost');
  });
});

describe('a message that waits', () => {
  test('is put behind the answer that is written, can be edited and taken out, and is joined once main sends it', async () => {
    const conversation = stored('Q', 'A');
    const main = new FakeMain({ conversations: [conversation] });
    await openStored(main);
    await message.fill('first');
    await userEvent.keyboard('{Enter}');
    await expect.element(button('Stop')).toBeVisible();
    await message.fill('second');
    await userEvent.keyboard('{Enter}');
    await expect.element(waiting.getByText('Will be sent after the answer before it.')).toBeVisible();
    await expect.element(message).toHaveValue('');
    await message.fill('third');
    await button('Edit waiting message').click();
    await expect.element(message).toHaveValue('second\n\nthird');
    await expect.element(waiting).not.toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    await button('Cancel waiting message').click();
    await expect.element(waiting).not.toBeInTheDocument();
    await expect.element(message).toHaveFocus();
    main.turns.at(-1)?.write('done');
    main.turns.at(-1)?.finish();
    await expect.element(button('Stop')).not.toBeInTheDocument();
    const turn = main.beginTurn(conversation.conversation.id, 'everyday');
    main.outbox.tellSent(conversation.conversation.id);
    await expect.element(button('Stop')).toBeVisible();
    turn.write('by itself');
    await expect.element(log.getByText('by itself')).toBeVisible();
  });

  test('without a network says so, goes by itself or not as the person wants, and is not sent now', async () => {
    const main = new FakeMain({ conversations: [stored('Q', 'A')] });
    await openStored(main);
    main.outbox.set({ isOnline: false });
    await expect.element(page.getByText('You are offline. Messages wait until you are back.')).toBeVisible();
    await message.fill('from the train');
    await userEvent.keyboard('{Enter}');
    await expect.element(waiting.getByText('Will be sent when you are back online.')).toBeVisible();
    expect(main.turns).toHaveLength(0);
    await page.getByRole('checkbox', { name: 'Send by itself' }).click();
    await expect.element(waiting.getByText('Waits until you send it.')).toBeVisible();
    await expect.element(button('Send now')).not.toBeInTheDocument();
    main.outbox.set({ isOnline: true });
    await button('Send now').click();
    expect(main.calls.map(({ name }) => name)).toContain('outbox.sendNow');
  });

  test('one that cannot be sent any more says why, and what to do', async () => {
    const main = new FakeMain({ conversations: [stored('Q', 'A')] });
    await openStored(main);
    main.outbox.set({ isOnline: false });
    await message.fill('too late');
    await userEvent.keyboard('{Enter}');
    await expect.element(waiting).toBeVisible();
    const error = main.refuse('none', 'attachment-missing');
    main.outbox.put((each) => ({ ...each, state: { kind: 'refused', error } }));
    await expect.element(waiting.getByText(/A file of this message is not there any more/)).toBeVisible();
  });
});
