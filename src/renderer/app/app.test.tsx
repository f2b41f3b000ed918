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
  sampleSession,
  sampleSignIn,
} from '../test-support/samples.ts';
import { App } from './app.tsx';

const message = page.getByRole('textbox', { name: 'Message' });
const list = page.getByRole('navigation', { name: 'Conversations' });
const card = page.getByRole('alert');
const signIn = page.getByRole('button', { name: 'Sign in' });

beforeEach(async () => {
  await page.viewport(1000, 700);
});

async function start(options: FakeOptions = {}) {
  const main = new FakeMain(options);
  await render(<App bridge={main.bridge} nonce="test" />);
  return main;
}

describe('the session', () => {
  test('a sign-in that failed is told on the sign-in page, with its correlation id', async () => {
    const error = new AppError('sign-in-refused', { fields: { aadsts: 'AADSTS53003' } }).toData();
    const main = await start({ session: { kind: 'signed-out', error, readable: [] } });
    await expect.element(page.getByRole('heading', { name: /Contoso/ })).toBeVisible();
    await expect.element(card).toMatchTextContent('AADSTS53003');
    await expect.element(card).toMatchTextContent(error.correlationId);
    await expect.element(card.getByRole('button', { name: 'Copy details' })).toBeVisible();
    await signIn.click();
    await expect.element(page.getByRole('heading', { name: 'Finish signing in in your browser' })).toBeVisible();
    main.setSession(sampleSession);
    await expect.element(message).toBeVisible();
    await expect.element(message).toHaveFocus();
  });

  test('a person whose browser did not open is not stuck', async () => {
    const main = await start({ session: { kind: 'signing-in', ...sampleSignIn() } });
    await page.getByRole('button', { name: 'Copy sign-in link' }).click();
    await expect.poll(() => main.calls.map(({ name }) => name)).toContain('session.copySignInLink');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(signIn).toBeVisible();
    await expect.element(card).toMatchTextContent('The sign-in was cancelled.');
  });

  test('a link is not offered for copying before there is one', async () => {
    const main = await start({ session: { kind: 'signing-in', ...sampleSignIn(), linkReady: false } });
    await expect.element(page.getByText('Contacting the sign-in service…')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Copy sign-in link' })).not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
    main.setSession({ kind: 'signing-in', ...sampleSignIn() });
    await expect.element(page.getByRole('button', { name: 'Copy sign-in link' })).toBeVisible();
    await expect.element(page.getByText('Contacting the sign-in service…')).not.toBeInTheDocument();
  });

  test('signing in once more does not fail in silence, and is told once', async () => {
    const main = await start();
    const error = new AppError('network-unreachable').toData();
    main.setSession({ ...sampleSession, error });
    await expect.element(card).toMatchTextContent(error.correlationId);
    await message.fill('still here');
    await card.getByRole('button', { name: 'Dismiss' }).click();
    await expect.element(card).not.toBeInTheDocument();
    main.setSession({ ...sampleSession, error: { ...error } });
    await expect.element(message).toHaveValue('still here');
    await expect.element(card).not.toBeInTheDocument();
    const next = new AppError('network-unreachable').toData();
    main.setSession({ ...sampleSession, error: next });
    await expect.element(card).toMatchTextContent(next.correlationId);
  });

  test('a failing sign-in command does not leave a button that does nothing', async () => {
    const main = await start({ session: { kind: 'signed-out', error: null, readable: [] } });
    await expect.element(signIn).toBeVisible();
    main.refuse('session.signIn', 'internal');
    await signIn.click();
    await expect.element(card).toMatchTextContent('internal');
  });

  test('blocked names what IT has to mend, and tries again', async () => {
    const error = new AppError('policy-invalid', { fields: { source: '/etc/parley/policy.json', key: 'Cloud' } });
    await start({ session: { kind: 'blocked', error: error.toData(), rescue: null } });
    await expect.element(card).toMatchTextContent('/etc/parley/policy.json');
    await card.getByRole('button', { name: 'Try again' }).click();
    await expect.element(message).toBeVisible();
  });

  test('signing out is reached from the account, which says who is there', async () => {
    const main = await start();
    await page.getByRole('button', { name: 'Account' }).click();
    await expect.element(page.getByText('ada.lovelace@contoso.example')).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign out' }).click();
    await expect.element(signIn).toBeVisible();
    expect(main.calls.map(({ name }) => name)).toContain('session.signOut');
  });

  test('a draft survives a sign-in in between, and nobody else sees it', async () => {
    const main = await start();
    await message.fill('Half a thought');
    main.setSession({ kind: 'signing-in', ...sampleSignIn() });
    await expect.element(message).not.toBeInTheDocument();
    main.setSession({ ...sampleSession, account: { ...sampleSession.account, id: 'bob', givenName: 'Bob' } });
    await expect.element(message).toHaveValue('');
    main.setSession(sampleSession);
    await expect.element(message).toHaveValue('Half a thought');
  });

  test('the notice and the warning of an unprotected computer are not only in a log', async () => {
    await start({ info: { ...sampleInfo, notice: 'This is a demo.', unprotectedStorage: true } });
    await expect.element(page.getByText('This is a demo.')).toBeVisible();
    await expect.element(page.getByText(/no keyring/)).toBeVisible();
  });
});

describe('conversations', () => {
  const [first, second] = ['First one', 'Second one'].map((title, index) => ({
    conversation: sampleConversation(title, 1 + index),
    messages: [question(`Question of ${title}`), answer('Answer')],
  }));
  const conversations = [first, second].flatMap((item) => (item === undefined ? [] : [item]));

  test('a new one appears in the list with its first message, and is the current one', async () => {
    const main = await start({ conversations });
    await page.getByRole('button', { name: 'New chat' }).click();
    await message.fill('Third one');
    await page.getByRole('button', { name: 'Send' }).click();
    const row = list.getByRole('button', { name: 'Third one', exact: true });
    await expect.element(row).toHaveAttribute('aria-current', 'page');
    await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('Third one');
    main.turns[0]?.finish();
  });

  test('the arrow keys reach every row, F2 renames in place, Escape leaves the title as it was', async () => {
    const main = await start({ conversations });
    const row = list.getByRole('button', { name: 'First one', exact: true });
    await row.click();
    row.element().focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(list.getByRole('button', { name: 'Second one', exact: true })).toHaveFocus();
    await userEvent.keyboard('{Home}{F2}');
    await expect.element(page.getByRole('textbox', { name: 'Title' })).toHaveFocus();
    await userEvent.keyboard('Something else{Escape}');
    await expect.element(row).toHaveFocus();
    expect(main.calls.map(({ name }) => name)).not.toContain('history.rename');
    await userEvent.keyboard('{F2}Renamed{Enter}');
    await expect.element(list.getByRole('button', { name: 'Renamed', exact: true })).toHaveFocus();
    await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('Renamed');
  });

  test('Delete shows neither the conversation nor its messages, and is taken back by Undo', async () => {
    const main = await start({ conversations });
    const row = list.getByRole('button', { name: 'First one', exact: true });
    await row.click();
    await expect.element(page.getByText('Question of First one')).toBeVisible();
    row.element().focus();
    await userEvent.keyboard('{Delete}');
    await expect.element(row).not.toBeInTheDocument();
    await expect.element(page.getByText('Question of First one')).not.toBeInTheDocument();
    await expect.element(list.getByRole('button', { name: 'Second one', exact: true })).toHaveFocus();
    await list.getByRole('button', { name: 'Undo' }).click();
    await expect.element(row).toHaveFocus();
    expect(main.list()).toHaveLength(2);
  });

  test('the title on top is renamed in place, and a refusal is told', async () => {
    const main = await start({ conversations });
    await list.getByRole('button', { name: 'First one', exact: true }).click();
    const title = page.getByRole('heading', { level: 1 });
    await title.getByRole('button').click();
    await userEvent.keyboard('Else{Escape}');
    await expect.element(title.getByRole('button')).toHaveFocus();
    await userEvent.keyboard('{F2}Renamed{Enter}');
    await expect.element(list.getByRole('button', { name: 'Renamed', exact: true })).toBeVisible();
    await expect.element(title).toHaveTextContent('Renamed');
    main.refuse('history.rename', 'history-locked');
    await title.getByRole('button').click();
    await userEvent.keyboard('Again{Enter}');
    await expect.element(card).toMatchTextContent('history-locked');
    await expect.element(title).toHaveTextContent('Renamed');
  });

  test('a rename that main refuses is told', async () => {
    const main = await start({ conversations });
    main.refuse('history.rename', 'history-locked');
    await list.getByRole('button', { name: 'More for First one' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await userEvent.keyboard('New{Enter}');
    await expect.element(list.getByRole('alert')).toMatchTextContent('history-locked');
    await expect.element(list.getByRole('button', { name: 'First one', exact: true })).toBeVisible();
  });

  test('in a narrow window the list is a drawer that closes on a choice', async () => {
    await page.viewport(400, 480);
    await start({ conversations });
    await expect.element(list).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Show conversations' }).click();
    await list.getByRole('button', { name: 'Second one', exact: true }).click();
    await expect.element(page.getByText('Question of Second one')).toBeVisible();
    await expect.element(list).not.toBeInTheDocument();
  });
});
