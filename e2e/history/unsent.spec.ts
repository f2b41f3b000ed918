import { statSync } from 'node:fs';
import { expect, test } from '../fixtures.ts';
import { fileNamed } from '../support/profile.ts';
import { ask, askHeld, parts, startSignedIn } from '../support/window.ts';

test.describe('@history what is not sent yet', () => {
  test('is there after a crash: drafts, their files, and a message that waited behind an answer', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    const { message } = parts(page);
    const held = await askHeld(page, emulators, { question: 'Tell me a story', beginning: 'Once' });
    await ask(page, 'And then?');
    const waiting = page.getByRole('list', { name: 'Waiting messages' });
    await expect(waiting).toContainText('Will be sent after the answer before it.');
    await parts(page).newChat.click();
    await page.setInputFiles('input[type=file]', {
      name: 'plan.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('the plan'),
    });
    await expect(page.getByRole('list', { name: 'Files to send' })).toContainText('tokens');
    await message.pressSequentially('Half a thought');
    // What is on its way to the disk is there with the first write after the last key.
    const typedAt = Date.now();
    await expect.poll(() => statSync(fileNamed(app.profileFolder, 'history.db-wal')).mtimeMs).toBeGreaterThan(typedAt);
    await app.kill();
    await held.closed;

    const again = await app.start();
    await expect(parts(again).message).toHaveValue('Half a thought');
    await expect(again.getByRole('list', { name: 'Files to send' })).toContainText('plan.txt');
    await expect(parts(again).history).toContainText('Waiting');
    emulators.openai.next({ kind: 'text', text: 'The plan is good.' });
    await parts(again).send.click();
    await expect(parts(again).answers).toContainText('The plan is good.');
    expect(JSON.stringify(emulators.openai.requests.map(({ body }) => body))).toContain('the plan');
    await parts(again).row('Tell me a story').click();
    const still = again.getByRole('list', { name: 'Waiting messages' });
    await expect(still).toContainText('Not sent: the answer before it was not finished.');
    emulators.openai.next({ kind: 'text', text: 'They lived.' });
    await still.getByRole('button', { name: 'Send now' }).click();
    await expect(parts(again).answers.last()).toContainText('They lived.');
    await expect(still).toBeHidden();
    await expect(parts(again).questions).toHaveText([/Tell me a story/, /And then\?/]);
  });

  test('waits for the network and is sent once, in order, when it is back', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const waiting = page.getByRole('list', { name: 'Waiting messages' });
    await page.context().setOffline(true);
    await expect(page.getByText('You are offline.')).toBeVisible();
    await ask(page, 'From the train');
    await ask(page, 'And a second one');
    await expect(waiting.getByRole('listitem')).toHaveCount(2);
    await app.kill();
    const again = await app.start();
    await parts(again).row('From the train').click();
    await expect(parts(again).questions).toHaveText([/From the train/, /And a second one/]);
    await expect(parts(again).answers).toHaveCount(2);
    const asked = emulators.openai.requests.filter(({ body }) => JSON.stringify(body).includes('From the train'));
    expect(asked.filter(({ body }) => !JSON.stringify(body).includes('title'))).toHaveLength(2);
  });
});
