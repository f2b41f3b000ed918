import { statSync } from 'node:fs';
import { expect, test } from '../fixtures.ts';
import { signOut } from '../support/identity.ts';
import { fileNamed, filesBelow } from '../support/profile.ts';
import { askAndWait, askHeld, parts, startSignedIn } from '../support/window.ts';

test.describe('@first what survives', () => {
  test('a closed application: signed in and with its conversations the next time', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next({ kind: 'text', text: 'Remember me.' });
    emulators.openai.next({ kind: 'text', text: 'Kept' }, 1, { includeTitles: true });
    await askAndWait(page, 'What now?');
    await expect(parts(page).row('Kept')).toBeVisible();
    await app.quit();
    const signIns = emulators.entra.requests.filter(({ endpoint }) => endpoint === 'authorize').length;
    const again = await app.start();
    await expect(parts(again).message).toBeVisible();
    await parts(again).row('Kept').click();
    await expect(parts(again).answers).toContainText('Remember me.');
    await askAndWait(again, 'And now?');
    expect(emulators.entra.requests.filter(({ endpoint }) => endpoint === 'authorize')).toHaveLength(signIns);
  });

  test('a window that is reloaded while an answer streams: the turn goes on, nothing comes twice', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    const held = await askHeld(page, emulators, { question: 'Keep going', beginning: 'one ' });
    await page.reload();
    held.send('two ');
    await parts(page).row('Keep going').click();
    await expect(parts(page).answers).toContainText('one two');
    await expect(parts(page).stop).toBeVisible();
    held.send('three');
    await expect(parts(page).answers).toContainText('one two three');
    held.finish();
    await expect(parts(page).stop).toBeHidden();
    await expect(parts(page).answers).toHaveCount(1);
    await expect(parts(page).questions).toHaveCount(1);
    expect((await parts(page).answers.textContent())?.split('one')).toHaveLength(2);
    const questions = emulators.openai.requests.filter(({ body }) => !JSON.stringify(body).includes('title'));
    expect(questions).toHaveLength(1);
  });

  test('a killed application: signed in, with the conversation and what had arrived of the answer', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    const held = await askHeld(page, emulators, { question: 'Tell me a story', beginning: 'Once upon a time' });
    // What is shown may be on the disk already; what is written after another word has it for certain.
    const sentAt = Date.now();
    held.send(' there');
    await expect.poll(() => statSync(fileNamed(app.profileFolder, 'history.db-wal')).mtimeMs).toBeGreaterThan(sentAt);
    await app.kill();
    await held.closed;

    const again = await app.start();
    await expect(parts(again).message).toBeVisible();
    await parts(again).row('Tell me a story').click();
    await expect(parts(again).questions).toHaveText(/Tell me a story/);
    await expect(parts(again).answers).toContainText('Once upon a time');
    await expect(parts(again).answers).toContainText('Interrupted');
    await askAndWait(again, 'Go on');
    await expect(parts(again).answers).toHaveCount(2);
  });

  test('of a signed-out person: no token in any file, and nobody signed in the next time', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'Hello');
    await signOut(page);
    await expect(parts(page).signIn).toBeVisible();
    const tokens = emulators.entra.issuedTokens();
    expect(tokens.length).toBeGreaterThan(2);
    const expectNoToken = () => {
      for (const [name, content] of filesBelow(app.profileFolder)) {
        expect(name).not.toMatch(/^tokens/);
        for (const token of tokens) expect(content.includes(token), name).toBe(false);
      }
    };
    expectNoToken();
    await app.quit();
    expectNoToken();
    const again = await app.start();
    await expect(parts(again).signIn).toBeVisible();
  });
});
