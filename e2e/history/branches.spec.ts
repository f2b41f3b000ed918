import { expect, test } from '../fixtures.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

const shots = process.env['SHOTS'];

test.describe('@history branches of a conversation', () => {
  test('an edited question keeps the old one, and the shown path is the same after a restart', async ({
    app,
    emulators,
  }) => {
    let page = await startSignedIn(app);
    for (const [question, answer] of [
      ['Where is Troy?', 'In the Troad.'],
      ['And Ithaca?', 'In the Ionian Sea.'],
    ] as const) {
      emulators.openai.next({ kind: 'text', text: answer });
      await askAndWait(page, question);
    }
    await page.getByRole('article', { name: 'You' }).first().hover();
    await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
    const editor = page.getByRole('textbox', { name: 'Edit question' });
    await expect(editor).toBeFocused();
    await editor.fill('Where is Carthage?');
    await page.keyboard.press('Escape');
    await expect(parts(page).questions.first()).toHaveText(/Where is Troy\?/);

    await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
    await expect(editor).toHaveValue('Where is Troy?');
    await editor.fill('Where is Carthage?');
    // An edit that is not sent is not lost by looking elsewhere.
    await parts(page).newChat.click();
    await expect(parts(page).log).toBeHidden();
    await parts(page).history.getByRole('button', { name: /Troy/ }).first().click();
    await expect(editor).toHaveValue('Where is Carthage?');
    emulators.openai.next({ kind: 'text', text: 'In Tunisia.' });
    await page.getByRole('button', { name: 'Save and send' }).click();
    await expect(parts(page).answers).toHaveText([/In Tunisia\./]);
    await expect(parts(page).stop).toBeHidden();
    expect(JSON.stringify(emulators.openai.requests.at(-1)?.body)).not.toContain('Troy');

    const versions = page.getByRole('group', { name: 'Version 2 of 2' });
    await versions.getByRole('button', { name: 'Previous version' }).click();
    await expect(parts(page).answers).toHaveText([/In the Troad\./, /In the Ionian Sea\./]);
    const first = page.getByRole('group', { name: 'Version 1 of 2' });
    await expect(first.getByRole('button', { name: 'Previous version' })).toBeFocused();

    await app.quit();
    page = await app.start();
    await parts(page)
      .history.getByRole('button', { name: /Troy|Carthage/ })
      .first()
      .click();
    await expect(parts(page).answers).toHaveText([/In the Troad\./, /In the Ionian Sea\./]);
    await page.getByRole('group', { name: 'Version 1 of 2' }).getByRole('button', { name: 'Next version' }).click();
    await expect(parts(page).answers).toHaveText([/In Tunisia\./]);
    if (shots !== undefined) await page.screenshot({ path: `${shots}-edit.png` });

    await parts(page).questions.hover();
    await page.getByRole('button', { name: 'Delete this version' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(parts(page).answers).toHaveText([/In the Troad\./, /In the Ionian Sea\./]);
    await expect(page.getByRole('group', { name: /^Version/ })).toHaveCount(0);
  });

  test('another model answers the same question, and a new conversation goes on from an answer', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    emulators.openai.next({ kind: 'text', text: 'The first answer.' });
    await askAndWait(page, 'Say something');
    await expect(parts(page).row('Say something')).toBeVisible();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Regenerate with…' }).press('ArrowRight');
    emulators.openai.next({ kind: 'text', text: 'The careful answer.' });
    await page.getByRole('menuitem', { name: 'Demo model (chat completions)' }).click();
    await expect(parts(page).answers).toHaveText([/The careful answer\.[^]*Demo model \(chat completions\)/]);
    await page.getByRole('button', { name: 'Previous version' }).click();
    await expect(parts(page).answers).toHaveText([/The first answer\./]);

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'New conversation from here' }).click();
    await expect(page.getByRole('heading', { name: 'Copy of Say something' })).toBeVisible();
    await expect(parts(page).answers).toHaveText([/The first answer\./]);
    emulators.openai.next({ kind: 'text', text: 'And on.' });
    await askAndWait(page, 'Go on');
    await parts(page).row('Say something').click();
    await expect(parts(page).answers).toHaveText([/The first answer\./]);
    await expect(parts(page).questions).toHaveCount(1);
  });
});
