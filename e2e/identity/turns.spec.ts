import type { InteractionKind } from '../../dev/emulators/entra/interaction-kinds.ts';
import { expect, test } from '../fixtures.ts';
import { askChallenged, choose, expectPaused, signInAgain } from '../support/identity.ts';
import { ask, askAndWait, askHeld, expectCard, parts, startSignedIn } from '../support/window.ts';

test.describe('@identity a turn', () => {
  test('whose token has run out between two questions goes on silently', async ({ app, emulators }) => {
    emulators.entra.setTokenLifetime(1);
    const page = await startSignedIn(app);
    await askAndWait(page, 'First');
    await askAndWait(page, 'Second');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(parts(page).questions).toHaveCount(2);
    const grants = emulators.entra.requests.filter(({ endpoint }) => endpoint === 'token');
    expect(grants.some(({ params }) => params['grant_type'] === 'refresh_token')).toBe(true);
  });

  test('whose token the service refuses once gets another one, and the person sees nothing of it', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    emulators.entra.revokeAll({ accessTokens: true, refreshTokens: false });
    await askAndWait(page, 'Hello');
    await expect(parts(page).answers).toContainText('Hello');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  for (const kind of ['password-changed', 'sign-in-frequency', 'mfa'] satisfies InteractionKind[]) {
    test(`that meets ${kind} waits for one click, then the same answer comes`, async ({ app, emulators }) => {
      emulators.entra.setTokenLifetime(1);
      const page = await startSignedIn(app);
      emulators.entra.setTokenLifetime(3600);
      emulators.entra.requireInteraction(kind);
      await ask(page, 'Are you there?');
      await expectPaused(page, kind === 'mfa' ? 'claims-challenge' : 'sign-in-required');
      await parts(page).message.fill('A draft of mine');
      const browserPage = await app.opened(() => signInAgain(page));
      await choose(browserPage, 'ada');
      await expect(parts(page).answers).toContainText('Are you there?');
      await expect(parts(page).stop).toBeHidden();
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(parts(page).questions).toHaveCount(1);
      await expect(parts(page).answers).toHaveCount(1);
      await expect(parts(page).message).toHaveValue('A draft of mine');
    });
  }

  test('that is challenged for claims at its start goes on after one click', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await askChallenged(page, emulators);
    const browserPage = await app.opened(() => signInAgain(page));
    await choose(browserPage, 'ada');
    await expect(parts(page).answers).toContainText('Are you there?');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(parts(page).answers).toHaveCount(1);
    const signIn = emulators.entra.requests.findLast(({ endpoint }) => endpoint === 'authorize');
    expect(signIn?.params['claims']).toContain('nbf');
    expect(signIn?.params['login_hint']).toBeTruthy();
  });

  test('that is challenged for claims a silent token can bring goes on by itself', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.entra.requireClaims({ resource: 'models' });
    await askAndWait(page, 'Are you there?');
    await expect(parts(page).answers).toContainText('Are you there?');
    expect(app.openedCount()).toBe(1);
  });

  for (const how of ['event', 'cut'] as const) {
    test(`whose token is revoked in the middle of the answer (${how}) goes on where it broke off`, async ({
      app,
      emulators,
    }) => {
      const page = await startSignedIn(app);
      const held = await askHeld(page, emulators, { question: 'Tell me a story', beginning: 'Once upon a time ' });
      held.revokeToken(how, 'mfa');
      if (how === 'cut') {
        // Nothing tells a revoked token from a lost connection: the answer ends, and what has come is kept.
        await expectCard(page, 'stream-cut');
        await expect(parts(page).answers).toContainText('Once upon a time');
        return;
      }
      await expectPaused(page, 'claims-challenge');
      await expect(parts(page).answers).toContainText('Once upon a time');
      emulators.openai.next({ kind: 'text', text: 'there was a loom.' });
      const browserPage = await app.opened(() => signInAgain(page));
      await choose(browserPage, 'ada');
      await expect(parts(page).answers).toContainText('Once upon a time there was a loom.');
      await expect(parts(page).stop).toBeHidden();
      await expect(parts(page).answers).toHaveCount(1);
      await expect(page.getByRole('alert')).toHaveCount(0);
      // The same is in history.
      await page.reload();
      await parts(page).row('Tell me a story').click();
      await expect(parts(page).answers).toContainText('Once upon a time there was a loom.');
      await expect(parts(page).answers).toHaveCount(1);
    });
  }

  test('that waits can be stopped, and keeps what has come', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    const held = await askHeld(page, emulators, { question: 'Tell me a story', beginning: 'Once upon a time ' });
    held.revokeToken('event', 'mfa');
    await expectPaused(page, 'claims-challenge');
    await parts(page).stop.click();
    await expect(parts(page).stop).toBeHidden();
    await expect(parts(page).answers).toContainText('Once upon a time');
    await expect(parts(page).answers).toContainText('Stopped');
  });

  test('that waits goes on after a sign-in that was cancelled once', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    await askChallenged(page, emulators);
    const first = await app.opened(() => signInAgain(page));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await first.close();
    await expectPaused(page, 'claims-challenge');
    const second = await app.opened(() => signInAgain(page));
    await choose(second, 'ada');
    await expect(parts(page).answers).toContainText('Are you there?');
    await expect(parts(page).answers).toHaveCount(1);
  });

  test('that meets a junk challenge shows a card, and neither loops nor opens a sign-in', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    for (const [junk, isReadable] of [
      ['not-base64', false],
      ['not-json', false],
      ['not-an-object', false],
      ['no-claims', false],
      ['megabyte', false],
      ['prototype', false],
      ['markup', true],
    ] as const) {
      const before = emulators.openai.requests.length;
      emulators.openai.next({ kind: 'junk-challenge', junk }, 2, { includeTitles: true });
      await parts(page).newChat.click();
      await ask(page, `Are you there, ${junk}?`);
      const card = page.getByRole('alert');
      await expect(card).toBeVisible();
      await expect(card).not.toContainText('padding');
      await expect(card.locator('img')).toHaveCount(0);
      await expect(parts(page).questions).toHaveText(`Are you there, ${junk}?`);
      // What has the form of a challenge is one, whatever it asks for: it waits for the person, who may stop it.
      if (isReadable) await parts(page).stop.click();
      await expect(parts(page).stop).toBeHidden();
      expect(emulators.openai.requests.length).toBeLessThanOrEqual(before + 2);
    }
    expect(app.openedCount()).toBe(1);
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  });
});

