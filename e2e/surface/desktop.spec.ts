import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, parts, startSignedIn } from '../support/window.ts';

const shots = process.env['PARLEY_SHOTS'];
async function shoot(page: Page, name: string) {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/shell-${name}.png` });
}

async function clickMenu(electron: ElectronApplication, id: string): Promise<void> {
  await electron.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (item?.enabled !== true) throw new Error(`${wanted} cannot be chosen`);
    item.click();
  }, id);
}

async function openedBy(electron: ElectronApplication, action: () => Promise<void>): Promise<Page> {
  const [page] = await Promise.all([electron.waitForEvent('window'), action()]);
  return page;
}

test.describe('@surface the desktop around Parley', () => {
  test('windows, menu, links, quick ask', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const { electron } = app;
    if (electron === undefined) return;
    await askAndWait(page, 'Tell me about the rollout');
    const id = new URL(page.url()).hash.slice(1);
    await shoot(page, 'main');

    const second = await openedBy(electron, () => clickMenu(electron, 'new-window'));
    await expect(parts(second).message).toBeVisible();
    expect(new URL(second.url()).hash).not.toBe(`#${id}`);
    await app.startAgain(`parley://conversation/${id}`);
    await expect(parts(second).answers).toHaveCount(1);
    const held = emulators.openai.hold();
    await ask(page, 'And then?');
    held.send('First ');
    await expect(parts(page).answers.last()).toContainText('First');
    await expect(parts(second).answers.last()).toContainText('First');
    await page.close();
    held.send('last.');
    held.finish();
    await expect(parts(second).answers.last()).toContainText('First last.');
    await expect(parts(second).stop).toBeHidden();

    for (const hostile of [
      'parley://compose?text=a&model=b',
      'parley://conversation/../../etc/passwd',
      `parley://conversation/${crypto.randomUUID()}`,
      'parley:javascript:alert(1)',
      `parley://compose?text=${'x'.repeat(5000)}`,
    ]) await app.startAgain(hostile);
    await expect(parts(second).answers).toHaveCount(2);
    await parts(second).message.fill('mine');
    await app.startAgain('parley://compose?text=Hello%0A%E2%80%AEworld');
    await expect(parts(second).message).toHaveValue('Hello\nworld');
    await expect(second.getByText('A link has put text into your message')).toBeVisible();
    await shoot(second, 'link');
    await expect(parts(second).questions).toHaveCount(0);
    await app.startAgain('parley://compose?text=More');
    await expect(parts(second).message).toHaveValue('Hello\nworld\n\nMore');
    await parts(second).row(await parts(second).history.locator('[data-row]').first().innerText()).click();
    await expect(parts(second).message).toHaveValue('mine');

    const small = await openedBy(electron, () => clickMenu(electron, 'quick-ask'));
    await expect(parts(small).message).toBeVisible();
    await expect(parts(small).message).toBeFocused();
    await shoot(small, 'quick-empty');
    await ask(small, 'How many days has a year?');
    await expect(parts(small).answers).toHaveCount(1);
    await expect(parts(small).stop).toBeHidden();
    await shoot(small, 'quick-answer');
    await small.getByRole('button', { name: 'Open in Parley' }).click();
    await expect(parts(second).questions).toContainText('How many days has a year?');
    const visible = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => [w.webContents.getURL(), w.isVisible()]));
    console.log(await visible());
    console.log(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.webContents.getURL()));
    console.log(JSON.stringify(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => (w.webContents as any).getLastWebPreferences()))));
    await expect.poll(() => visible()).toHaveLength(2);
  });
});
