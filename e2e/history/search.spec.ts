import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, askHeld, parts, startSignedIn } from '../support/window.ts';

test.describe('@history search', () => {
  test('finds in every language while an answer is written, opens the message, and after a restart', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    const { history, newChat, log, message } = parts(page);
    const search = history.getByRole('searchbox', { name: 'Search conversations' });
    emulators.openai.next({ kind: 'text', text: 'Die **Dampfschifffahrt** auf der Donau begann 1829.' });
    await askAndWait(page, 'Seit wann fahren dort Schiffe?');
    for (let index = 0; index < 3; index++) await askAndWait(page, `Eine weitere Frage, Nummer ${index}`);
    await newChat.click();
    emulators.openai.next({ kind: 'text', text: '明日は東京都庁に行きましょう。' });
    await askAndWait(page, '明日の予定は？');
    await newChat.click();
    const held = await askHeld(page, emulators, { question: 'Tell me all.', beginning: 'It begins' });

    await page.keyboard.press('Control+Shift+F');
    await expect(search).toBeFocused();
    await page.keyboard.type('schifffahrt');
    await expect(history.locator('mark')).toHaveText(['schifffahrt']);
    await search.fill('東京');
    await expect(history.locator('mark')).toHaveText(['東京']);
    await search.fill('nothing of the kind');
    await expect(history.getByText('Nothing found')).toBeVisible();
    await search.fill('donau');
    await expect(history.locator('mark')).toHaveText(['Donau']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(log.locator(':focus')).toContainText('Dampfschifffahrt auf der Donau');
    await expect(log.locator(':focus')).toBeInViewport();
    await expect(message).toBeVisible();

    held.send(' and ends.');
    held.finish();
    await expect(search).toHaveValue('donau');
    await history.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('combobox', { name: 'In', exact: true }).selectOption('Archive');
    await page.keyboard.press('Escape');
    await expect(history.getByText('Nothing found')).toBeVisible();
    await page.setViewportSize({ width: 420, height: 600 });
    await page.getByRole('main').getByRole('button', { name: 'Show conversations' }).click();
    await expect(search).toHaveValue('donau');
    await expect(history.getByText('Nothing found')).toBeVisible();
    await history.getByRole('toolbar', { name: 'Filters that are set' }).getByRole('button').press('Delete');
    await expect(history.locator('mark')).toHaveText(['Donau']);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 720 });
    await search.fill('tell me');
    await history
      .getByRole('button', { name: /Tell me all/ })
      .first()
      .click();
    await expect(log).toContainText('It begins and ends.');
    await app.quit();

    const again = await app.start();
    const later = parts(again).history;
    await later.getByRole('searchbox', { name: 'Search conversations' }).fill('"begins and ends"');
    await expect(later.locator('mark')).toHaveText(['begins and ends']);
    await ask(again, 'A new one');
  });
});
