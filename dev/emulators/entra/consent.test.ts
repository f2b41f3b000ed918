import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import type { HandMadeClient } from '../testing/hand-made-client.ts';
import { createMsalClient, modelScope } from '../testing/msal-client.ts';
import { createTestBrowser, formOf } from '../testing/test-browser.ts';
import type { SignInChoice, TestBrowser } from '../testing/test-browser.ts';

describe('consent', () => {
  let emulators: Emulators;
  let client: HandMadeClient;
  let browser: TestBrowser;

  beforeEach(async () => {
    emulators = await startEmulators();
    client = createHandMadeClient(emulators);
    browser = createTestBrowser(emulators.certificateAuthority);
  });
  afterEach(() => emulators.close());

  const signInWithMsal = (scopes: string[], choice: SignInChoice, prompt?: string) =>
    createMsalClient(emulators).acquireTokenInteractive({
      scopes,
      openBrowser: async (url) => void (await browser.signIn(url, choice)),
      ...(prompt === undefined ? {} : { prompt }),
    });
  const graphScope = (permission: string) => `openid offline_access ${emulators.graph.origin}/${permission}`;

  test('a new scope is refused silently, asked for on the page, and then there for good', async () => {
    emulators.entra.setConsent('grace', [modelScope]);
    const tokens = await client.signIn('grace');
    const scope = graphScope('Files.Read.All');
    expect((await client.renew(tokens, { scope })).body).toMatchObject({
      error: 'invalid_grant',
      suberror: 'consent_required',
      error_codes: [65001],
    });
    expect(formOf(await client.open({ scope, prompt: 'none' })).fields).toMatchObject({ error: 'consent_required' });

    const { accessToken } = await signInWithMsal([`${emulators.graph.origin}/Files.Read.All`], 'grace');
    expect(decodeJwt(accessToken)['scp']).toBe('Files.Read.All');
    expect((await client.renew(tokens, { scope })).status).toBe(200);
    // What was not asked for has not been granted along with it.
    expect((await client.renew(tokens, { scope: graphScope('People.Read') })).body).toMatchObject({
      error_codes: [65001],
    });
  });

  test('the page names what is asked for, and nothing is granted by Cancel', async () => {
    emulators.entra.setConsent('grace', []);
    const page = await browser.submit(await browser.open(client.authorizeUrl({ scope: graphScope('People.Read') })), {
      person: 'grace',
    });
    expect(page.body).toContain('Permissions requested');
    expect(page.body).toContain('<li>People.Read</li>');
    expect(page.body).not.toContain('on behalf of your organization');
    const declined = signInWithMsal([modelScope], { person: 'grace', consent: 'decline' });
    await expect(declined).rejects.toMatchObject({
      errorCode: 'access_denied',
      errorMessage: expect.stringContaining('AADSTS65004') as string,
    });
    expect(formOf(await client.open({ prompt: 'none' })).fields).toMatchObject({ error: 'login_required' });
  });

  test('`.default` stands for what has been granted, and asks for all of it where that is nothing', async () => {
    emulators.entra.setConsent('grace', ['User.Read']);
    const some = await signInWithMsal([`${emulators.graph.origin}/.default`], 'grace');
    expect(decodeJwt(some.accessToken)['scp']).toBe('User.Read');
    expect(emulators.entra.requests.some(({ endpoint }) => endpoint === 'consent')).toBe(false);
    emulators.entra.setConsent('grace', ['User.Read']);
    await signInWithMsal([modelScope], 'grace', 'select_account');
    expect(emulators.entra.requests.filter(({ endpoint }) => endpoint === 'consent')).toHaveLength(1);
  });

  test('a scope for administrators ends in AADSTS90094, also for who crafts the answer', async () => {
    emulators.entra.setConsent('grace', [modelScope]);
    const url = client.authorizeUrl({ scope: graphScope('GroupMember.Read.All') });
    const page = await browser.submit(await browser.open(url), { person: 'grace' });
    expect(page.body).toContain('Need admin approval');
    const { fields } = formOf(await browser.submit(page, { answer: 'accept', organisation: 'true' }));
    expect(fields).toMatchObject({
      error: 'access_denied',
      error_description: expect.stringContaining('AADSTS90094') as string,
    });

    const refused = signInWithMsal([`${emulators.graph.origin}/GroupMember.Read.All`], 'grace');
    await expect(refused).rejects.toMatchObject({ errorMessage: expect.stringContaining('AADSTS90094') as string });
    emulators.entra.signInAutomatically('grace');
    expect(formOf(await browser.open(url)).fields['error_description']).toContain('AADSTS90094');
  });

  test('where people may not consent at all, every new scope needs an administrator', async () => {
    emulators.entra.setConsent('grace', []);
    emulators.entra.setUserConsent(false);
    const refused = signInWithMsal([modelScope], 'grace');
    await expect(refused).rejects.toMatchObject({ errorMessage: expect.stringContaining('AADSTS90094') as string });
    emulators.entra.grantAdminConsent([modelScope]);
    expect((await signInWithMsal([modelScope], 'grace', 'select_account')).accessToken).not.toBe('');
  });

  test('an administrator may consent for everybody', async () => {
    emulators.entra.setConsent('ada', []);
    emulators.entra.setConsent('grace', [modelScope]);
    const scope = graphScope('GroupMember.Read.All');
    const who = await browser.open(client.authorizeUrl({ scope }));
    const page = await browser.submit(who, { person: 'ada' });
    await browser.submit(page, { answer: 'accept', organisation: 'true' });
    expect((await client.renew(await client.signIn('grace'), { scope })).status).toBe(200);
  });

  test("the administrator's own page grants, and sends the browser back", async () => {
    emulators.entra.setConsent('grace', []);
    const url = emulators.entra.adminConsentUrl([modelScope], client.redirectUri);
    const declined = await browser.submit(await browser.open(`${url}&state=s-1`), { answer: 'decline' });
    expect(declined).toMatchObject({ status: 302 });
    expect(declined.headers['location']).toMatch(/^http:\/\/localhost:53999\/\?error=permission_denied&.*state=s-1$/);
    expect((await client.signIn('grace')).status).toBe(200);
    emulators.entra.setConsent('grace', []);

    const page = await browser.open(url);
    const accepted = await browser.submit(page, { answer: 'accept' });
    expect(accepted.headers['location']).toContain('admin_consent=True&tenant=7d0f6a52');
    const asked = emulators.entra.requests.filter(({ endpoint }) => endpoint === 'consent').length;
    await client.signIn('grace', { prompt: 'login' });
    expect(emulators.entra.requests.filter(({ endpoint }) => endpoint === 'consent')).toHaveLength(asked);
    expect((await browser.submit(page, { answer: 'accept' })).body).toContain('AADSTS165000');
  });

  test("the administrator's page sends nobody to a foreign address (an open redirector)", async () => {
    const page = await browser.open(emulators.entra.adminConsentUrl([modelScope], 'https://evil.example/'));
    expect([page.status, page.headers['location']]).toEqual([400, undefined]);
    expect(page.body).toContain('AADSTS50011');
  });

  test('prompt=consent asks although everything has been granted', async () => {
    const page = await browser.submit(await browser.open(client.authorizeUrl({ prompt: 'consent' })), {
      person: 'ada',
    });
    expect(page.body).toContain('Permissions requested');
    expect(formOf(await browser.submit(page, { answer: 'accept' })).fields).toHaveProperty('code');
  });
});
