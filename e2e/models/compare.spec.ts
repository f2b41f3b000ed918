import { expect, test } from '../fixtures.ts';
import { ask, parts, startSignedIn } from '../support/window.ts';

const shots = process.env['SHOTS'];

test.describe('@models two models beside each other', () => {
  test('answer at once, survive a reload, and the conversation goes on from the chosen one', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Demo model (chat completions)' }).click();
    await page.keyboard.press('Escape');
    const first = emulators.openai.hold();
    const second = emulators.openai.hold();
    await ask(page, 'Which way?');
    await Promise.all([first.started, second.started]);
    first.send('Left, ');
    second.send('Right, ');
    const group = page.getByRole('group', { name: 'Compared answers' });
    await expect(group).toContainText('Left,');
    await expect(group).toContainText('Right,');
    if (shots !== undefined) await page.screenshot({ path: `${shots}-running.png` });

    await page.reload();
    await expect(group).toContainText('Left,');
    await expect(group).toContainText('Right,');
    first.send('I say.');
    await expect(group).toContainText('Left, I say.');
    const right = group.getByRole('region').filter({ hasText: 'Right,' });
    await right.getByRole('button', { name: /^Stop Demo model/ }).click();
    first.finish();
    await expect(parts(page).stop).toHaveCount(0);
    await expect(page.getByText('Choose the answer to go on with.', { exact: true })).toBeVisible();
    if (shots !== undefined) await page.screenshot({ path: `${shots}-ended.png` });
    await page.reload();
    await expect(group.getByRole('article', { name: 'Answer' })).toHaveCount(2);

    await right.getByRole('button', { name: 'Go on with this one' }).click();
    await expect(group).toHaveCount(0);
    await expect(parts(page).answers).toHaveText([/Right,/]);
    await expect(page.getByRole('group', { name: /^Version . of 2$/ })).toBeVisible();
    emulators.openai.next({ kind: 'text', text: 'As I said.' });
    await ask(page, 'Sure?');
    await expect(parts(page).answers.last()).toHaveText(/As I said\./);
    const sent = JSON.stringify(
      emulators.openai.requests.find(({ body }) => JSON.stringify(body).includes('Sure?'))?.body,
    );
    expect(sent).toContain('Right,');
    expect(sent).not.toContain('Left,');
  });

  test('that fails does not take the other one along, and can be chosen and asked again', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    await page.getByRole('button', { name: 'Compare with…' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Demo model (chat completions)' }).click();
    await page.keyboard.press('Escape');
    emulators.openai.next({ kind: 'no-role', status: 403 }, 1);
    emulators.openai.next({ kind: 'text', text: 'The whole answer.' }, 1);
    await ask(page, 'Which way?');
    const group = page.getByRole('group', { name: 'Compared answers' });
    await expect(group).toContainText('The whole answer.');
    await expect(group.getByRole('alert')).toContainText('model-forbidden');
    await expect(parts(page).row('Which way')).toBeVisible();
    if (shots !== undefined) await page.screenshot({ path: `${shots}-failed.png` });
    await page.setViewportSize({ width: 420, height: 800 });
    await expect(page.getByRole('dialog')).toHaveCount(0);
    if (shots !== undefined) await page.screenshot({ path: `${shots}-narrow.png` });
    const forbidden = group.getByRole('region').filter({ has: page.getByRole('alert') });
    await forbidden.getByRole('button', { name: 'Go on with this one' }).click();
    await expect(parts(page).answers).toHaveText([/model-forbidden/]);
    emulators.openai.next({ kind: 'text', text: 'Now it may.' }, 1);
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await expect(parts(page).answers).toContainText('Now it may.');
    await page.getByRole('button', { name: 'Previous version' }).click();
    await expect(parts(page).answers).toContainText('The whole answer.');
  });
});
