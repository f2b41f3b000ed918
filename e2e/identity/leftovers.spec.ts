import { demoTenant } from '../../dev/emulators/demo-tenant.ts';
import { groupIds } from '../../dev/emulators/directory/directory.ts';
import { expect, test } from '../fixtures.ts';
import { addAccount, signOut, withFabrikam } from '../support/identity.ts';
import type { ParleyApp } from '../support/parley-app.ts';
import { filesBelow } from '../support/profile.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

/** Everything in a profile, sealed files as they are and opened. */
async function everything(app: ParleyApp): Promise<readonly (readonly [string, Buffer])[]> {
  return [...filesBelow(app.profileFolder), ...(await app.unsealed())];
}

test.describe('@identity signing out', () => {
  test('leaves nothing of the account in any file, opened or not', async ({ app, emulators }) => {
    const [ada] = demoTenant.people;
    if (ada === undefined) throw new Error('nobody');
    emulators.entra.setGroups('ada', groupIds(3));
    const policy = { ...withFabrikam(emulators), RequiredGroups: groupIds(1) };
    emulators.entra.setGroups('barbara', groupIds(1));
    const page = await startSignedIn(app, policy);
    await askAndWait(page, 'Who was Quetzalcoatl?');
    await expect(parts(page).account.locator('img')).toBeVisible();
    const marks = [ada.userPrincipalName, ada.displayName, ada.objectId];

    // The search finds what is there: the list of accounts names them, the cache holds their tokens.
    const before = await everything(app);
    for (const mark of marks)
      expect(
        before.some(([, content]) => content.includes(mark)),
        mark,
      ).toBe(true);
    const tokens = emulators.entra.issuedTokens();
    expect(before.some(([, content]) => tokens.some((token) => content.includes(token)))).toBe(true);

    await signOut(page, { forget: true });
    await expect(parts(page).signIn).toBeVisible();
    const expectNothing = (files: readonly (readonly [string, Buffer])[]) => {
      for (const [name, content] of files) {
        for (const mark of [...marks, ...tokens, 'Quetzalcoatl']) {
          expect(content.includes(mark), `${mark.slice(0, 40)} in ${name}`).toBe(false);
        }
      }
    };
    expectNothing(await everything(app));
    await app.quit();
    expectNothing([...filesBelow(app.profileFolder)]);
  });

  test('of one account leaves what the other one needs, and no token of the first', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'A question of Ada');
    const tokensOfAda = emulators.entra.issuedTokens();
    await addAccount(app, page, 'grace');
    await askAndWait(page, 'A question of Grace');
    await page.reload();
    // Both are in one cache: one cloud, one tenant.
    await signOut(page);
    await expect(parts(page).row('A question of Ada')).toBeVisible();
    await signOut(page);
    await expect(parts(page).signIn).toBeVisible();
    for (const [name, content] of await everything(app)) {
      for (const token of [...tokensOfAda, ...emulators.entra.issuedTokens()]) {
        expect(content.includes(token), name).toBe(false);
      }
    }
  });
});
