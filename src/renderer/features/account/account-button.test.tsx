import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AccountHealth } from '../../../shared/model/account.ts';
import type { AppInfo } from '../../../shared/model/session.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import {
  sampleColleague,
  sampleEvidence,
  sampleHealth,
  sampleInfo,
  sampleSession,
  sampleTenants,
} from '../../test-support/samples.ts';
import { AccountButton } from './account-button.tsx';

const events = { onUsage: () => {}, onSettings: () => {}, onImport: () => {}, onExport: undefined };
const account = page.getByRole('button', { name: 'Account' });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const ada = sampleSession.account;

beforeEach(async () => {
  await page.viewport(1000, 700);
});

async function openMenu(health: AccountHealth = sampleHealth, info: AppInfo = sampleInfo) {
  const main = new FakeMain({ health });
  await renderPart(<AccountButton account={ada} accounts={[ada, sampleColleague]} {...events} />, main.bridge, info);
  await account.click();
  await expect.element(page.getByText(ada.username)).toBeVisible();
  return main;
}

describe('the account’s menu', () => {
  test('how the sign-in stands is not told in codes', async () => {
    const now = Date.now();
    const broker = { state: 'tripped', reason: 'silent-deadline', since: now } as const;
    const health = { ...sampleHealth, roles: ['Parley.User'], expiresAt: now + 60_000, renewedAt: now, broker };
    await openMenu(health);
    await expect.element(page.getByText('Parley.User')).toBeVisible();
    await expect.element(page.getByText('In the browser')).toBeVisible();
    await expect.element(page.getByText(/^Signed in until .*\d\d/)).toBeVisible();
    await expect.element(page.getByText(/it did not answer in time$/)).toBeVisible();
    await expect.element(page.getByText('silent-deadline')).not.toBeInTheDocument();
  });

  test('the cloud is told where it could be another one', async () => {
    await openMenu(sampleHealth, { ...sampleInfo, tenants: sampleTenants });
    await expect.element(page.getByText('Microsoft Azure', { exact: true })).toBeVisible();
  });

  test.each([
    ['https://help.contoso.example/parley', 1],
    ['', 0],
  ])(
    'the help desk’s page is there where policy names one (%s), and no dead link elsewhere',
    async (supportUrl, count) => {
      await openMenu(sampleHealth, { ...sampleInfo, supportUrl });
      await expect.element(button('Sign out')).toBeVisible();
      const links = page.getByRole('link', { name: 'Help desk' }).elements();
      expect(links.map((link) => link.getAttribute('href'))).toEqual(Array.from({ length: count }, () => supportUrl));
    },
  );

  test('another account does not take more than a click', async () => {
    const main = await openMenu();
    await button(/Grace Hopper/).click();
    expect(main.calls.at(-1)).toEqual({ name: 'session.switchAccount', input: { accountId: 'grace' } });
    await expect.element(page.getByText(ada.username)).not.toBeInTheDocument();
  });

  test('a further account is not added of the wrong organisation', async () => {
    const main = await openMenu(sampleHealth, { ...sampleInfo, tenants: sampleTenants });
    await button('Add another account').click();
    await page.getByRole('menuitem', { name: /Fabrikam/ }).click();
    expect(main.calls.at(-1)).toEqual({ name: 'session.signIn', input: { tenantId: 'fabrikam' } });
  });

  test('a failing question about the sign-in does not take the way out along', async () => {
    const main = new FakeMain();
    main.refuse('session.health', 'internal');
    await renderPart(<AccountButton account={ada} accounts={[ada]} {...events} />, main.bridge);
    await account.click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('internal');
    await expect.element(button('Sign out')).toBeVisible();
  });
});

describe('signing out', () => {
  async function openSignOut() {
    const main = await openMenu();
    await button('Sign out').click();
    const dialog = page.getByRole('dialog', { name: 'Sign out?' });
    await expect.element(dialog).toBeVisible();
    return { main, dialog };
  }

  test('does not happen by the first click, and Cancel leaves the focus where it came from', async () => {
    const { main, dialog } = await openSignOut();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(account).toHaveFocus();
    expect(main.calls.map(({ name }) => name)).not.toContain('session.signOut');
  });

  test('leaves the browser and the conversations alone unless it is told to', async () => {
    const { main, dialog } = await openSignOut();
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    expect(main.calls.at(-1)?.input).toEqual({ accountId: 'ada', browser: false, forget: false });
  });

  test('conversations are not deleted by one click too many', async () => {
    const { main, dialog } = await openSignOut();
    await expect.element(dialog).toMatchTextContent('Messages that wait to be sent stay');
    await dialog.getByRole('checkbox', { name: 'Sign out in the browser too' }).click();
    await dialog.getByRole('checkbox', { name: /^Delete this account’s conversations/ }).click();
    await expect.element(dialog).toMatchTextContent('deleted for good');
    await expect.element(dialog).not.toMatchTextContent('Messages that wait');
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    expect(main.calls.map(({ name }) => name)).not.toContain('session.signOut');
    const sure = page.getByRole('dialog', { name: 'Delete all conversations of this account?' });
    await sure.getByRole('button', { name: 'Delete and sign out' }).click();
    expect(main.calls.at(-1)?.input).toEqual({ accountId: 'ada', browser: true, forget: true });
  });

  test('asks a keyboard the second time too: the question has the focus, and Escape leaves it', async () => {
    const { main, dialog } = await openSignOut();
    await dialog.getByRole('checkbox', { name: /^Delete this account’s conversations/ }).click();
    await userEvent.keyboard('{Tab}{Enter}');
    const sure = page.getByRole('dialog', { name: 'Delete all conversations of this account?' });
    await expect.element(sure.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(sure).not.toBeInTheDocument();
    expect(main.calls.map(({ name }) => name)).not.toContain('session.signOut');
  });

  test('one that main could not finish is told', async () => {
    const { main, dialog } = await openSignOut();
    main.refuse('session.signOut', 'disk-full');
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('disk-full');
  });
});

test('who asks why does not get codes alone, and the focus comes back', async () => {
  await openMenu({ ...sampleHealth, evidence: sampleEvidence }, { ...sampleInfo, supportEmail: 'it@contoso.example' });
  await button('Why don’t I have access?').click();
  const dialog = page.getByRole('dialog', { name: 'Why don’t I have access?' });
  for (const text of [
    'ID token',
    'Parley.Reader',
    'Any one of these roles or groups',
    'Parley.User',
    '6f1c2a3b-0000',
  ]) {
    await expect.element(dialog).toMatchTextContent(text);
  }
  await expect.element(dialog.getByRole('button', { name: 'Copy details' })).toBeVisible();
  const mail = dialog.getByRole('link', { name: 'Message IT' }).element().getAttribute('href') ?? '';
  expect(decodeURIComponent(mail)).toContain('Required roles: Parley.User, Parley.Admin');
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(account).toHaveFocus();
});
