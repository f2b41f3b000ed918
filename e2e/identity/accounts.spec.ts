import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { demoTenant } from '../../dev/emulators/demo-tenant.ts';
import type { Emulators } from '../../dev/emulators/index.ts';
import { expect, test } from '../fixtures.ts';
import {
  addAccount,
  choose,
  furtherTenant,
  openAccount,
  signOut,
  switchTo,
  withFabrikam,
} from '../support/identity.ts';
import { filesBelow } from '../support/profile.ts';
import { askAndWait, expectCard, parts, signIn, startSignedIn } from '../support/window.ts';

/** The folders of accounts in a profile. */
function accountFolders(profileFolder: string): string[] {
  const folder = path.join(profileFolder, 'accounts');
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The bearer tokens that a cloud's models were called with. */
function bearers({ openai }: Emulators): string[] {
  return openai.requests.map(({ headers }) => headers['authorization']?.replace('Bearer ', '') ?? '');
}

test.describe('@identity accounts', () => {
  test('of one tenant stand beside each other, each with its own history, and switching asks nobody', async ({
    app,
  }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'A question of Ada');
    await parts(page).message.fill('A draft of Ada');
    await addAccount(app, page, 'grace');
    await expect(parts(page).message).toHaveValue('');
    await expect(parts(page).row('A question of Ada')).toHaveCount(0);
    await askAndWait(page, 'A question of Grace');

    await switchTo(page, 'ada');
    await expect(parts(page).row('A question of Ada')).toBeVisible();
    await expect(parts(page).row('A question of Grace')).toHaveCount(0);
    await askAndWait(page, 'Another one of Ada');
    expect(app.openedCount()).toBe(2);

    await app.quit();
    const again = await app.start();
    await expect(again.getByText(/Good .*, Ada/)).toBeVisible();
    await switchTo(again, 'grace');
    await expect(parts(again).row('A question of Grace')).toBeVisible();
  });

  test('keep their drafts while another one is in use', async ({ app }) => {
    const page = await startSignedIn(app);
    await parts(page).message.fill('A draft of Ada');
    await addAccount(app, page, 'grace');
    await switchTo(page, 'ada');
    await expect(parts(page).message).toHaveValue('A draft of Ada');
  });

  test('of two tenants have the models of their own, and neither sees the other one', async ({ app, emulators }) => {
    const page = await startSignedIn(app, withFabrikam(emulators));
    await askAndWait(page, 'A question at Contoso');
    await addAccount(app, page, 'barbara', 'Fabrikam');
    await askAndWait(page, 'A question at Fabrikam');
    await expect(parts(page).row('A question at Contoso')).toHaveCount(0);
    const tenants = emulators.entra.requests.filter(({ endpoint }) => endpoint === 'authorize').map((r) => r.tenant);
    expect(new Set(tenants).size).toBe(2);
    await switchTo(page, 'ada');
    await expect(parts(page).row('A question at Contoso')).toBeVisible();
  });

  test('of two clouds stand side by side, and no token of one goes to the other', async ({
    app,
    emulators,
    otherCloud,
  }) => {
    const further = furtherTenant(otherCloud, { DisplayName: 'Contoso over there', TenantId: demoTenant.id });
    const page = await app.start({ policy: { AdditionalTenants: [further] }, trusts: [emulators, otherCloud] });
    await signIn(app, page);
    await askAndWait(page, 'Here');
    await addAccount(app, page, 'grace', 'Contoso over there');
    await askAndWait(page, 'Over there');
    await switchTo(page, 'ada');
    await expect(parts(page).row('Here')).toBeVisible();
    await askAndWait(page, 'Here again');

    for (const [cloud, other] of [
      [emulators, otherCloud],
      [otherCloud, emulators],
    ] as const) {
      const issued = cloud.entra.issuedTokens();
      expect(bearers(cloud).length).toBeGreaterThan(0);
      expect(bearers(cloud).every((token) => issued.includes(token))).toBe(true);
      const foreign = new Set(other.entra.issuedTokens());
      expect(cloud.graph.requests.some(({ headers }) => foreign.has(headers['authorization']?.slice(7) ?? ''))).toBe(
        false,
      );
    }
  });

  test('that are signed out leave the others signed in', async ({ app, emulators }) => {
    const page = await startSignedIn(app, withFabrikam(emulators));
    await addAccount(app, page, 'barbara', 'Fabrikam');
    await signOut(page);
    await expect(page.getByText(/Good .*, Ada/)).toBeVisible();
    await askAndWait(page, 'Still there');
    await app.quit();
    const again = await app.start({ policy: withFabrikam(emulators) });
    await expect(again.getByText(/Good .*, Ada/)).toBeVisible();
    await expect((await openAccount(again)).getByText('Barbara Liskov')).toHaveCount(0);
  });

  test('that are forgotten take their conversations along, and leave those of others', async ({ app }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'A question of Ada');
    const [ada = ''] = accountFolders(app.profileFolder);
    await addAccount(app, page, 'grace');
    await askAndWait(page, 'A question of Grace');
    expect(accountFolders(app.profileFolder)).toHaveLength(2);
    await signOut(page, { forget: true });
    await expect(parts(page).row('A question of Ada')).toBeVisible();
    expect(accountFolders(app.profileFolder)).toEqual([ada]);
    await signOut(page);
    // Signing out is not forgetting: the next sign-in finds everything again.
    await signIn(app, page);
    await expect(parts(page).row('A question of Ada')).toBeVisible();
  });

  test('that are signed out of the browser too have to choose there again', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const browserPage = await app.opened(() => signOut(page, { browser: true }));
    await expect(browserPage.getByText('You signed out')).toBeVisible();
    expect(emulators.entra.signOuts).toMatchObject([{ people: ['ada'] }]);
    await expect(parts(page).signIn).toBeVisible();
  });

  test('of a tenant that policy does not allow get no further, and leave nothing', async ({ app, emulators }) => {
    const policy = { TenantId: 'organizations', AllowedTenants: [demoTenant.id] };
    const page = await app.start({ policy });
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await choose(browserPage, 'barbara');
    await expectCard(page, 'tenant-not-allowed');
    await expect(parts(page).message).toHaveCount(0);
    expect([...filesBelow(app.profileFolder).keys()].filter((name) => name.startsWith('tokens'))).toEqual([]);
    expect(emulators.openai.requests).toEqual([]);
    await browserPage.close();
    await signIn(app, page);
  });
});
