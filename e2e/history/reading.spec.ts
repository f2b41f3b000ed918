import { expect, test } from '../fixtures.ts';
import { signOut } from '../support/identity.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

test.describe('@history reading without signing in', () => {
  test('shows and finds what is on this computer, and lets nobody write', async ({ app, emulators }) => {
    const policy = { ReadSignedOut: true };
    const page = await startSignedIn(app, policy);
    emulators.openai.next({ kind: 'text', text: 'The answer is Xanthippe.' });
    await askAndWait(page, 'Who was Quetzalcoatl?');
    await signOut(page);
    await expect(parts(page).signIn).toBeVisible();
    await app.quit();

    const again = await app.start({ policy });
    await again.getByRole('button', { name: 'Read your history' }).click();
    await expect(again.getByText('You are signed out')).toBeVisible();
    const search = again.getByRole('searchbox', { name: 'Search conversations' });
    await expect(search).toBeFocused();
    await search.fill('xanth');
    await expect(parts(again).history.getByText('Xanthippe')).toBeVisible();
    await again.keyboard.press('ArrowDown');
    await again.keyboard.press('Enter');
    await expect(parts(again).answers).toContainText('Xanthippe');
    await expect(parts(again).message).toBeHidden();
    await expect(again.getByRole('button', { name: 'Edit' })).toBeHidden();
    await expect(again.getByRole('button', { name: 'Regenerate' })).toBeHidden();

    const browserPage = await app.opened(() => parts(again).signIn.click());
    await browserPage.getByRole('button', { name: /Ada Lovelace/ }).click();
    await expect(parts(again).message).toBeVisible();
    await expect(parts(again).answers).toContainText('Xanthippe');
    await signOut(again);
    await app.quit();
    const without = await app.start({ policy: {} });
    await expect(parts(without).signIn).toBeVisible();
    await expect(without.getByRole('button', { name: 'Read your history' })).toBeHidden();
  });
});
