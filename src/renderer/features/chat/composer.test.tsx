import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createDrafts } from './drafts.ts';
import { emptyLibrary } from './chat-library.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { sampleSession } from '../../test-support/samples.ts';
import { ask, chatPage, openChat, stored } from '../../test-support/open-chat.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const log = page.getByRole('log', { name: 'Conversation' });
const send = page.getByRole('button', { name: 'Send' });
const card = page.getByRole('alert');

beforeEach(async () => {
  await page.viewport(1000, 700);
});

describe('the composer', () => {
  test('a sent message does not stay in the composer, and its answer does not stay out', async () => {
    const main = new FakeMain();
    const { shown } = await openChat(main);
    await expect.element(page.getByRole('heading', { name: /Good .*, Ada/ })).toBeVisible();
    const turn = await ask(main, '  What is TLS?  ');
    await expect.element(message).toHaveValue('');
    expect(main.calls.find(({ name }) => name === 'chat.send')?.input).toMatchObject({
      conversationId: shown.id,
      text: 'What is TLS?',
      deploymentId: 'everyday',
    });
    turn.write('A **protocol**.');
    await expect.element(log.getByText('protocol')).toBeVisible();
    turn.finish();
    await expect.element(send).toBeVisible();
    await expect.element(log.getByText('Everyday · 1,234 tokens')).toBeVisible();
  });

  test('Shift+Enter and the Enter of an input method do not send', async () => {
    const main = new FakeMain();
    await openChat(main);
    await message.fill('one');
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}two');
    await expect.element(message).toHaveValue('one\ntwo');
    const field = message.element();
    // oxlint-disable-next-line typescript/no-deprecated -- what an input method sends
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    expect(main.calls.map(({ name }) => name)).not.toContain('chat.send');
  });

  test('nothing is sent that is empty, and what is sent while an answer runs waits', async () => {
    const main = new FakeMain();
    await openChat(main);
    await expect.element(send).toHaveAttribute('aria-disabled', 'true');
    await message.fill('   ');
    await userEvent.keyboard('{Enter}');
    expect(main.turns).toHaveLength(0);
    await message.fill('\u200b\u00ad\u3164 \n\u2060');
    await expect.element(send).toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{Enter}');
    expect(main.turns).toHaveLength(0);
    await ask(main, 'first');
    await message.fill('second');
    await userEvent.keyboard('{Enter}');
    await expect.element(message).toHaveValue('');
    expect(main.turns).toHaveLength(1);
    expect(main.calls.findLast(({ name }) => name === 'outbox.add')?.input).toMatchObject({ text: 'second' });
  });

  test('a long paste goes along as a file, and can be put back into the message', async () => {
    const main = new FakeMain();
    await openChat(main);
    await message.fill('Look at this');
    const pasted = 'line of a log\n'.repeat(300);
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    message.element().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    const files = page.getByRole('list', { name: 'Files to send' });
    await expect.element(files.getByText('Pasted text.txt')).toBeVisible();
    await expect.element(message).toHaveValue('Look at this');
    await page.getByRole('button', { name: 'Insert Pasted text.txt as text' }).click();
    await expect.element(message).toHaveValue(`Look at this\n\n${pasted}`);
    await expect.element(files).not.toBeInTheDocument();
  });

  test('a long paste that cannot be read as a file is in the message, not lost', async () => {
    const main = new FakeMain();
    await openChat(main);
    main.refuse('attachments.add', 'attachment-mismatch');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', `%PDF-1.7 ${'x'.repeat(9000)}`);
    message.element().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    await expect.element(message).toHaveValue(`%PDF-1.7 ${'x'.repeat(9000)}`);
  });

  test('typing renders the composer alone: no message of the transcript, not even to find it unchanged', async () => {
    const conversation = stored('Q', 'An answer');
    const main = new FakeMain({ conversations: [conversation] });
    const drafts = createDrafts();
    let pages = 0;
    const counted = { ...emptyLibrary };
    Object.defineProperty(counted, 'assistants', { enumerable: true, get: () => ((pages += 1), []) });
    const shown = { id: conversation.conversation.id, isNew: false };
    await renderPart(chatPage(drafts, sampleSession.deployments, { library: counted })(shown), main.bridge);
    await expect.element(log.getByText('An answer')).toBeVisible();
    // The page reads the library whenever it is rendered, and the transcript is rendered by it alone.
    pages = 0;
    await userEvent.type(message, 'twenty characters');
    await expect.element(message).toHaveValue('twenty characters');
    expect(pages).toBe(0);
  });

  test('a person without any model is not left before a button that stays grey', async () => {
    const retired = sampleSession.deployments.map((each) => Object.assign({}, each, { retiresOn: '2020-01-31' }));
    await renderPart(
      chatPage(createDrafts(), retired)({ id: crypto.randomUUID(), isNew: true }),
      new FakeMain().bridge,
    );
    await expect.element(page.getByText(/^There is no model that you may use/)).toBeVisible();
  });

  test('a draft is not lost when main refuses it, and no question is left that nobody has got', async () => {
    const main = new FakeMain();
    const error = main.refuse('chat.send', 'network-unreachable', { host: 'contoso.example' });
    await openChat(main);
    await message.fill('Keep me');
    await userEvent.keyboard('{Enter}');
    await expect.element(card).toMatchTextContent(/Parley cannot reach contoso.example\./);
    await expect.element(card).toMatchTextContent(new RegExp(error.correlationId));
    await expect.element(message).toHaveValue('Keep me');
    await expect.element(log).not.toBeInTheDocument();
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.element(log.getByText('Keep me')).toBeVisible();
    await expect.element(card).not.toBeInTheDocument();
    await expect.element(message).toHaveValue('');
  });

  test('a draft stays until main has accepted it', async () => {
    const main = new FakeMain();
    await openChat(main);
    const release = main.hold('chat.send');
    await message.fill('Slow');
    await userEvent.keyboard('{Enter}');
    await expect.element(log.getByText('Slow')).toBeVisible();
    await expect.element(message).toHaveValue('Slow');
    release();
    await expect.element(message).toHaveValue('');
  });

  test('drafts do not mix between conversations', async () => {
    const main = new FakeMain();
    const view = chatPage();
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    const screen = await renderPart(view({ id: first, isNew: true }), main.bridge);
    await message.fill('of the first');
    await screen.rerender(view({ id: second, isNew: true }));
    await expect.element(message).toHaveValue('');
    await screen.rerender(view({ id: first, isNew: true }));
    await expect.element(message).toHaveValue('of the first');
  });

  test('the chosen model is not forgotten for the next message', async () => {
    const main = new FakeMain();
    const conversation = stored('Hi', 'Hello');
    await openChat(new FakeMain({ conversations: [conversation] }), conversation);
    await expect.element(page.getByRole('combobox', { name: 'Model' })).toHaveTextContent('Careful');
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: /Plain/ }).click();
    await expect.element(page.getByRole('combobox', { name: 'Model' })).toHaveTextContent('Plain');
    expect(main.turns).toHaveLength(0);
  });
});
