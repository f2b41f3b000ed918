import type { Page } from '@playwright/test';
import type { ParleyBridge } from '../../src/shared/ipc/contract.ts';
import { expect, test } from '../fixtures.ts';
import { choose, deviceCode, otherWays, signInBy } from '../support/identity.ts';
import type { ParleyApp } from '../support/parley-app.ts';
import { expectCard, parts } from '../support/window.ts';

const policy = { DeviceCode: 'allowed' };

/** Starts Parley and a sign-in by a code, up to the code. */
async function startByCode(app: ParleyApp) {
  const page = await app.start({ policy });
  await expect(parts(page).signIn).toBeVisible();
  await signInBy(page, 'code');
  return { page, code: await deviceCode(page) };
}

/** Types the code on Microsoft's page, which is open on another device. */
async function typeCode(device: Page, code: string, page: string): Promise<void> {
  await device.goto(page);
  await device.getByRole('textbox', { name: 'Code' }).fill(code);
  await device.getByRole('button', { name: 'Next' }).click();
}

/** Asks main for a code, whatever the page offers. */
function askForCode(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { parley } = window as unknown as { readonly parley: ParleyBridge };
    void parley.session.signIn({ method: 'device-code' });
  });
}

test.describe('@identity a sign-in by a code', () => {
  test.beforeEach(({ emulators }) => emulators.entra.setDeviceCodeTimes({ interval: 0 }));

  test('on another device lets in here', async ({ app, context }) => {
    const { page, code } = await startByCode(app);
    const device = await context.newPage();
    await typeCode(device, code.userCode, code.page);
    await choose(device, 'grace');
    await expect(device.getByText('You have signed in to Parley on your device')).toBeVisible();
    await expect(page.getByText(/Good .*, Grace/)).toBeVisible();
    expect(app.openedCount()).toBe(0);
  });

  test('that is declined over there says so, and can be done again', async ({ app, context }) => {
    const { page, code } = await startByCode(app);
    const device = await context.newPage();
    await typeCode(device, code.userCode, code.page);
    await device.getByRole('button', { name: 'Cancel' }).click();
    await expectCard(page, 'sign-in-refused');
    await signInBy(page, 'code');
    expect((await deviceCode(page)).userCode).not.toBe(code.userCode);
  });

  test('that has run out says so', async ({ app, emulators }) => {
    const { page } = await startByCode(app);
    emulators.entra.expireDeviceCodes();
    await expectCard(page, 'device-code-expired');
    await expect(parts(page).signIn).toBeVisible();
  });

  test('ends when it is cancelled here, and asks Microsoft no more', async ({ app, emulators }) => {
    const { page, code } = await startByCode(app);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(parts(page).signIn).toBeVisible();
    emulators.entra.approveDeviceCode(code.userCode, 'ada');
    // Another sign-in, which an answer to the first one would disturb.
    await signInBy(page, 'code');
    const second = await deviceCode(page);
    emulators.entra.approveDeviceCode(second.userCode, 'grace');
    await expect(page.getByText(/Good .*, Grace/)).toBeVisible();
    expect(emulators.entra.deviceCodes.map(({ status }) => status)).toEqual(['approved', 'redeemed']);
  });

  test('is not offered where policy does not allow it', async ({ app, emulators }) => {
    const page = await app.start();
    await expect(parts(page).signIn).toBeVisible();
    await expect(page.getByRole('button', { name: otherWays.code })).toHaveCount(0);
    // Nor can a window have it that asks all the same.
    await app.opened(() => askForCode(page));
    expect(emulators.entra.requests.filter(({ endpoint }) => endpoint === 'devicecode')).toEqual([]);
  });
});
