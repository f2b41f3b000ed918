import { expect, test } from '../fixtures.ts';
import { choose, signOut } from '../support/identity.ts';
import { parts } from '../support/window.ts';

const policy = { AutoSignIn: true, Broker: 'off' };

test.describe('@identity AutoSignIn', () => {
  test('goes straight to Microsoft at the first start, and leaves who has signed out in peace', async ({
    app,
    emulators,
  }) => {
    // So that the window is there before the browser is asked for, in whatever order the two come up.
    const held = emulators.entra.hold('openid-configuration');
    const page = await app.start({ policy });
    const browserPage = await app.opened(async () => held.release());
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
    await expect(parts(page).signIn).toHaveCount(0);
    await choose(browserPage, 'ada');
    await expect(parts(page).message).toBeVisible();
    await browserPage.close();

    await signOut(page);
    await expect(parts(page).signIn).toBeVisible();
    await app.quit();
    const again = await app.start({ policy });
    await expect(parts(again).signIn).toBeVisible();
    expect(app.openedCount()).toBe(1);
  });

  test('goes on without any page where the browser knows who is there', async ({ app, emulators, context }) => {
    emulators.entra.signInAutomatically('grace');
    const held = emulators.entra.hold('openid-configuration');
    const page = await app.start({ policy });
    await app.opened(async () => held.release());
    await expect(page.getByText(/Good .*, Grace/)).toBeVisible();
    const { params } = emulators.entra.requests.find(({ endpoint }) => endpoint === 'authorize') ?? { params: {} };
    expect(params).not.toHaveProperty('prompt');
    expect(context.pages().length).toBeGreaterThan(0);
  });

  test('that is cancelled waits for the person', async ({ app, emulators }) => {
    const held = emulators.entra.hold('openid-configuration');
    const page = await app.start({ policy });
    await app.opened(async () => held.release());
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(parts(page).signIn).toBeVisible();
    expect(app.openedCount()).toBe(1);
  });
});
