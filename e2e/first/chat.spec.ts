import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, askHeld, parts, startSignedIn } from '../support/window.ts';

test.describe('@first a conversation', () => {
  test('shows the answer as it streams in', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const held = emulators.openai.hold();
    await ask(page, 'What is a monad?');
    await expect(parts(page).message).toHaveValue('');
    await expect(parts(page).questions).toHaveText(/What is a monad\?/);
    held.send('It is a ');
    await expect(parts(page).answers).toContainText('It is a');
    await expect(parts(page).stop).toBeVisible();
    held.send('**pattern**.');
    await expect(parts(page).answers.locator('strong')).toHaveText('pattern');
    held.finish();
    await expect(parts(page).stop).toBeHidden();
    await expect(parts(page).send).toBeVisible();
    await expect(parts(page).answers).toContainText('Demo model');
  });

  test('keeps the partial answer when it is stopped, and ends the request', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const held = await askHeld(page, emulators, { question: 'Count to a thousand', beginning: 'one two three' });
    await parts(page).stop.click();
    await held.closed;
    await expect(parts(page).answers).toContainText('one two three');
    await expect(parts(page).answers).toContainText('Stopped');
    await page.reload();
    await parts(page).row('Count to a thousand').click();
    await expect(parts(page).answers).toContainText('one two three');
    await expect(parts(page).answers).toContainText('Stopped');
  });

  test('answers the same question again, and sends the model the question once', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next({ kind: 'text', text: 'The first answer.' });
    await askAndWait(page, 'Say something');
    await expect(parts(page).answers).toContainText('The first answer.');
    emulators.openai.next({ kind: 'text', text: 'Another answer.' });
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect(parts(page).answers).toContainText('Another answer.');
    await expect(parts(page).answers).toHaveCount(1);
    await expect(parts(page).questions).toHaveCount(1);
    const sent = emulators.openai.requests.at(-1);
    expect(JSON.stringify(sent?.body).split('Say something')).toHaveLength(2);
    expect(JSON.stringify(sent?.body)).not.toContain('The first answer.');
  });

  test('gives the model the conversation so far, and no other one', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next({ kind: 'text', text: 'Blue.' });
    await askAndWait(page, 'My favourite colour?');
    emulators.openai.next({ kind: 'text', text: 'As I said.' });
    await askAndWait(page, 'Again?');
    const second = JSON.stringify(emulators.openai.requests.at(-1)?.body);
    expect(second).toContain('My favourite colour?');
    expect(second).toContain('Blue.');
    await parts(page).newChat.click();
    emulators.openai.next({ kind: 'text', text: 'I do not know.' });
    await askAndWait(page, 'What did I ask?');
    await expect.poll(() => emulators.openai.requests.map(({ body }) => JSON.stringify(body))).toHaveLength(5);
    const fresh = emulators.openai.requests.map(({ body }) => JSON.stringify(body));
    expect(fresh.filter((body) => body.includes('What did I ask?') && body.includes('favourite'))).toEqual([]);
  });

  test('lists several conversations under titles of their own, and opens each', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    for (const [title, question] of [
      ['Colours of the sea', 'Why is the sea blue?'],
      ['Colours of the sky', 'Why is the sky blue?'],
    ] as const) {
      await parts(page).newChat.click();
      emulators.openai.next({ kind: 'text', text: `Because of ${question}` }, 1);
      emulators.openai.next({ kind: 'text', text: title }, 1, { includeTitles: true });
      await askAndWait(page, question);
      await expect(parts(page).row(title)).toBeVisible();
    }
    await expect(parts(page).history.getByRole('button', { name: /^Colours/ })).toHaveCount(2);
    await parts(page).row('Colours of the sea').click();
    await expect(parts(page).questions).toHaveText(/Why is the sea blue\?/);
    await parts(page).row('Colours of the sky').click();
    await expect(parts(page).questions).toHaveText(/Why is the sky blue\?/);
  });

  test('renames a conversation for good: no automatic title takes its place', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const held = await askHeld(page, emulators, { question: 'First question', beginning: 'An answer.' });
    await parts(page).row('First question').hover();
    await parts(page).more('First question').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Mine');
    await page.keyboard.press('Enter');
    await expect(parts(page).row('Mine')).toBeVisible();
    const titleRequest = emulators.openai.nextRequest();
    held.finish();
    await (
      await titleRequest
    ).settled;
    await expect(parts(page).stop).toBeHidden();
    await page.reload();
    await expect(parts(page).row('Mine')).toBeVisible();
    await expect(parts(page).row('First question')).toBeHidden();
  });

  test('deletes a conversation, for good after asking', async ({ app }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'Delete me');
    const title = (await parts(page).history.locator('[aria-current=page]').textContent()) ?? '';
    const { history, row, more } = parts(page);
    await row(title).hover();
    await more(title).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(row(title)).toBeHidden();
    await expect(parts(page).questions).toHaveCount(0);
    await page.reload();
    await expect(parts(page).message).toBeVisible();
    await expect(row(title)).toBeHidden();
    await history.getByRole('button', { name: 'List options' }).click();
    await page.getByRole('menuitem', { name: 'Bin' }).click();
    await history.getByRole('button', { name: 'Empty bin…' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(row(title)).toBeVisible();
    await history.getByRole('button', { name: 'Empty bin…' }).click();
    await dialog.getByRole('button', { name: 'Empty bin' }).click();
    await expect(row(title)).toBeHidden();
    await page.reload();
    await history.getByRole('button', { name: 'List options' }).click();
    await page.getByRole('menuitem', { name: 'Bin' }).click();
    await expect(history.getByText('The bin is empty.')).toBeVisible();
  });

  test('asks the model that was picked', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: /chat completions/ }).click();
    const request = emulators.openai.nextRequest();
    await askAndWait(page, 'Which one are you?');
    expect((await request).path).toBe('/openai/v1/chat/completions');
    await expect(parts(page).answers).toContainText('Demo model (chat completions)');
  });

  test('needs no mouse, from sign-in to sign-out', async ({ app, emulators }) => {
    const page = await app.start();
    await expect(parts(page).signIn).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(parts(page).signIn).toBeFocused();
    const browserPage = await app.opened(() => page.keyboard.press('Enter'));
    await browserPage.getByRole('button', { name: /Ada Lovelace/ }).press('Enter');
    await expect(parts(page).message).toBeFocused();
    await browserPage.close();
    const held = emulators.openai.hold();
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    held.send('Stop me');
    await expect(parts(page).answers).toContainText('Stop me');
    await page.keyboard.press('Escape');
    await expect(parts(page).answers).toContainText('Stopped');
    await parts(page).row('By keyboard').focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Title' }).fill('Typed');
    await page.keyboard.press('Enter');
    await expect(parts(page).row('Typed')).toBeVisible();
    await parts(page).account.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign out' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign out?' });
    await dialog.getByRole('button', { name: 'Sign out' }).press('Enter');
    await expect(parts(page).signIn).toBeVisible();
  });
});
