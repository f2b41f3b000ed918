import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { chatPage } from '../../test-support/open-chat.tsx';
import { renderPart } from '../../test-support/render-part.tsx';
import { sampleKeySession } from '../../test-support/samples.ts';
import { createDrafts } from './drafts.ts';

const message = page.getByRole('textbox', { name: 'Message' });
const model = page.getByRole('combobox', { name: 'Model' });
const dialog = page.getByRole('dialog', { name: 'API key for Plain' });
const field = dialog.getByLabelText('API key');
const secret = 'k3y-0f-4d4';

beforeEach(async () => {
  await page.viewport(1000, 700);
});

async function openWith(credential: 'key' | 'key-missing') {
  const deployments = sampleKeySession.deployments.map((each) =>
    each.id === 'plain' ? { ...each, credential } : each,
  );
  const main = new FakeMain({ session: { ...sampleKeySession, deployments } });
  const shown = { id: crypto.randomUUID(), isNew: true };
  await renderPart(chatPage(createDrafts(), deployments)(shown), main.bridge);
  await model.click();
  return main;
}

const setKeys = (main: FakeMain) =>
  main.calls.filter(({ name }) => name === 'session.setKey').map(({ input }) => input);

describe('a model that wants a key', () => {
  test('says so before it is chosen, and asks once it is', async () => {
    await openWith('key-missing');
    await expect.element(page.getByRole('option', { name: /Plain/ })).toMatchTextContent('needs a key');
    await expect.element(page.getByRole('option', { name: /Careful/ })).not.toMatchTextContent('needs a key');
    await page.getByRole('option', { name: /Plain/ }).click();
    await expect.element(dialog).toBeVisible();
    await expect.element(field).toHaveAttribute('type', 'password');
    await expect.element(field).toHaveAttribute('autocomplete', 'off');
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(message).toHaveFocus();
  });

  test('a message is not sent without it, and not lost over it', async () => {
    const main = await openWith('key-missing');
    await page.getByRole('option', { name: /Plain/ }).click();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await message.fill('Hello');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog).toBeVisible();
    expect(main.turns).toHaveLength(0);
    await field.fill(`  ${secret} `);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => main.turns).toHaveLength(1);
    expect(setKeys(main)).toEqual([{ deploymentId: 'plain', key: secret }]);
    await expect.element(message).toHaveValue('');
    main.turns[0]?.finish();
  });

  test('a key stays nowhere in the page, sent or refused', async () => {
    const main = await openWith('key-missing');
    await page.getByRole('option', { name: /Plain/ }).click();
    main.refuse('session.setKey', 'disk-full');
    await field.fill(secret);
    // Not the page's whole text: a failure would print it.
    expect(document.documentElement.outerHTML.includes(secret)).toBe(false);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('disk-full');
    await expect.element(field).toHaveValue('');
    await expect.element(dialog.getByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true');
    await expect.element(dialog.getByRole('button', { name: 'Remove key' })).not.toBeInTheDocument();
  });

  test('one that is kept can be taken away again', async () => {
    const main = await openWith('key');
    await page.getByRole('option', { name: /Plain/ }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'API key' }).click();
    await dialog.getByRole('button', { name: 'Remove key' }).click();
    await expect.poll(() => setKeys(main)).toEqual([{ deploymentId: 'plain', key: '' }]);
    await expect.element(dialog).not.toBeInTheDocument();
  });
});
