import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { AppError } from '../../../shared/errors.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { sampleDeviceCode, sampleInfo, sampleSignIn } from '../../test-support/samples.ts';
import { SigningInPage, SignInPage } from './sign-in-page.tsx';
import { signInWords, timeLeft } from './sign-in.logic.ts';

const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('the sign-in page', () => {
  test('a way to sign in that policy does not allow is not offered, and one that it does is not another one', async () => {
    const main = new FakeMain();
    const info = { ...sampleInfo, otherMethods: ['device-code' as const] };
    await renderPart(<SignInPage error={null} readable={[]} />, main.bridge, info);
    await expect.element(button('Sign in')).toBeVisible();
    await expect.element(button('Use the browser instead')).not.toBeInTheDocument();
    await button('Use a code instead').click();
    expect(main.calls.at(-1)).toEqual({ name: 'session.signIn', input: { method: 'device-code' } });
  });

  test('a broken broker does not leave the person without a way round it, or with the same way twice', async () => {
    const main = new FakeMain();
    const info = { ...sampleInfo, otherMethods: ['browser' as const] };
    const error = new AppError('sign-in-failed', { fields: { broker: '3399942148' } }).toData();
    await renderPart(<SignInPage error={error} readable={[]} />, main.bridge, info);
    const card = page.getByRole('alert');
    await expect.element(card).toMatchTextContent('Who can fix it:');
    await expect.element(button('Use the browser instead')).toHaveLength(1);
    await card.getByRole('button', { name: 'Use the browser instead' }).click();
    expect(main.calls.at(-1)).toEqual({ name: 'session.signIn', input: { method: 'browser' } });
  });

  test('who is not assigned to Parley is not sent to sign in once more, but to IT', async () => {
    const info = { ...sampleInfo, supportEmail: 'it@contoso.example' };
    const error = new AppError('sign-in-refused', { fields: { aadsts: 'AADSTS50105' } }).toData();
    await renderPart(<SignInPage error={error} readable={[]} />, new FakeMain().bridge, info);
    const card = page.getByRole('alert');
    await expect.element(card).toMatchTextContent('Who can fix it: your IT department');
    await expect.element(card).toMatchTextContent('For IT: Entra admin center');
    const mail = card.getByRole('link', { name: 'Message IT' });
    await expect
      .element(mail)
      .toHaveAttribute('href', expect.stringContaining('mailto:it@contoso.example?subject=Parley'));
    expect(decodeURIComponent(mail.element().getAttribute('href') ?? '')).toContain(error.correlationId);
    await expect.element(button('Sign in')).toHaveLength(1);
  });

  test('without an address of IT, the message is still there to be copied', async () => {
    const error = new AppError('sign-in-refused', { fields: { aadsts: 'AADSTS50105' } }).toData();
    await renderPart(<SignInPage error={error} readable={[]} />, new FakeMain().bridge);
    await expect.element(button('Copy message')).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Message IT' })).not.toBeInTheDocument();
  });
});

describe('a sign-in that waits', () => {
  test('the code, its page and its end are all there, and Cancel is', async () => {
    const main = new FakeMain();
    const progress = sampleDeviceCode();
    await renderPart(<SigningInPage progress={progress} />, main.bridge);
    await expect.element(page.getByRole('group', { name: 'Code' })).toHaveTextContent('F7K3QWPLD');
    await expect.element(button('Copy code')).toBeVisible();
    const link = page.getByRole('link', { name: 'https://microsoft.com/devicelogin' });
    await expect.element(link).toHaveAttribute('target', '_blank');
    await expect.element(page.getByRole('timer')).toMatchTextContent(/The code is good for 1[45]:\d\d\./);
    await button('Cancel').click();
    expect(main.calls.at(-1)?.name).toBe('session.cancelSignIn');
  });

  test('a page that Parley would not open is not a link', async () => {
    const deviceCode = { userCode: 'A', page: 'javascript:alert(1)' };
    await renderPart(<SigningInPage progress={{ ...sampleDeviceCode(), deviceCode }} />, new FakeMain().bridge);
    await expect.element(page.getByText('javascript:alert(1)')).toBeVisible();
    await expect.element(page.getByRole('link')).not.toBeInTheDocument();
  });

  test('nobody is sent to a browser while the computer itself asks', async () => {
    const progress = { ...sampleSignIn(), method: 'broker' as const, linkReady: false };
    await renderPart(<SigningInPage progress={progress} />, new FakeMain().bridge);
    await expect.element(page.getByRole('heading', { name: 'Finish in the window that has opened' })).toBeVisible();
    await expect.element(button('Copy sign-in link')).not.toBeInTheDocument();
    await expect.element(button('Cancel')).toBeVisible();
  });
});

test('nobody is told to enter a code before there is one', () => {
  expect(signInWords({ ...sampleDeviceCode(), deviceCode: null }).lead).toBe('');
});

test('a countdown does not go below nothing', () => {
  expect([timeLeft(61_000, 1000), timeLeft(9500, 1000), timeLeft(0, 5000)]).toEqual([
    'The code is good for 1:00.',
    'The code is good for 0:09.',
    'The code has run out.',
  ]);
});
