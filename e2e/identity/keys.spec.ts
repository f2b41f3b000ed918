import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import {
  type ReceivedRequest,
  sendClosing,
  sendDelta,
  sendOpening,
  startEvents,
  startModelServer,
} from '../../src/main/core/testing/model-server.ts';
import { expect, test } from '../fixtures.ts';
import { enterKey, expectPaused, signOut } from '../support/identity.ts';
import { filesBelow } from '../support/profile.ts';
import { ask, askAndWait, parts, signIn, startSignedIn } from '../support/window.ts';

const id = 'with-key';

/** A model that takes one key and nothing else. */
function modelWithKey(key: string) {
  return startModelServer((response: ServerResponse, { headers }: ReceivedRequest) => {
    if (headers['api-key'] !== key || headers.authorization !== undefined) {
      const error = { code: '401', message: 'Access denied due to invalid subscription key.' };
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
      return;
    }
    startEvents(response);
    sendOpening(response);
    sendDelta(response, 'The key fits.');
    sendClosing(response);
  });
}

function policyOf(endpoint: string): Record<string, unknown> {
  const deployment = { Id: id, DisplayName: 'Lab model', Endpoint: endpoint, Deployment: 'lab', Auth: 'key' };
  return { Deployments: [deployment] };
}

test.describe('@identity an API key', () => {
  test('is asked for when it is missing, and then the question is sent', async ({ app }) => {
    const key = randomBytes(16).toString('hex');
    const model = await modelWithKey(key);
    const page = await startSignedIn(app, policyOf(model.endpoint));
    await ask(page, 'Are you there?');
    await enterKey(page, key);
    await expect(parts(page).answers).toContainText('The key fits.');
    await expect(parts(page).answers).toHaveCount(1);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await model.close();
  });

  test('that is wrong says so, and another one is taken', async ({ app }) => {
    const key = randomBytes(16).toString('hex');
    const model = await modelWithKey(key);
    const page = await startSignedIn(app, policyOf(model.endpoint));
    await ask(page, 'Are you there?');
    await enterKey(page, 'not-the-key');
    const card = await expectPaused(page, 'key-refused');
    await card.getByRole('button', { name: 'Enter key' }).click();
    await enterKey(page, key);
    await expect(parts(page).answers).toContainText('The key fits.');
    await expect(parts(page).answers).toHaveCount(1);
    await model.close();
  });

  test('is kept sealed, told to no window, and gone after sign-out', async ({ app }) => {
    const key = randomBytes(16).toString('hex');
    const model = await modelWithKey(key);
    const page = await app.start({ policy: policyOf(model.endpoint) });
    const recorded = await app.recordPayloads();
    await signIn(app, page);
    await page.getByRole('button', { name: 'API key' }).click();
    await enterKey(page, key);
    await askAndWait(page, 'Are you there?');
    await page.getByRole('button', { name: 'API key' }).click();
    await expect(page.getByLabel('API key', { exact: true }).last()).toHaveValue('');
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await recorded()).toContain('The key fits.');
    expect(await recorded()).not.toContain(key);
    await app.quit();
    const inFiles = () => [...filesBelow(app.profileFolder)].filter(([, content]) => content.includes(key));
    expect(inFiles()).toEqual([]);

    const again = await app.start({ policy: policyOf(model.endpoint) });
    await askAndWait(again, 'And now?');
    await expect(parts(again).answers.last()).toContainText('The key fits.');
    await signOut(again);
    await signIn(app, again);
    await ask(again, 'And after that?');
    await expect(again.getByRole('dialog', { name: /^API key for/ })).toBeVisible();
    expect(model.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    await model.close();
  });
});
