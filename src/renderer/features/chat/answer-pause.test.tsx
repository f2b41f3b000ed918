import { beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { ask, openChat } from '../../test-support/open-chat.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const log = page.getByRole('log', { name: 'Conversation' });
const stop = page.getByRole('button', { name: 'Stop' });
const card = log.getByRole('alert');

beforeEach(async () => {
  await page.viewport(1000, 700);
});

async function pausedTurn(code: ErrorCode) {
  const main = new FakeMain();
  await openChat(main);
  const turn = await ask(main, 'Hi');
  turn.write('Half an ans');
  const error = new AppError(code).toData();
  turn.pause(error);
  await expect.element(card).toMatchTextContent(error.correlationId);
  return { main, turn };
}

test('an answer that waits for a sign-in says so where it broke off, and the same answer goes on', async () => {
  const { main, turn } = await pausedTurn('claims-challenge');
  await expect.element(log.getByText('Half an ans')).toBeVisible();
  await expect.element(stop).toBeVisible();
  await expect.element(card.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument();
  await card.getByRole('button', { name: 'Sign in' }).click();
  expect(main.calls.at(-1)).toEqual({ name: 'session.signIn', input: undefined });
  turn.pause(null);
  turn.write('wer');
  await expect.element(log.getByText('Half an answer')).toBeVisible();
  await expect.element(card).not.toBeInTheDocument();
  await expect.element(message).toHaveFocus();
  turn.finish();
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeVisible();
  expect(log.getByRole('article').elements()).toHaveLength(2);
});

test('a permission that is missing is asked for by a click, not by itself', async () => {
  const { main } = await pausedTurn('consent-required');
  expect(main.calls.map(({ name }) => name)).not.toContain('session.signIn');
  await card.getByRole('button', { name: 'Continue' }).click();
  expect(main.calls.at(-1)?.name).toBe('session.signIn');
});

test('an answer that waits can be given up, and keeps what has arrived', async () => {
  const { turn } = await pausedTurn('sign-in-required');
  await stop.click();
  await expect.poll(() => turn.isStopped).toBe(true);
  await expect.element(log.getByText('Half an ans')).toBeVisible();
  await expect.element(card).not.toBeInTheDocument();
});

test('a refused key is asked for anew, for the model of that answer', async () => {
  const { main, turn } = await pausedTurn('key-refused');
  await card.getByRole('button', { name: 'Enter key' }).click();
  await page.getByRole('dialog', { name: 'API key for Everyday' }).getByLabelText('API key').fill('right');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => main.calls.at(-1))
    .toEqual({
      name: 'session.setKey',
      input: { deploymentId: 'everyday', key: 'right' },
    });
  turn.pause(null);
  await expect.element(card).not.toBeInTheDocument();
});
