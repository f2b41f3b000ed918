import { groupIds } from '../../dev/emulators/directory/directory.ts';
import { expect, test } from '../fixtures.ts';
import { choose, switchTo } from '../support/identity.ts';
import type { ParleyApp } from '../support/parley-app.ts';
import { askAndWait, askHeld, expectCard, parts, startSignedIn } from '../support/window.ts';

const membership = '/v1.0/me/checkMemberObjects';
const guarded = { RequiredRoles: ['Parley.User'] };

async function startAs(app: ParleyApp, person: 'ada' | 'grace' | 'alan', policy: Readonly<Record<string, unknown>>) {
  const page = await app.start({ policy });
  const browserPage = await app.opened(() => parts(page).signIn.click());
  await choose(browserPage, person);
  return page;
}

test.describe('@identity the gate', () => {
  test('lets in who has the role', async ({ app }) => {
    const page = await startAs(app, 'grace', guarded);
    await askAndWait(page, 'Hello');
    await expect(parts(page).answers).toContainText('Hello');
  });

  test('keeps out who has not, says so, and opens once IT has given the role', async ({ app, emulators }) => {
    const page = await startAs(app, 'alan', { ...guarded, SupportEmail: 'help@contoso.example' });
    await expectCard(page, 'access-denied');
    await expect(parts(page).message).toHaveCount(0);
    await expect(parts(page).history).toHaveCount(0);
    expect(emulators.openai.requests).toEqual([]);
    const message = page.getByRole('link', { name: 'Message IT' });
    await expect(message).toHaveAttribute('href', /^mailto:help@contoso\.example\?.*access-denied/);
    await page.getByRole('button', { name: 'Why don’t I have access?' }).click();
    const why = page.getByRole('dialog');
    await expect(why).toContainText('“roles” in the token: not there');
    await expect(why).toContainText('Role “Parley.User”');
    await why.getByRole('button', { name: 'Close' }).click();

    emulators.entra.setRoles('alan', ['Parley.User']);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(parts(page).message).toBeVisible();
  });

  test('that keeps one account out lets another one in', async ({ app }) => {
    const page = await startAs(app, 'alan', guarded);
    await expectCard(page, 'access-denied');
    const browserPage = await app.opened(() => page.getByRole('button', { name: 'Use another account' }).click());
    await choose(browserPage, 'grace');
    await expect(page.getByText(/Good .*, Grace/)).toBeVisible();
    await switchTo(page, 'alan');
    await expectCard(page, 'access-denied');
    await page.getByRole('button', { name: /Grace Hopper/ }).click();
    await expect(page.getByText(/Good .*, Grace/)).toBeVisible();
  });

  test('lets in who is in the group, and keeps out who is not', async ({ app, emulators }) => {
    const [group = '', another = ''] = groupIds(2);
    emulators.entra.setGroups('grace', [another]);
    const page = await startAs(app, 'grace', { RequiredGroups: [group] });
    await expectCard(page, 'access-denied');
    emulators.entra.setGroups('grace', [group, another]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(parts(page).message).toBeVisible();
    expect(emulators.graph.requests.filter(({ path }) => path.startsWith(membership))).toEqual([]);
  });

  for (const form of ['claim-names', 'hasgroups'] as const) {
    test(`asks Graph where a person is in 250 groups (${form}), and believes what it says`, async ({
      app,
      emulators,
    }) => {
      const groups = groupIds(251);
      emulators.entra.setOverageForm(form);
      emulators.entra.setGroups('ada', groups.slice(0, 250));
      const page = await startAs(app, 'ada', { RequiredGroups: groups.slice(250) });
      await expectCard(page, 'access-denied');
      emulators.entra.setGroups('ada', groups.slice(1));
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(parts(page).message).toBeVisible();
      const asked = emulators.graph.requests.filter(({ path }) => path.startsWith(membership));
      expect(asked.length).toBeGreaterThanOrEqual(2);
      expect(asked.at(-1)?.body).toBe(JSON.stringify({ ids: groups.slice(250) }));
    });
  }

  test('that Graph does not answer neither lets in nor denies, and opens when it does', async ({ app, emulators }) => {
    const groups = groupIds(250);
    emulators.entra.setGroups('ada', groups);
    emulators.graph.failNext({ kind: 'drop' }, 1, membership);
    const page = await startAs(app, 'ada', { RequiredGroups: groups.slice(-1) });
    await expectCard(page, 'access-unchecked');
    await expect(parts(page).message).toHaveCount(0);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(parts(page).message).toBeVisible();
  });

  test('lets go on offline for as long as policy grants, and locks after that', async ({ app, emulators }) => {
    const groups = groupIds(250);
    emulators.entra.setGroups('ada', groups);
    const policy = { RequiredGroups: groups.slice(-1) };
    const page = await startAs(app, 'ada', policy);
    await askAndWait(page, 'Hello');
    await app.quit();
    await emulators.close();

    const offline = await app.start({ policy: { ...policy, OfflineGraceHours: 1 } });
    await expect(parts(offline).row('Hello')).toBeVisible();
    await expect(offline.getByText('Your access could not be checked')).toBeVisible();
    await app.quit();
    const late = await app.start({ policy: { ...policy, OfflineGraceHours: 0 } });
    await expectCard(late, 'access-unchecked');
    await expect(parts(late).history).toHaveCount(0);
  });

  test('does not lock because Microsoft is too busy to renew a token', async ({ app, emulators }) => {
    emulators.entra.setTokenLifetime(1);
    const page = await startAs(app, 'grace', guarded);
    await askAndWait(page, 'Hello');
    await app.quit();
    emulators.entra.failNextToken({ kind: 'throttled', retryAfter: 60 }, 5);
    const again = await app.start({ policy: guarded });
    await expect(parts(again).row('Hello')).toBeVisible();
    await expect(again.getByText('Your access could not be checked')).toBeVisible();
  });

  test('gives each role the models that policy maps to it', async ({ app, emulators }) => {
    const RoleMapping = {
      'Parley.User': { Deployments: ['gpt-demo-chat'], Abilities: ['people'] },
      'Parley.Administrator': { Deployments: ['gpt-demo'] },
    };
    const page = await startAs(app, 'grace', { ...guarded, RoleMapping });
    const next = emulators.openai.nextRequest();
    await askAndWait(page, 'Hello');
    expect((await next).body).toMatchObject({ model: 'corp-chat-legacy' });
    await page.getByRole('combobox', { name: 'Model' }).click();
    await expect(page.getByRole('option')).toHaveText(/chat completions/);
  });

  test('that a role is taken away at while the window is open locks it, and loses nothing', async ({
    app,
    emulators,
  }) => {
    // A token that lives for a second is renewed after the shortest wait, which is half a minute.
    test.slow();
    emulators.entra.setTokenLifetime(1);
    const page = await startSignedIn(app, guarded);
    const held = await askHeld(page, emulators, { question: 'Tell me a story', beginning: 'Once upon a time ' });
    await parts(page).message.fill('A draft of mine');
    emulators.entra.setRoles('ada', []);

    const card = page.getByRole('alert').filter({ hasText: 'access-denied' });
    await expect(card).toBeVisible({ timeout: 60_000 });
    await held.closed;
    await expect(page.getByText('Once upon a time')).toHaveCount(0);
    await expect(page.getByText('Tell me a story')).toHaveCount(0);
    await expect(parts(page).message).toHaveCount(0);

    emulators.entra.setRoles('ada', ['Parley.User']);
    await page.getByRole('button', { name: 'Try again' }).click();
    await parts(page).row('Tell me a story').click();
    await expect(parts(page).answers).toContainText('Once upon a time');
    await expect(parts(page).message).toHaveValue('A draft of mine');
  });

  test('goes on where the directory has changed its signing keys', async ({ app, emulators }) => {
    emulators.entra.setTokenLifetime(1);
    const page = await startAs(app, 'grace', guarded);
    await expect(parts(page).message).toBeVisible();
    await app.quit();
    // The token of this start is signed by a key that Parley has not seen yet.
    await emulators.entra.rollKeys();
    const keys = emulators.entra.nextRequest('keys');
    const again = await app.start({ policy: guarded });
    await askAndWait(again, 'Hello');
    await keys;
    expect(app.openedCount()).toBe(1);
  });
});
