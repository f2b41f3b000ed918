import type { Locator, Page } from '@playwright/test';
import { demoSubscriptions, emulatedAccount, emulatedModel } from '../../dev/emulators/arm/estate.ts';
import type { Emulators } from '../../dev/emulators/index.ts';
import { expect, test } from '../fixtures.ts';
import { askChallenged, choose, signInAgain } from '../support/identity.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

/** Policy keys to look in all of Azure for what policy does not list. */
const anywhere = { Discovery: {} };
const allowed = /^Parley may look for your models in Azure once you allow it/;

function picker(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Model' });
}

async function pick(page: Page, model: RegExp): Promise<void> {
  await picker(page).click();
  await page.getByRole('option', { name: model }).click();
}

/** The deployments that were asked a question. */
function askedWith({ openai }: Emulators, question: string): readonly (string | undefined)[] {
  return openai.requests
    .filter(({ modelRequest }) => modelRequest?.messages.at(-1)?.text === question)
    .map(({ modelRequest }) => modelRequest?.deployment);
}

/** Resolves when the search for models has come to its end; the list is left closed. */
async function searched(page: Page, line: RegExp): Promise<void> {
  await picker(page).click();
  await expect(page.getByRole('group', { name: line })).toBeVisible();
  await page.keyboard.press('Escape');
}

/** What everybody has consented to before: all but Azure's management. */
function withoutArm({ graph }: Emulators): readonly string[] {
  return [`${graph.origin}/User.Read`, 'https://cognitiveservices.azure.com/user_impersonation'];
}

