import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { AppError } from '../../../shared/errors.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import {
  sampleColleague,
  sampleEvidence,
  sampleInfo,
  sampleSession,
  sampleTenants,
} from '../../test-support/samples.ts';
import { LockedPage } from './locked-page.tsx';

const { account } = sampleSession;
const accounts = [account];
const denied = new AppError('access-denied').toData();
const button = (name: string) => page.getByRole('button', { name });

test('every way on from a lock leads where it says', async () => {
  const main = new FakeMain();
  const info = { ...sampleInfo, tenants: sampleTenants.slice(0, 1) };
  await renderPart(
    <LockedPage account={account} accounts={accounts} error={denied} evidence={null} />,
    main.bridge,
    info,
  );
  await expect.element(page.getByText(account.username)).toBeVisible();
  await button('Try again').click();
  await expect.poll(() => main.calls.at(-1)?.name).toBe('session.checkAccess');
  await button('Sign in again').click();
  expect(main.calls.at(-1)).toMatchObject({ name: 'session.signIn' });
  await button('Use another account').click();
  expect(main.calls.at(-1)).toEqual({ name: 'session.signIn', input: { tenantId: 'contoso' } });
  await button('Sign out').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  expect(main.calls.at(-1)?.name).toBe('session.signOut');
});

test('a person with another account that is signed in does not have to sign in again', async () => {
  const main = new FakeMain();
  const both = [account, sampleColleague];
  await renderPart(<LockedPage account={account} accounts={both} error={denied} evidence={null} />, main.bridge);
  await page.getByRole('button', { name: /Grace Hopper/ }).click();
  expect(main.calls.at(-1)).toEqual({ name: 'session.switchAccount', input: { accountId: 'grace' } });
});

test('a lock without evidence does not promise to explain itself', async () => {
  await renderPart(
    <LockedPage account={account} accounts={accounts} error={denied} evidence={null} />,
    new FakeMain().bridge,
  );
  await expect.element(button('Try again')).toBeVisible();
  await expect.element(button('Why don’t I have access?')).not.toBeInTheDocument();
});

test('what IT needs to let somebody in is in the message to them, and in the explanation', async () => {
  const info = { ...sampleInfo, supportEmail: 'it@contoso.example' };
  await renderPart(
    <LockedPage account={account} accounts={accounts} error={denied} evidence={sampleEvidence} />,
    new FakeMain().bridge,
    info,
  );
  const mail = decodeURIComponent(page.getByRole('link', { name: 'Message IT' }).element().getAttribute('href') ?? '');
  expect(mail).toContain(denied.correlationId);
  expect(mail).toContain('Required groups: 6f1c2a3b-0000-4000-8000-00000000a001');
  await button('Why don’t I have access?').click();
  await expect.element(page.getByRole('dialog')).toMatchTextContent('Parley.Reader');
});

test('the help desk’s page, where policy names one, is one click away', async () => {
  const locked = <LockedPage account={account} accounts={accounts} error={denied} evidence={null} />;
  const supportUrl = 'https://help.contoso.example/parley';
  await renderPart(locked, new FakeMain().bridge, { ...sampleInfo, supportUrl });
  const link = page.getByRole('link', { name: 'Help desk' });
  await expect.element(link).toHaveAttribute('href', supportUrl);
  await expect.element(link).toHaveAttribute('target', '_blank');
});

test('a check that fails is not silent', async () => {
  const main = new FakeMain();
  const failure = main.refuse('session.checkAccess', 'network-unreachable');
  await renderPart(<LockedPage account={account} accounts={accounts} error={denied} evidence={null} />, main.bridge);
  await button('Try again').click();
  await expect.element(page.getByText(failure.correlationId)).toBeVisible();
});
