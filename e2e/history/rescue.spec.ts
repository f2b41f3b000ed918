import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';
import { fileNamed, filesBelow } from '../support/profile.ts';
import { askAndWait, deleteForGood, expectCard, parts, startSignedIn } from '../support/window.ts';

const rows = /^More for/;

test.describe('@history a history that cannot be opened', () => {
  test('comes back from its backup; what is deleted then is gone from every file', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next({ kind: 'text', text: 'The answer is Xanthippe.' });
    await askAndWait(page, 'Who was Quetzalcoatl?');
    await app.quit();
    const file = fileNamed(app.profileFolder, 'history.db');
    const folder = path.dirname(file);
    copyFileSync(file, path.join(folder, `${Date.UTC(2026, 0, 2, 12)}.backup`));
    writeFileSync(file, Buffer.alloc(readFileSync(file).length, 'damaged '));

    const again = await app.start();
    await expectCard(again, 'history-unreadable');
    await again.keyboard.press('Tab');
    await again.getByRole('button', { name: /^Restore the backup of .*2026/ }).click();
    const dialog = again.getByRole('alertdialog', { name: 'Restore this backup?' });
    await expect(dialog).toContainText('put aside, not deleted');
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await expect(parts(again).message).toBeVisible();
    await parts(again).history.getByText('Quetzalcoatl').first().click();
    await expect(parts(again).answers).toContainText('Xanthippe');
    const kept = readdirSync(folder).find((name) => name.endsWith('.kept')) ?? '';
    expect(readFileSync(path.join(folder, kept, 'history.db'), 'utf8')).toMatch(/^damaged/);
    for (const [name, content] of filesBelow(folder)) expect(content.includes('Quetzalcoatl'), name).toBe(false);

    await again.getByRole('button', { name: 'Account' }).click();
    await again.getByRole('button', { name: 'History on this computer' }).click();
    const storage = again.getByRole('dialog', { name: 'History on this computer' });
    await expect(storage).toContainText(/Size\d/);
    await expect(storage).toContainText(/Backups1, of/);
    await storage.getByRole('button', { name: 'Delete all conversations' }).click();
    await again.getByRole('button', { name: 'Delete all', exact: true }).click();
    await expect(again.getByRole('dialog')).toBeHidden();
    await expect(parts(again).history.getByRole('button', { name: rows })).toHaveCount(0);
    expect(readdirSync(folder).filter((name) => /kept|backup/.test(name))).toEqual([]);
    await expect(parts(again).answers).toHaveCount(0);
    await askAndWait(again, 'Hello again');
  });

  test('because the vault is another one is put aside whole, and a new one begun', async ({ app }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'Hello');
    await app.quit();
    const file = fileNamed(app.profileFolder, 'history.db');
    const before = readFileSync(file);
    const again = await app.start({ keyring: 'other' });
    const browserPage = await app.opened(() => parts(again).signIn.click());
    await browserPage.getByRole('button', { name: /Ada Lovelace/ }).click();
    await expectCard(again, 'vault-changed');
    await expect(again.getByRole('button', { name: /^Restore/ })).toBeHidden();
    expect(readFileSync(file).equals(before)).toBe(true);
    await again.getByRole('button', { name: 'Start new beside the old one' }).click();
    await again.getByRole('alertdialog').getByRole('button', { name: 'Start new' }).click();
    await expect(parts(again).message).toBeVisible();
    await askAndWait(again, 'Hello from the new one');
    const folder = path.dirname(file);
    const kept = readdirSync(folder).find((name) => name.endsWith('.kept')) ?? '';
    expect(readFileSync(path.join(folder, kept, 'history.db')).equals(before)).toBe(true);
    expect(existsSync(path.join(folder, kept, 'history.key'))).toBe(true);
  });

  test('is not deleted by anybody while the organisation holds it', async ({ app }) => {
    const page = await startSignedIn(app, { HistoryLegalHold: true, HistoryRetentionDays: 1 });
    await askAndWait(page, 'Hello');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('button', { name: 'History on this computer' }).click();
    await expect(page.getByText('your organisation has everything kept')).toBeVisible();
    await expect(page.getByRole('button', { name: /Delete all/ })).toBeHidden();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(parts(page).row('Hello')).toBeVisible();
    await deleteForGood(page, 'Hello');
    await expectCard(page, 'history-held');
    await expect(parts(page).history.getByRole('button', { name: rows })).toHaveCount(1);
  });
});
