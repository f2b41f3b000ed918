import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { askAndWait, parts, signIn, startSignedIn } from '../support/window.ts';

/** Asks in a new chat and gives it a title of its own. */
async function makeConversation(page: Page, title: string): Promise<void> {
  await parts(page).newChat.first().click();
  await askAndWait(page, title);
  await page.getByRole('heading', { level: 1 }).getByRole('button').click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
  await expect(parts(page).row(title)).toBeVisible();
}

/** Chooses from the menu of a row, or from a menu in it, which a pointer would open and its click then close. */
async function choose(page: Page, title: string, item: string, itemBelow?: string): Promise<void> {
  await parts(page).row(title).hover();
  await parts(page).more(title).click();
  const chosen = page.getByRole('menuitem', { name: item });
  if (itemBelow === undefined) return chosen.click();
  await chosen.press('ArrowRight');
  await page.getByRole('menuitem', { name: itemBelow }).click();
}

async function show(page: Page, view: 'Archived' | 'Bin'): Promise<void> {
  await parts(page).history.getByRole('button', { name: 'List options' }).click();
  await page.getByRole('menuitem', { name: view }).click();
}

test.describe('@history the order of conversations', () => {
  test('pins, folders, archive and bin are as they were after a crash and a restart', async ({ app }) => {
    let page = await startSignedIn(app);
    const { history, row } = parts(page);
    for (const title of ['Alpha', 'Beta', 'Gamma', 'Delta']) await makeConversation(page, title);
    await choose(page, 'Alpha', 'Pin');
    await expect(
      history.getByRole('region', { name: 'Pinned' }).getByRole('button', { name: 'Alpha' }).first(),
    ).toBeVisible();
    await choose(page, 'Beta', 'Move to…', 'New folder…');
    await page.getByRole('textbox', { name: 'Name' }).fill('Work');
    await page.getByRole('button', { name: 'Create' }).click();
    const work = (shown: Page) => parts(shown).history.getByRole('region', { name: 'Work' });
    await expect(work(page).getByRole('button', { name: 'Beta', exact: true })).toBeVisible();
    await row('Delta').dragTo(row('Work'));
    await expect(work(page).getByRole('button', { name: 'Delta', exact: true })).toBeVisible();
    await choose(page, 'Gamma', 'Archive');
    await expect(row('Gamma')).toBeHidden();
    await choose(page, 'Delta', 'Delete');
    await expect(row('Delta')).toBeHidden();
    await history.getByRole('button', { name: 'Undo' }).click();
    await expect(work(page).getByRole('button', { name: 'Delta', exact: true })).toBeVisible();
    await choose(page, 'Delta', 'Delete');
    await expect(row('Delta')).toBeHidden();
    await row('Work').click();
    await expect(row('Beta')).toBeHidden();

    await app.kill();
    page = await app.start();
    await expect(parts(page).row('Alpha')).toBeVisible();
    await expect(parts(page).row('Work')).toHaveAttribute('aria-expanded', 'false');
    await parts(page).row('Work').click();
    await expect(work(page).getByRole('button', { name: 'Beta', exact: true })).toBeVisible();
    await expect(parts(page).row('Delta')).toBeHidden();
    await show(page, 'Archived');
    await expect(parts(page).row('Gamma')).toBeVisible();
    await parts(page).row('Gamma').click();
    await expect(parts(page).answers).toHaveCount(1);
    await askAndWait(page, 'Back to the list');
    await parts(page).history.getByRole('button', { name: 'Back to conversations' }).click();
    await expect(parts(page).row('Gamma')).toBeVisible();
    await show(page, 'Bin');
    await choose(page, 'Delta', 'Delete for good…');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click();
    await expect(parts(page).history.getByText('The bin is empty.')).toBeVisible();
  });

  test('needs no mouse: many are selected, deleted, brought back and moved', async ({ app }) => {
    const page = await app.start();
    await signIn(app, page);
    const { history, row } = parts(page);
    for (const title of ['One', 'Two', 'Three']) await makeConversation(page, title);
    await row('Three').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Select' }).press('Enter');
    await page.keyboard.press('Control+a');
    await expect(history.getByText('3 selected')).toBeVisible();
    await page.keyboard.press('Delete');
    await expect(history.getByText('3 conversations deleted')).toBeVisible();
    await history.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect(row('Three')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(row('Two')).toBeFocused();
    await page.keyboard.press('o');
    await expect(row('One')).toBeFocused();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Move to…' }).press('ArrowRight');
    await page.getByRole('menuitem', { name: 'New folder…' }).press('Enter');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await expect(
      history.getByRole('region', { name: 'By keyboard' }).getByRole('button', { name: 'One', exact: true }),
    ).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(row('By keyboard')).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(row('One')).toBeHidden();
  });
});
