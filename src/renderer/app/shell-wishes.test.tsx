import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { CommandId } from '../../shared/commands/commands.ts';
import type { ShellWish } from '../../shared/model/shell.ts';
import { FakeMain, type FakeOptions } from '../test-support/fake-bridge.ts';
import { answer, question, sampleConversation, sampleSession } from '../test-support/samples.ts';
import { App } from './app.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const mark = page.getByText(/A link has put text into your message/);

async function start(windowId: string, options: FakeOptions = {}) {
  window.history.replaceState(null, '', `?window=${windowId}`);
  const main = new FakeMain(options);
  const screen = await render(<App bridge={main.bridge} nonce="test" />);
  const ask = (wish: ShellWish) => main.streams.get('shell.wishes')?.item(wish);
  const give = (command: CommandId) => main.streams.get('shell.commands')?.item(command);
  const offer = () =>
    main.calls.findLast(({ name }) => name === 'shell.commands')?.input as { readonly commands: readonly string[] };
  return { main, screen, ask, give, offer };
}

beforeEach(async () => {
  await page.viewport(1000, 700);
});

describe('a window that is asked from outside', () => {
  test('marks the words of a link until they are gone, and sends nothing', async () => {
    const { main, screen, ask } = await start('main-1');
    await expect.element(message).toBeVisible();
    ask({ kind: 'compose', text: 'Theirs' });
    await expect.element(message).toHaveValue('Theirs');
    await expect.element(mark).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect.element(mark).not.toBeInTheDocument();
    ask({ kind: 'compose', text: 'More' });
    await expect.element(message).toHaveValue('Theirs\n\nMore');
    await expect.element(mark).toBeVisible();
    await expect.poll(() => [...main.drafts.kept.values()].at(-1)).toMatchObject({ choices: { isLinked: true } });
    // Parley is started again.
    await screen.unmount();
    await render(<App bridge={main.bridge} nonce="test" />);
    await expect.element(message).toHaveValue('Theirs\n\nMore');
    await expect.element(mark).toBeVisible();
    await message.clear();
    await expect.element(mark).not.toBeInTheDocument();
    await message.fill('Mine');
    await expect.element(mark).not.toBeInTheDocument();
    expect(main.calls.map(({ name }) => name)).not.toContain('chat.send');
  });

  test('offers printing and exporting only where there is something, and tells why nothing was printed', async () => {
    const conversation = sampleConversation('Rollout', 1);
    const { main, ask, give, offer } = await start('main-1', {
      session: { ...sampleSession, abilities: ['export'] },
      conversations: [{ conversation, messages: [question('When?'), answer('In May.')] }],
    });
    await expect.poll(() => offer().commands).toContain('new-chat');
    expect(offer().commands).not.toContain('print');
    ask({ kind: 'open', conversationId: conversation.id, messageId: null });
    await expect.element(page.getByText('In May.')).toBeVisible();
    await expect.poll(() => offer().commands).toContain('print');
    main.refuse('shell.print', 'print-failed');
    give('print');
    await expect.element(page.getByRole('alert')).toMatchTextContent('print-failed');
    give('usage');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    give('settings');
    await expect.element(page.getByRole('dialog', { name: 'Settings' })).not.toBeInTheDocument();
    give('zoom-in');
    await expect.poll(() => main.calls.at(-1)?.input).toEqual({ zoomPercent: 110 });
  });

  test('shows a turn that another window has begun', async () => {
    const conversation = sampleConversation('Rollout', 1);
    const { main, ask } = await start('main-1', {
      conversations: [{ conversation, messages: [question('When?'), answer('In May.')] }],
    });
    await expect.element(message).toBeVisible();
    ask({ kind: 'open', conversationId: conversation.id, messageId: null });
    await expect.element(page.getByText('In May.')).toBeVisible();
    main.beginTurn(conversation.id, 'everyday');
    main.tellTurns(conversation.id);
    await expect.element(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  });
});

describe('the quick-ask window', () => {
  test('hides by Escape, but not out of a menu that is open', async () => {
    const { main } = await start('quick-ask');
    await expect.element(message).toHaveFocus();
    await page.getByRole('combobox', { name: 'Model' }).click();
    await userEvent.keyboard('{Escape}');
    expect(main.calls.map(({ name }) => name)).not.toContain('shell.leaveQuickAsk');
    await message.click();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => main.calls.at(-1)).toEqual({ name: 'shell.leaveQuickAsk', input: { kind: 'hide' } });
  });

  test('stops an answer by the first Escape and hides by the second', async () => {
    const { main } = await start('quick-ask');
    await message.fill('When?');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('button', { name: 'Stop' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => main.calls.map(({ name }) => name)).toContain('chat.stop');
    expect(main.calls.map(({ name }) => name)).not.toContain('shell.leaveQuickAsk');
  });

  test('has no list, no account and nothing to sign in with', async () => {
    const { main } = await start('quick-ask', { session: { kind: 'signed-out', error: null, readable: [] } });
    await page.getByRole('button', { name: 'Open Parley' }).click();
    await expect.poll(() => main.calls.at(-1)?.input).toEqual({ kind: 'open-window' });
    await expect.element(page.getByRole('button', { name: 'Sign in' })).not.toBeInTheDocument();
    await expect.element(page.getByRole('navigation')).not.toBeInTheDocument();
  });
});
