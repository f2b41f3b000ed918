import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';
import { askChallenged, choose, expectPaused, signInAgain } from '../support/identity.ts';
import { filesBelow } from '../support/profile.ts';
import { ask, askAndWait, expectCard, parts, signIn, startSignedIn } from '../support/window.ts';

/** The one token cache of a profile. */
function tokenCache(profileFolder: string): string {
  const file = [...filesBelow(profileFolder).keys()].find((name) => name.startsWith('tokens'));
  return path.join(profileFolder, file ?? '');
}

test.describe('@identity a sign-in', () => {
  test('of two Parleys at once ends in the one that asked', async ({ app, otherApp }) => {
    const page = await app.start();
    const otherPage = await otherApp.start();
    const browserPage = await app.opened(() => parts(page).signIn.click());
    const otherBrowserPage = await otherApp.opened(() => parts(otherPage).signIn.click());
    await choose(otherBrowserPage, 'grace');
    await expect(otherPage.getByText(/Good .*, Grace/)).toBeVisible();
    await choose(browserPage, 'ada');
    await expect(page.getByText(/Good .*, Ada/)).toBeVisible();
  });

  test('is not disturbed by starting Parley a second time', async ({ app }) => {
    const page = await app.start();
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await app.startAgain();
    await choose(browserPage, 'ada');
    await expect(parts(page).message).toBeVisible();
    expect(app.openedCount()).toBe(1);
  });

  test('finds another way back where the last one is taken', async ({ app }) => {
    const page = await app.start();
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await expect(browserPage.getByRole('button', { name: /Ada Lovelace/ })).toBeVisible();
    const address = new URL(browserPage.url()).searchParams.get('redirect_uri') ?? '';
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(parts(page).signIn).toBeVisible();
    const occupant = createServer();
    // Parley may need a moment to let go of it.
    await expect(async () => {
      occupant.listen(Number(new URL(address).port));
      await Promise.race([
        once(occupant, 'listening'),
        once(occupant, 'error').then(([error]) => Promise.reject(error)),
      ]);
    }).toPass();
    await browserPage.close();
    await signIn(app, page);
    occupant.close();
  });

  for (const [status, code] of [
    ['disabled', 'AADSTS50057'],
    ['deleted', 'AADSTS50034'],
  ] as const) {
    test(`of an account that is ${status} says so, and the draft stays`, async ({ app, emulators }) => {
      const page = await startSignedIn(app);
      await askAndWait(page, 'Hello');
      emulators.entra.setAccount('ada', status);
      await ask(page, 'Are you there?');
      const card = await expectPaused(page, 'sign-in-required');
      await expect(card).toContainText(code);
      await parts(page).message.fill('A draft of mine');
      const browserPage = await app.opened(() => signInAgain(page));
      await browserPage.close();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(parts(page).message).toHaveValue('A draft of mine');
      await expect(parts(page).questions).toHaveCount(2);
    });
  }

  test('whose refusal is full of HTML shows none of it', async ({ app, emulators }) => {
    const description =
      '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>AADSTS50105: <b>you</b>';
    const page = await app.start();
    const title = await page.title();
    emulators.entra.failNextSignIn({ error: 'access_denied', aadsts: 50105, description });
    await app.opened(() => parts(page).signIn.click());
    const card = await expectCard(page, 'sign-in-refused');
    await expect(card).toContainText('AADSTS50105');
    await expect(card).not.toContainText('onerror');
    await expect(card.locator('img, script, b')).toHaveCount(0);
    expect(await page.title()).toBe(title);
    await card.getByRole('button', { name: 'Copy details' }).click();
    await expect.poll(() => app.readClipboard()).toContain('AADSTS50105');
    expect(await app.readClipboard()).not.toContain('onerror');
  });

  // A token is good for an hour and a little: only after that does a fast clock make it look old.
  for (const [how, seconds, checkedSeconds] of [
    ['fast', -3600, -5400],
    ['slow', 3600, 3600],
  ] as const) {
    test(`on a computer whose clock is an hour ${how} works where nothing hangs on the time`, async ({
      app,
      emulators,
    }) => {
      emulators.entra.setClockSkew(seconds);
      const page = await startSignedIn(app);
      await askAndWait(page, 'Hello');
      await expect(page.getByRole('alert')).toHaveCount(0);
    });

    test(`on a computer whose clock is ${how} blames the clock where roles are checked`, async ({ app, emulators }) => {
      emulators.entra.setClockSkew(checkedSeconds);
      const page = await app.start({ policy: { RequiredRoles: ['Parley.User'] } });
      const browserPage = await app.opened(() => parts(page).signIn.click());
      await choose(browserPage, 'ada');
      const card = await expectCard(page, 'access-unchecked');
      await expect(card).toContainText('clock');
      emulators.entra.setClockSkew(0);
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(parts(page).message).toBeVisible();
    });
  }

  test('over a connection whose certificate is not trusted names who is there, and offers no way around', async ({
    app,
    emulators,
    host,
  }) => {
    const page = await app.start({ trusts: [] });
    await parts(page).signIn.click();
    const card = await expectCard(page, 'network-certificate');
    await expect(card).toContainText(new URL(emulators.entra.origin).host);
    await expect(page.getByRole('button', { name: /ignore|continue|proceed|anyway/i })).toHaveCount(0);
    await card.getByRole('button', { name: 'Copy details' }).click();
    // Only Chromium tells who has signed it.
    const named = host === 'electron' ? 'Parley emulator authority' : 'SELF_SIGNED_CERT_IN_CHAIN';
    await expect.poll(() => app.readClipboard()).toContain(named);
    expect(emulators.entra.requests).toEqual([]);
    expect(app.openedCount()).toBe(0);
  });

  test('that Microsoft throttles says so, and can be done again', async ({ app, emulators }) => {
    const page = await app.start();
    emulators.entra.failNextToken({ kind: 'throttled', retryAfter: 1 });
    emulators.entra.signInAutomatically('ada');
    await app.opened(() => parts(page).signIn.click());
    await expect(page.getByRole('alert')).toBeVisible();
    // Who comes back within that second is put off once more.
    await expect(async () => {
      await app.opened(() => parts(page).signIn.click());
      await expect(parts(page).message).toBeVisible({ timeout: 5_000 });
    }).toPass();
  });

  test('that nobody finishes while an answer waits ends by itself, and the answer goes on waiting', async ({
    app,
    emulators,
  }) => {
    await startSignedIn(app);
    await app.quit();
    const page = await app.start({ policy: { SignInTimeoutSeconds: 3 } });
    await askChallenged(page, emulators);
    const browserPage = await app.opened(() => signInAgain(page));
    await expect(page.getByRole('alert').filter({ hasText: 'sign-in-timed-out' })).toBeVisible();
    await browserPage.close();
    await expectPaused(page, 'claims-challenge');
    await expect(parts(page).questions).toHaveText(/Are you there\?/);
  });
});

