import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AppError } from '../../shared/errors.ts';
import type { SessionState } from '../../shared/model/session.ts';
import { FakeMain, type FakeOptions } from '../test-support/fake-bridge.ts';
import {
  answer,
  question,
  sampleConversation,
  sampleEvidence,
  sampleSession,
  sampleSignIn,
} from '../test-support/samples.ts';
import { App } from './app.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const list = page.getByRole('navigation', { name: 'Conversations' });
const panel = page.getByRole('dialog', { name: 'Finish signing in in your browser' });
const conversation = {
  conversation: sampleConversation('Secret plan', 1),
  messages: [question('A question of mine'), answer('An answer to it')],
};

beforeEach(async () => {
  await page.viewport(1000, 700);
});

async function start(options: FakeOptions = {}) {
  const main = new FakeMain({ conversations: [conversation], ...options });
  await render(<App bridge={main.bridge} nonce="test" />);
  return main;
}

describe('a sign-in beside the conversations', () => {
  test('takes nothing away, and gives the focus back', async () => {
    const main = await start();
    await list.getByRole('button', { name: 'Secret plan', exact: true }).click();
    await message.fill('Half a thought');
    main.setSession({ ...sampleSession, signIn: sampleSignIn() });
    await expect.element(panel).toHaveFocus();
    await expect.element(page.getByText('An answer to it')).toBeVisible();
    await panel.getByRole('button', { name: 'Copy sign-in link' }).click();
    await expect.poll(() => main.calls.map(({ name }) => name)).toContain('session.copySignInLink');
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(panel).not.toBeInTheDocument();
    await expect.element(message).toHaveFocus();
    await expect.element(message).toHaveValue('Half a thought');
  });

  test('does not stop anybody from writing on, or pull them out of it at its end', async () => {
    const main = await start();
    main.setSession({ ...sampleSession, signIn: sampleSignIn() });
    await expect.element(panel).toHaveFocus();
    await message.click();
    await userEvent.keyboard('on');
    main.setSession(sampleSession);
    await expect.element(panel).not.toBeInTheDocument();
    await userEvent.keyboard('ward');
    await expect.element(message).toHaveValue('onward');
  });

  test('Escape calls it off, and stops no answer', async () => {
    const main = await start();
    await list.getByRole('button', { name: 'Secret plan', exact: true }).click();
    const turn = main.beginTurn(conversation.conversation.id, 'everyday');
    main.setSession({ ...sampleSession, signIn: sampleSignIn() });
    await expect.element(panel).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(panel).not.toBeInTheDocument();
    expect(turn.isStopped).toBe(false);
  });
});

describe('a locked account', () => {
  const locked: SessionState = {
    kind: 'locked',
    account: sampleSession.account,
    accounts: [sampleSession.account],
    error: new AppError('access-denied').toData(),
    evidence: sampleEvidence,
  };

  test('shows nothing of the conversations, and loses no draft', async () => {
    const main = await start();
    await list.getByRole('button', { name: 'Secret plan', exact: true }).click();
    await expect.element(page.getByText('An answer to it')).toBeVisible();
    await message.fill('Half a thought');
    await page.getByRole('button', { name: 'Account' }).click();
    main.setSession(locked);
    await expect.element(page.getByRole('heading', { name: 'This account has no access to Parley' })).toBeVisible();
    for (const text of ['Secret plan', 'A question of mine', 'An answer to it', 'Half a thought']) {
      expect(document.documentElement.outerHTML.includes(text), text).toBe(false);
    }
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(message).toHaveValue('Half a thought');
    await expect.element(page.getByText('An answer to it')).toBeVisible();
  });
});

describe('an access that could not be checked', () => {
  test('is told with its end, does not cover the work, and can be asked for again', async () => {
    const main = await start({ session: { ...sampleSession, uncheckedUntil: Date.now() + 3_600_000 } });
    await expect.element(page.getByText(/could not be checked; you can go on until .*\d\d/)).toBeVisible();
    await message.fill('still here');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => main.calls.map(({ name }) => name)).toContain('session.checkAccess');
    await expect.element(page.getByText(/could not be checked/)).not.toBeInTheDocument();
    await expect.element(message).toHaveValue('still here');
  });
});

test('a sign-in that was refused beside the conversations leads to IT, where only IT can help', async () => {
  const error = new AppError('sign-in-refused', { fields: { aadsts: 'AADSTS50105' } }).toData();
  await start({ session: { ...sampleSession, error } });
  const card = page.getByRole('alert');
  await expect.element(card).toMatchTextContent('Who can fix it: your IT department');
  await expect.element(card.getByRole('button', { name: 'Copy message' })).toBeVisible();
});
