import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AppError } from '../../shared/errors.ts';
import { FakeMain, type FakeOptions } from '../test-support/fake-bridge.ts';
import {
  answer,
  question,
  sampleConversation,
  sampleInfo,
  sampleReading,
  sampleSession,
  sampleSignIn,
} from '../test-support/samples.ts';
import { App } from './app.tsx';

const button = (name: RegExp | string) => page.getByRole('button', { name, exact: true });
const list = page.getByRole('navigation', { name: 'Conversations' });
const box = page.getByRole('searchbox', { name: 'Search conversations' });

beforeEach(async () => {
  await page.viewport(1000, 700);
});

async function start(options: FakeOptions = {}) {
  const main = new FakeMain(options);
  await render(<App bridge={main.bridge} nonce="test" />);
  return main;
}

function conversations() {
  const messages = [question('Why are there tides?'), answer('Because of the Moon.', { status: 'interrupted' })];
  return [{ conversation: sampleConversation('Tides', 1), messages }];
}

describe('reading without signing in', () => {
  test('is offered to whom it is allowed, by whose history it is, and to nobody else', async () => {
    const main = await start({ session: { kind: 'signed-out', error: null, readable: [] }, info: sampleInfo });
    await expect.element(button('Sign in')).toBeVisible();
    await expect.element(button(/^Read /)).not.toBeInTheDocument();
    const { account } = sampleSession;
    main.setSession({ kind: 'signed-out', error: null, readable: [account] });
    await button('Read your history').click();
    expect(main.calls).toContainEqual({ name: 'session.readHistory', input: { accountId: account.id } });
    main.setSession({
      kind: 'signed-out',
      error: null,
      readable: [account, { ...account, id: 'g', username: 'grace@x' }],
    });
    await expect.element(button('Read the history of grace@x')).toBeVisible();
  });

  test('shows conversations and nothing that could change them, ask a model or import', async () => {
    const main = await start({ session: sampleReading, conversations: conversations() });
    await expect.element(box).toHaveFocus();
    await list.getByRole('button', { name: 'Tides' }).click();
    await expect.element(page.getByRole('log', { name: 'Conversation' })).toMatchTextContent('Because of the Moon.');
    for (const name of [
      'Edit',
      'Regenerate',
      'Continue',
      'New chat',
      'More for Tides',
      'Account',
      'More for this answer',
    ]) {
      await expect.element(button(name), { message: name }).not.toBeInTheDocument();
    }
    await expect.element(page.getByRole('textbox', { name: 'Message' })).not.toBeInTheDocument();
    await list.getByRole('button', { name: 'Tides' }).dblClick();
    await userEvent.keyboard('{F2}');
    await userEvent.keyboard('{Delete}');
    await expect.element(list.getByRole('textbox', { name: /title/i })).not.toBeInTheDocument();
    await button('Copy answer').hover();
    const asked = main.calls.map(({ name }) => name);
    for (const name of asked) expect(name).not.toMatch(/chat\.|rename|arrange|delete|fork|import|setTemporary/);
  });

  test('finds what was written, and comes back to signing in', async () => {
    const main = await start({ session: sampleReading, conversations: conversations() });
    await box.fill('Moon');
    await list.getByText(/Because of the/).click();
    await expect.element(page.getByRole('heading', { name: 'Tides', level: 1 })).toBeVisible();
    await button('Export…').click();
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await button('Sign in').click();
    await expect.element(page.getByRole('dialog', { name: 'Finish signing in in your browser' })).toBeVisible();
    main.setSession({ ...sampleReading, abilities: [], signIn: null });
    await expect.element(button('Export…')).not.toBeInTheDocument();
    await button('Close').click();
    await expect.element(button('Read your history')).toBeVisible();
    main.setSession({ ...sampleReading, signIn: sampleSignIn() });
    await expect.element(button('Sign in')).toHaveAttribute('aria-disabled', 'true');
  });

  test('in a narrow window begins with the list, and leaves it for what was chosen', async () => {
    await page.viewport(420, 600);
    await start({ session: sampleReading, conversations: conversations() });
    await list.getByRole('button', { name: 'Tides' }).click();
    await expect.element(list).not.toBeInTheDocument();
    await expect.element(page.getByText('Because of the Moon.')).toBeVisible();
    await button('Show conversations').click();
    await expect.element(list).toBeVisible();
  });
});

describe('a history of which a part cannot be read', () => {
  test('offers its ways out at once, and goes on being read', async () => {
    const error = new AppError('history-unreadable', { fields: { reason: 'wrong-key-or-corrupt' } }).toData();
    const backups = [{ time: Date.UTC(2026, 10, 20, 12), bytes: 5000 }];
    const main = await start({ session: { ...sampleSession, damage: { error, rescue: { backups } } } });
    await button('What can I do?').click();
    const dialog = page.getByRole('dialog', { name: 'A part of your conversations cannot be read' });
    await dialog.getByRole('button', { name: /backup of Nov 20/ }).click();
    const asked = page.getByRole('alertdialog', { name: 'Restore this backup?' });
    await asked.getByRole('button', { name: 'Cancel' }).click();
    expect(main.calls.map(({ name }) => name)).not.toContain('history.restore');
    await dialog.getByRole('button', { name: 'Go on reading' }).click();
    await expect.element(button('What can I do?')).not.toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  });
});

describe('a start that takes long', () => {
  test('says what is done, how far it is, and that it may be left', async () => {
    const main = await start({ session: { kind: 'starting', work: { kind: 'copying', done: 0.31 } } });
    await expect.element(page.getByRole('heading', { name: 'Updating your conversations' })).toBeVisible();
    await expect.element(page.getByText('Step 1 of 3: making a copy, 31 %')).toBeVisible();
    await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '0.31');
    await expect.element(page.getByText(/Nothing is lost if you close Parley/)).toBeVisible();
    main.setSession({ kind: 'starting', work: { kind: 'checking', done: null } });
    await expect.element(page.getByText(/^Step 3 of 3/)).toBeVisible();
    await expect.element(page.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow');
  });
});
