import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, expectCard, parts, startSignedIn } from '../support/window.ts';

/** A text with a line that turns around what follows it. */
const linkedText = 'parley://compose?text=Hello%0A%E2%80%AEworld';

const hostileLinks = [
  'parley://compose?text=a&model=b',
  'parley://conversation/../../etc/passwd',
  'parley://conversation/00000000-0000-4000-8000-000000000000',
  'parley:javascript:alert(1)',
];

async function clickMenu(electron: ElectronApplication, id: string): Promise<void> {
  const isEnabled = () =>
    electron.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled, id);
  await expect.poll(isEnabled).toBe(true);
  await electron.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click();
  }, id);
}

async function openByMenu(electron: ElectronApplication, id: string): Promise<Page> {
  const [page] = await Promise.all([electron.waitForEvent('window'), clickMenu(electron, id)]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return page;
}

function acceleratorOf(electron: ElectronApplication, id: string) {
  return electron.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.accelerator, id);
}

/** Of the windows that are shown, by the ids that their pages know. */
function shownWindows(electron: ElectronApplication) {
  return electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.isVisible())
      .map((window) => new URL(window.webContents.getURL()).searchParams.get('window')),
  );
}

test.describe('@surface the desktop', () => {
  test('a turn is followed in every window, and outlives the one that began it', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const { electron } = app;
    // A browser has its own windows, menus and links.
    if (electron === undefined) return;
    await askAndWait(page, 'Tell me about the rollout');
    const id = new URL(page.url()).hash.slice(1);

    const second = await openByMenu(electron, 'new-window');
    await expect(parts(second).message).toBeVisible();
    await app.startAgain(`parley://conversation/${id}`);
    await expect(parts(second).answers).toHaveCount(1);
    const held = emulators.openai.hold();
    await ask(page, 'And then?');
    held.send('First ');
    await expect(parts(second).answers.last()).toContainText('First');
    await page.close();
    held.send('last.');
    held.finish();
    await expect(parts(second).answers.last()).toContainText('First last.');
    await expect(parts(second).stop).toBeHidden();

    // A test machine has no printer.
    await clickMenu(electron, 'print');
    await expectCard(second, 'print-failed');

    const notices = await electron.evaluateHandle(({ Notification, BrowserWindow }) => {
      const shown: string[] = [];
      // A test machine shows none.
      Notification.isSupported = () => true;
      Notification.prototype.show = function () {
        shown.push(`${this.title}: ${this.body}`);
        this.emit('click');
      };
      BrowserWindow.getFocusedWindow = () => null;
      return shown;
    });
    const other = await openByMenu(electron, 'new-window');
    await askAndWait(second, 'And at last?');
    await expect.poll(() => notices.jsonValue()).toEqual(['Tell me about the rollout: Your answer is ready.']);
    await expect(parts(other).answers).toHaveCount(3);

    // A key does its thing once, though the menu shows it too; what is bound anew reaches the menu.
    await second.keyboard.press('Control+Shift+O');
    await expect.poll(() => shownWindows(electron)).toHaveLength(3);
    await second.keyboard.press('Control+/');
    await second.getByRole('button', { name: 'Change the keys of New window' }).click();
    await second.keyboard.press('Control+J');
    await expect.poll(() => acceleratorOf(electron, 'new-window')).toBe('CommandOrControl+J');
    await second.keyboard.press('Escape');
    await expect(second.getByRole('dialog')).toHaveCount(0);
    await second.keyboard.press('Control+J');
    await expect.poll(() => shownWindows(electron)).toHaveLength(4);
    await clickMenu(electron, 'zoom-in');
    await expect.poll(() => second.evaluate(() => window.devicePixelRatio)).toBeCloseTo(1.1);
  });

  test('a link fills a message that is marked, sends nothing, and does nothing else', async ({ app }) => {
    const page = await startSignedIn(app);
    const { electron } = app;
    if (electron === undefined) return;
    const { message, questions, history } = parts(page);
    await askAndWait(page, 'Tell me about the rollout');
    await message.fill('mine');
    for (const link of hostileLinks) await app.startAgain(link);
    await expect(message).toHaveValue('mine');
    await expect(questions).toHaveCount(1);

    await app.startAgain(linkedText);
    await expect(message).toHaveValue('Hello\nworld');
    await expect(message).toBeFocused();
    const mark = page.getByText('A link has put text into your message.');
    await expect(mark).toBeVisible();
    await app.startAgain('parley://compose?text=More');
    await expect(message).toHaveValue('Hello\nworld\n\nMore');
    await expect(questions).toHaveCount(0);
    await message.fill('');
    await expect(mark).toBeHidden();
    await history.getByRole('button', { name: 'Tell me about the rollout', exact: true }).click();
    await expect(message).toHaveValue('mine');
    await expect(questions).toHaveCount(1);
  });

  test('the quick-ask window answers, gives its chat away, and every window comes back as it was', async ({ app }) => {
    const page = await startSignedIn(app);
    const { electron } = app;
    if (electron === undefined) return;
    const small = await openByMenu(electron, 'quick-ask');
    await expect(parts(small).message).toBeFocused();
    await small.keyboard.press('Escape');
    await expect.poll(() => shownWindows(electron)).toEqual(['main-1']);
    await clickMenu(electron, 'quick-ask');
    await askAndWait(small, 'How many days has a year?');
    await small.getByRole('button', { name: 'Open in Parley' }).click();
    await expect(parts(page).questions).toContainText('How many days has a year?');
    await expect.poll(() => shownWindows(electron)).toEqual(['main-1']);
    await expect(parts(small).questions).toHaveCount(0);

    const settings = await electron.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .map((contents) => (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()),
    );
    expect(settings).toHaveLength(2);
    for (const each of settings) {
      expect(each).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false });
    }
    expect(await small.evaluate(() => window.open('https://contoso.example/'))).toBeNull();

    const bounds = { x: 40, y: 30, width: 820, height: 640 };
    await electron.evaluate(({ BrowserWindow }, wanted) => {
      const main = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('main-1'));
      main?.setBounds(wanted);
    }, bounds);
    await expect.poll(() => page.evaluate(() => window.outerWidth)).toBe(820);
    await app.quit();
    await app.start();
    const found = await app.electron?.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getBounds()),
    );
    expect(found).toEqual([bounds]);
  });
});