test.describe('@identity consent', () => {
  test('that is missing is asked for with one click, and the same answer comes', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.entra.setConsent('ada', []);
    emulators.entra.revokeAll({ accessTokens: true, refreshTokens: false });
    await ask(page, 'Are you there?');
    await expectPaused(page, 'consent-required');
    const browserPage = await app.opened(() => signInAgain(page));
    await browserPage.getByRole('button', { name: 'Accept' }).click();
    await expect(parts(page).answers).toContainText('Are you there?');
    await expect(parts(page).answers).toHaveCount(1);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('that is declined leaves the question waiting, and says so', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.entra.setConsent('ada', []);
    emulators.entra.revokeAll({ accessTokens: true, refreshTokens: false });
    await ask(page, 'Are you there?');
    await expectPaused(page, 'consent-required');
    const browserPage = await app.opened(() => signInAgain(page));
    await browserPage.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'AADSTS65004' })).toBeVisible();
    await expectPaused(page, 'consent-required');
    await expect(parts(page).questions).toHaveText(/Are you there\?/);
  });

  test('that only an administrator can give is said with a message to IT', async ({ app, emulators }) => {
    const page = await startSignedIn(app, { SupportEmail: 'help@contoso.example' });
    emulators.entra.requireInteraction('admin-consent');
    emulators.entra.revokeAll({ accessTokens: true, refreshTokens: false });
    await ask(page, 'Are you there?');
    const card = await expectCard(page, 'consent-admin');
    await expect(card).toContainText('IT department');
    await expect(card.getByRole('link', { name: 'Message IT' })).toHaveAttribute(
      'href',
      /^mailto:help@contoso\.example/,
    );
    await expect(parts(page).questions).toHaveText(/Are you there\?/);
  });
});
