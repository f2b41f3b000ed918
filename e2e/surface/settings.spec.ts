import { expect, test } from '../fixtures.ts';
import { parts, startSignedIn } from '../support/window.ts';

test('@surface settings and shortcuts are kept from start to start, and what policy forces cannot be changed', async ({
  app,
}) => {
  const page = await startSignedIn(app);
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: 'Appearance' }).click();
  await dialog.getByRole('combobox', { name: 'Theme' }).click();
  await page.getByRole('option', { name: 'Dark' }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await page.keyboard.press('Escape');
  await expect(parts(page).message).toBeFocused();
  await page.keyboard.press('Control+b');
  await expect(page.getByRole('navigation', { name: 'Conversations' })).toBeHidden();
  await app.quit();

  const policy = { Preferences: { Forced: { Density: 'compact' }, Defaults: { FontSize: 20, Theme: 'light' } } };
  const again = await app.start({ policy });
  await expect(parts(again).message).toBeVisible();
  expect(
    await again.evaluate(
      () => matchMedia('(prefers-color-scheme: dark)').matches || document.documentElement.dataset['theme'],
    ),
  ).not.toBe('light');
  await expect(again.getByRole('navigation', { name: 'Conversations' })).toBeHidden();
  await again.keyboard.press('Control+k');
  await again.keyboard.type('settings');
  await again.keyboard.press('Enter');
  const settings = again.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('searchbox', { name: 'Search settings' }).fill('density');
  await expect(settings.getByRole('combobox', { name: 'Density' })).toBeDisabled();
  await expect(settings.getByText(/^Managed by /)).toBeVisible();
});
