import { readFileSync } from 'node:fs';
import { expect, test } from '../fixtures.ts';
import { fileNamed } from '../support/profile.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

test.describe('@history a temporary chat', () => {
  test('is nowhere when it is left; policy makes every chat one, or none', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const { history, newChat } = parts(page);
    await page.getByRole('switch', { name: 'Temporary chat' }).click();
    await expect(page.getByText('Not saved on this computer')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Attach' })).toBeHidden();
    emulators.openai.next({ kind: 'text', text: 'The first answer.' });
    await askAndWait(page, 'Keep this to yourself');
    await askAndWait(page, 'And this');
    await expect(page.getByText('Temporary chat: not saved on this computer')).toBeVisible();
    await expect(history.getByRole('button', { name: /^More for/ })).toHaveCount(0);
    const before = readFileSync(fileNamed(app.profileFolder, 'history.db-wal')).length;
    await newChat.click();
    await askAndWait(page, 'This one stays');
    await expect(history.getByRole('button', { name: /^More for/ })).toHaveCount(1);
    expect(readFileSync(fileNamed(app.profileFolder, 'history.db-wal')).length).toBeGreaterThan(before);
    await app.quit();
    const again = await app.start({ policy: { TemporaryChats: 'always' } });
    const rows = parts(again).history.getByRole('button', { name: /^More for/ });
    await expect(rows).toHaveCount(1);
    await expect(again.getByText('not saved on this computer')).toBeVisible();
    await askAndWait(again, 'Nothing of this');
    await expect(rows).toHaveCount(1);
    await app.quit();
    const last = await app.start({ policy: { TemporaryChats: 'off' } });
    await expect(parts(last).message).toBeVisible();
    await expect(last.getByRole('switch')).toBeHidden();
    await expect(parts(last).history.getByRole('button', { name: /^More for/ })).toHaveCount(1);
  });
});
