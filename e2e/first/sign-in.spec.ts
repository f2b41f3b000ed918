import { expect, test } from '../fixtures.ts';
import { signOut } from '../support/identity.ts';
import { ask, expectCard, parts, signIn, startSignedIn } from '../support/window.ts';

/** What the sign-in page's address says about who waits for its answer. */
function waitingFor(address: string) {
  const { searchParams } = new URL(address);
  return { redirectUri: searchParams.get('redirect_uri') ?? '', state: searchParams.get('state') ?? '' };
}

function post(address: string, fields: Record<string, string>): Promise<Response> {
  return fetch(address, { method: 'POST', body: new URLSearchParams(fields) });
}

test.describe('@first sign-in', () => {
  test('shows who is signed in, with name and photo', async ({ app, emulators }) => {
    const page = await app.start();
    await signIn(app, page, 'grace');
    await expect(page.getByText(/Good .*, Grace/)).toBeVisible();
    await expect(parts(page).account.locator('img')).toHaveAttribute('src', /^data:image\//);
    await parts(page).account.click();
    await expect(page.getByText('Grace Hopper')).toBeVisible();
    await expect(page.getByText('grace@contoso.example')).toBeVisible();
    const request = emulators.entra.requests.find(({ endpoint }) => endpoint === 'authorize');
    expect(request?.params).toMatchObject({ code_challenge_method: 'S256', response_mode: 'form_post' });
  });

  test('that is cancelled on the page says so, and can be done again', async ({ app }) => {
    const page = await app.start();
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await browserPage.getByRole('button', { name: 'Cancel' }).click();
    await expectCard(page, 'sign-in-refused');
    await browserPage.close();
    await signIn(app, page);
  });

  test('whose browser was closed ends when Parley is told to, and can be done again', async ({ app }) => {
    const page = await app.start();
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await expect(browserPage.getByRole('button', { name: /Ada Lovelace/ })).toBeVisible();
    const { redirectUri } = waitingFor(browserPage.url());
    await browserPage.close();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(parts(page).signIn).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
    // Nothing is left that waits for an answer.
    await expect
      .poll(() =>
        post(redirectUri, {}).then(
          () => 'answers',
          () => 'gone',
        ),
      )
      .toBe('gone');
    await signIn(app, page);
  });

  test('that nobody finishes ends by itself', async ({ app }) => {
    const page = await app.start({ policy: { SignInTimeoutSeconds: 1 } });
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await expectCard(page, 'sign-in-timed-out');
    await browserPage.close();
    await expect(parts(page).signIn).toBeVisible();
  });

  test('refuses an answer with a wrong state, and goes on waiting for the right one', async ({ app }) => {
    const page = await app.start();
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await expect(browserPage.getByRole('button', { name: /Ada Lovelace/ })).toBeVisible();
    const { redirectUri } = waitingFor(browserPage.url());
    const forged = await post(redirectUri, { code: 'stolen', state: 'guessed' });
    expect(forged.status).toBe(400);
    await browserPage.getByRole('button', { name: /Ada Lovelace/ }).click();
    await expect(parts(page).message).toBeVisible();
  });

  test('refuses a code that was used before', async ({ app, context, emulators }) => {
    const used = Promise.withResolvers<string>();
    context.on('request', (request) => {
      const code = new URLSearchParams(request.postData() ?? '').get('code');
      if (code !== null) used.resolve(code);
    });
    const page = await startSignedIn(app);
    await signOut(page);
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await expect(browserPage.getByRole('button', { name: /Ada Lovelace/ })).toBeVisible();
    const { redirectUri, state } = waitingFor(browserPage.url());
    await post(redirectUri, { code: await used.promise, state });
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(parts(page).message).toBeHidden();
    expect(emulators.entra.requests.findLast(({ endpoint }) => endpoint === 'token')?.params).toMatchObject({
      grant_type: 'authorization_code',
    });
    await browserPage.close();
    await signIn(app, page);
  });

  for (const [answer, failure, code] of [
    [
      '500 with JSON',
      { kind: 'status', status: 500, body: '{"message":"oops"}', contentType: 'application/json' },
      'sign-in-failed',
    ],
    ['HTML with 502', { kind: 'html', status: 502 }, 'sign-in-failed'],
    ['HTML with 200', { kind: 'html', status: 200 }, 'sign-in-bad-reply'],
    ['JSON without tokens', { kind: 'json-without-tokens' }, 'sign-in-bad-reply'],
    [
      'with a refusal of its own',
      { kind: 'oauth-error', error: 'invalid_client', aadsts: 7000218, description: 'oops' },
      'sign-in-refused',
    ],
  ] as const) {
    test(`says so when the token endpoint answers ${answer}, and can be done again`, async ({ app, emulators }) => {
      const page = await app.start();
      emulators.entra.signInAutomatically('ada');
      emulators.entra.failNextToken(failure);
      const browserPage = await app.opened(() => parts(page).signIn.click());
      const card = await expectCard(page, code);
      await expect(card).not.toContainText('oops');
      await browserPage.close();
      emulators.entra.signInAutomatically(undefined);
      await signIn(app, page);
    });
  }

  test('without a network says which host cannot be reached', async ({ app, emulators }) => {
    const page = await app.start();
    await expect(parts(page).signIn).toBeVisible();
    await emulators.close();
    await parts(page).signIn.click();
    const card = await expectCard(page, 'network-unreachable');
    await expect(card).toContainText(new URL(emulators.entra.origin).host);
    await expect(parts(page).signIn).toBeVisible();
  });

  test('that has ended on the other side asks to sign in again, and loses nothing', async ({ app, emulators }) => {
    emulators.entra.setTokenLifetime(1);
    const page = await startSignedIn(app);
    emulators.entra.setTokenLifetime(3600);
    emulators.entra.revokeAll();
    await ask(page, 'Are you there?');
    const card = await expectCard(page, 'sign-in-required');
    await expect(parts(page).questions).toHaveText(/Are you there\?/);
    const browserPage = await app.opened(() => card.getByRole('button', { name: 'Sign in' }).click());
    await browserPage.getByRole('button', { name: /Ada Lovelace/ }).click();
    await expect(parts(page).questions).toHaveText(/Are you there\?/);
    await expect(parts(page).answers).toContainText('Are you there?');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});
