import { expect, test } from '../fixtures.ts';
import { ask, askAndWait, askHeld, expectCard, parts, startSignedIn } from '../support/window.ts';

const secretText = 'a server that talks too much';

function refusal(status: number, code: string, headers?: Readonly<Record<string, string>>) {
  return { kind: 'error', status, code, message: secretText, ...(headers === undefined ? {} : { headers }) } as const;
}

test.describe('@first a model that fails', () => {
  for (const [answer, script, code, says] of [
    ['401', refusal(401, 'Unauthorized'), 'model-unauthorized', 'Sign in again'],
    ['403', refusal(403, 'PermissionDenied'), 'model-forbidden', 'Cognitive Services OpenAI User'],
    ['404', refusal(404, 'DeploymentNotFound'), 'deployment-not-found', 'Demo model'],
    ['429', refusal(429, 'TooManyRequests', { 'retry-after': '600' }), 'model-rate-limited', '10 minutes'],
    ['500', refusal(500, 'InternalServerError'), 'model-unavailable', 'HTTP 500'],
    ['a page of a proxy', { kind: 'html', status: 200 }, 'model-bad-reply', 'cannot read'],
    ['502 with a page of a proxy', { kind: 'html', status: 502 }, 'model-unavailable', 'HTTP 502'],
    ['garbage', { kind: 'garbage' }, 'model-bad-reply', 'cannot read'],
    ['a filtered prompt', { kind: 'content-filter', where: 'input' }, 'content-filtered', 'Reword'],
  ] as const) {
    test(`by ${answer} leaves the question and a card, and answers the next time`, async ({ app, emulators }) => {
      const page = await startSignedIn(app);
      emulators.openai.next(script);
      // A refused token is renewed once before anybody is bothered with it.
      if (code === 'model-unauthorized') emulators.openai.next(script);
      // A service that is down is asked four times in some seconds before it is given up.
      if (code === 'model-unavailable') emulators.openai.next(script, 3);
      await ask(page, 'Will you fail?');
      await expect(page.getByRole('alert')).toBeVisible({ timeout: 30_000 });
      const card = await expectCard(page, code);
      await expect(card).toContainText(says);
      await expect(card).not.toContainText(secretText);
      await expect(parts(page).questions).toHaveText(/Will you fail\?/);
      emulators.openai.next({ kind: 'text', text: 'Not any more.' });
      await page.getByRole('button', { name: 'Regenerate' }).click();
      await expect(parts(page).answers).toContainText('Not any more.');
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(parts(page).questions).toHaveCount(1);
    });
  }

  for (const [end, script, code] of [
    ['cut', { kind: 'cut', afterDeltas: 5 }, 'stream-cut'],
    ['stalled', { kind: 'stall', afterDeltas: 5 }, 'stream-stalled'],
    [
      'ended by an error',
      { kind: 'failed', afterDeltas: 5, code: 'server_error', message: secretText },
      'model-unavailable',
    ],
  ] as const) {
    test(`in the middle, ${end}, keeps what has arrived, also in history`, async ({ app, emulators }) => {
      const page = await startSignedIn(app, { StreamStallSeconds: 1 });
      emulators.openai.next(script);
      await ask(page, 'Tell me about long things');
      const card = await expectCard(page, code);
      await expect(card).not.toContainText(secretText);
      const partial = parts(page).answers.locator('h1, p').first();
      const arrived = (await partial.textContent()) ?? '';
      expect(arrived).not.toBe('');
      await page.reload();
      await parts(page).row('Tell me about long things').click();
      await expectCard(page, code);
      await expect(partial).toHaveText(arrived);
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(parts(page).answers).toContainText('That was all of it.');
    });
  }

  test('before the first byte, stalled, is given up', async ({ app, emulators }) => {
    const page = await startSignedIn(app, { StreamFirstSeconds: 1 });
    emulators.openai.next({ kind: 'stall', afterDeltas: 0 });
    await ask(page, 'Hello?');
    await expectCard(page, 'stream-stalled');
  });

  test('keeps the draft that was begun meanwhile', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const held = await askHeld(page, emulators, { question: 'First', beginning: 'Partial' });
    await parts(page).message.fill('My next question');
    held.cut();
    await expectCard(page, 'stream-cut');
    await expect(parts(page).message).toHaveValue('My next question');
    await expect(parts(page).answers).toContainText('Partial');
  });

  test('because there is no network leaves the question, and names the host', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'First');
    await emulators.close();
    await ask(page, 'Second');
    const card = await expectCard(page, 'network-unreachable');
    await expect(card).toContainText(new URL(emulators.openai.origin).host);
    await expect(parts(page).questions).toHaveCount(2);
    await expect(card.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