test.describe('@identity the token cache', () => {
  for (const [fault, damage] of [
    ['is cut short', (content: Buffer) => content.subarray(0, content.length / 2)],
    ['is from another computer', (content: Buffer) => Buffer.alloc(content.length, 'another computer ')],
  ] as const) {
    test(`that ${fault} costs one sign-in and nothing else`, async ({ app }) => {
      const page = await startSignedIn(app);
      await askAndWait(page, 'Hello');
      await app.quit();
      const file = tokenCache(app.profileFolder);
      writeFileSync(file, damage(readFileSync(file)));
      const again = await app.start();
      await parts(again).row('Hello').click();
      await ask(again, 'Are you there?');
      await expectPaused(again, 'sign-in-required');
      // The browser knows the person still, so its page asks nothing.
      await app.opened(() => signInAgain(again));
      await expect(parts(again).answers.last()).toContainText('Are you there?');
      await expect(again.getByRole('alert')).toHaveCount(0);
    });
  }
});

test.describe('@identity a profile', () => {
  test('that was copied to another computer opens for nobody there, and stays what it is', async ({
    app,
    otherApp,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'The age of Quetzalcoatl');
    await app.quit();
    cpSync(app.profileFolder, otherApp.profileFolder, { recursive: true });
    const before = filesBelow(app.profileFolder);
    const asked = emulators.entra.requests.length;

    const stolen = await otherApp.start({ keyring: 'other' });
    await expect(parts(stolen).signIn).toBeVisible();
    await expect(stolen.getByText('Quetzalcoatl')).toHaveCount(0);
    expect(emulators.entra.requests.length).toBe(asked);
    // Not even for the person themselves: the key of the history is this computer's.
    const browserPage = await otherApp.opened(() => parts(stolen).signIn.click());
    await choose(browserPage, 'ada');
    await expectCard(stolen, 'vault-changed');
    await expect(stolen.getByText('Quetzalcoatl')).toHaveCount(0);
    await otherApp.quit();
    const after = filesBelow(otherApp.profileFolder);
    for (const [name, content] of before) {
      if (/history\.(db|key)$/.test(name)) expect(after.get(name)?.equals(content), name).toBe(true);
    }

    const home = await app.start();
    await expect(parts(home).row('The age of Quetzalcoatl')).toBeVisible();
  });
});