test.describe('@models discovery', () => {
  test('offers the models that Azure shows the person; they answer, also after a restart without Azure', async ({
    app,
    emulators,
  }) => {
    const { arm } = emulators;
    arm.setPageSize(1);
    const page = await startSignedIn(app, anywhere);
    await picker(page).click();
    const research = page.getByRole('group', { name: 'contoso-research, swedencentral' });
    await expect(research.getByRole('option')).toHaveText([/corp-deep.*gpt-5 2025-08-07.*Reasoning/, /corp-text/]);
    // What policy lists is there once, by the name that policy gives it; what cannot chat or is not ready is not there.
    await expect(page.getByRole('option', { name: /corp-chat|corp-search|corp-next/ })).toHaveCount(0);
    await expect(page.getByRole('group', { name: /^Models found in Azure/ })).toBeVisible();
    await page.getByRole('option', { name: /corp-deep/ }).click();
    await askAndWait(page, 'Are you found?');
    await expect(parts(page).answers).toContainText('Are you found?');
    expect(askedWith(emulators, 'Are you found?')).toEqual(['corp-deep']);
    expect(arm.requests.every(({ path }) => path.includes('api-version='))).toBe(true);
    await app.quit();

    arm.failNext({ kind: 'drop' }, Number.POSITIVE_INFINITY);
    const again = await app.start({ policy: anywhere });
    await searched(again, /could not be reached/);
    await parts(again).history.getByRole('button').filter({ hasText: 'found' }).first().click();
    await expect(picker(again)).toHaveValue('corp-deep');
    await askAndWait(again, 'And now?');
    expect(askedWith(emulators, 'And now?')).toEqual(['corp-deep']);
    await expect(again.getByRole('alert')).toHaveCount(0);
  });

  test('asks Azure nothing where policy does not allow it', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'Are you there?');
    await picker(page).click();
    await expect(page.getByRole('option')).toHaveCount(2);
    await expect(page.getByText(/in Azure/)).toHaveCount(0);
    expect(emulators.arm.requests).toEqual([]);
    const scopes = emulators.entra.requests.map((request) => JSON.stringify(request));
    expect(scopes.filter((request) => request.includes(new URL(emulators.arm.origin).host))).toEqual([]);
  });

  test('asks for consent only by a click, and apart from what chatting needs', async ({ app, emulators }) => {
    emulators.entra.setConsent('ada', withoutArm(emulators));
    const page = await startSignedIn(app, anywhere);
    await searched(page, allowed);
    expect(emulators.arm.requests).toEqual([]);
    await expect(page.getByRole('alert')).toHaveCount(0);

    // Signing in to go on with an answer asks for what the answer needs, and for nothing else.
    await askChallenged(page, emulators);
    const signInPage = await app.opened(() => signInAgain(page));
    await choose(signInPage, 'ada');
    await expect(parts(page).answers.last()).toContainText('Are you there?');
    await expect(page.getByRole('alert')).toHaveCount(0);
    expect(emulators.arm.requests).toEqual([]);

    await picker(page).click();
    const consentPage = await app.opened(() => page.getByRole('option', { name: 'Allow Parley to look' }).click());
    await consentPage.getByRole('button', { name: 'Accept' }).click();
    await expect.poll(() => emulators.arm.requests.length).toBeGreaterThan(0);
    await pick(page, /corp-deep/);
    await askAndWait(page, 'Are you allowed?');
    expect(askedWith(emulators, 'Are you allowed?')).toEqual(['corp-deep']);
  });

  test('is all that there is where policy lists no model', async ({ app, emulators }) => {
    emulators.arm.setAccess('ada', []);
    const page = await startSignedIn(app, { Discovery: {}, Deployments: [] });
    await expect(page.getByText('No models were found in Azure')).toBeVisible();
    emulators.arm.setAccess('ada', [demoSubscriptions.research]);
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(picker(page)).toHaveValue('corp-deep');
    await askAndWait(page, 'Are you all?');
    expect(askedWith(emulators, 'Are you all?')).toEqual(['corp-deep']);
  });

  test('tells of a model that is gone and of what could not be looked into, and is searched where there are hundreds', async ({
    app,
    emulators,
  }) => {
    const { arm, openai } = emulators;
    const page = await startSignedIn(app, anywhere);
    await pick(page, /corp-deep/);
    await askAndWait(page, 'Will you stay?');
    arm.setSubscriptions(
      arm.subscriptions.map(({ accounts, ...subscription }) => ({
        ...subscription,
        accounts: accounts.map(({ deployments, ...account }) =>
          Object.assign({}, account, { deployments: deployments.filter(({ name }) => name !== 'corp-deep') }),
        ),
      })),
    );
    const [production] = arm.subscriptions;
    arm.failNext(
      { kind: 'error', status: 403, code: 'AuthorizationFailed' },
      1,
      `/subscriptions/${production?.id}/providers/Microsoft.CognitiveServices/accounts`,
    );
    await pick(page, /^Look again/);
    await picker(page).click();
    await expect(page.getByRole('option', { name: /corp-deep/ })).toContainText('Azure does not show it any more');
    await expect(page.getByRole('group', { name: /One place could not be looked into/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(picker(page)).toHaveValue('corp-deep');
    await parts(page).newChat.click();
    await picker(page).click();
    await expect(page.getByRole('option', { name: /corp-text/ })).toBeVisible();
    await expect(page.getByRole('option', { name: /corp-deep/ })).toHaveCount(0);
    await page.keyboard.press('Escape');

    const deployments = Array.from({ length: 300 }, (_each, index) =>
      emulatedModel(`team-${index}`, 'gpt-4o@2024-11-20'),
    );
    const accounts = ['north', 'south'].map((name) =>
      emulatedAccount(`contoso-${name}`, openai.endpoint, {
        deployments: [...deployments, ...(name === 'south' ? [emulatedModel('corp-text', 'gpt-4@0613')] : [])],
      }),
    );
    arm.setSubscriptions([{ id: demoSubscriptions.production, displayName: 'Contoso', state: 'Enabled', accounts }]);
    await pick(page, /^Look again/);
    await picker(page).click();
    await expect(page.getByRole('option', { name: /more: type to find them/ })).toBeVisible();
    await page.keyboard.type('south corp');
    await expect(page.getByRole('option')).toHaveText([/corp-text/, 'Look again']);
    await page.keyboard.press('Enter');
    // The other one that was found before is remembered.
    await expect(picker(page)).toHaveValue('corp-text (contoso-south)');
    await askAndWait(page, 'Were you hard to find?');
    expect(askedWith(emulators, 'Were you hard to find?')).toEqual(['corp-text']);
    await picker(page).click();
    await page.keyboard.type('nobody has this');
    await expect(page.getByRole('option', { name: 'No model matches' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(picker(page)).toHaveValue('corp-text (contoso-south)');
  });
});
