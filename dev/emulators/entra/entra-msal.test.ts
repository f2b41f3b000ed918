import { decodeJwt } from 'jose';
import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PersonId } from '../demo-tenant.ts';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createMsalClient, modelScope } from '../testing/msal-client.ts';
import { createTestBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';

describe('the Entra emulator, seen by msal-node', () => {
  let emulators: Emulators;
  let browser: TestBrowser;

  beforeEach(async () => {
    emulators = await startEmulators();
    browser = createTestBrowser(emulators.certificateAuthority);
  });
  afterEach(() => emulators.close());

  const signIn = (
    client: PublicClientApplication,
    choice: PersonId | 'cancel' = 'ada',
    request: Record<string, unknown> = {},
  ): Promise<AuthenticationResult> =>
    client.acquireTokenInteractive({
      scopes: [modelScope],
      openBrowser: async (url) => void (await browser.signIn(url, choice)),
      ...request,
    });
  const tokenRequests = () => emulators.entra.requests.filter(({ endpoint }) => endpoint === 'token');

  test('signs a person in by form_post with PKCE (an emulator that answers by query would fail here)', async () => {
    const result = await signIn(createMsalClient(emulators));

    expect(result.account).toMatchObject({ username: 'ada@contoso.example', name: 'Ada Lovelace' });
    expect(result.account?.tenantId).toBe(emulators.entra.tenant.id);
    expect(decodeJwt(result.accessToken)).toMatchObject({
      aud: 'https://cognitiveservices.azure.com',
      scp: 'user_impersonation',
      upn: 'ada@contoso.example',
      iss: `${emulators.entra.origin}/${emulators.entra.tenant.id}/v2.0`,
    });
    const authorize = emulators.entra.requests.find(({ endpoint }) => endpoint === 'authorize');
    expect(authorize?.params).toMatchObject({ code_challenge_method: 'S256', response_mode: 'form_post' });
    expect(tokenRequests()[0]?.params).toMatchObject({ code: '[secret]', code_verifier: '[secret]' });
  });

  test('one refresh token serves a second resource, and each token is cached under its own scopes', async () => {
    const client = createMsalClient(emulators);
    const { account } = await signIn(client);
    if (account === null) throw new Error('no account');
    const scopes = [`${emulators.graph.origin}/User.Read`];

    const graph = await client.acquireTokenSilent({ account, scopes });
    const again = await client.acquireTokenSilent({ account, scopes });
    const model = await client.acquireTokenSilent({ account, scopes: [modelScope] });

    expect(decodeJwt(graph.accessToken)).toMatchObject({ aud: emulators.graph.origin, scp: 'User.Read' });
    expect([again.fromCache, model.fromCache]).toEqual([true, true]);
    expect(tokenRequests().map(({ params }) => params['grant_type'])).toEqual(['authorization_code', 'refresh_token']);
  });

  test('an access token near its end is renewed silently', async () => {
    emulators.entra.setTokenLifetime(120);
    const client = createMsalClient(emulators);
    const first = await signIn(client);
    if (first.account === null) throw new Error('no account');

    const second = await client.acquireTokenSilent({ account: first.account, scopes: [modelScope] });

    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.account?.username).toBe('ada@contoso.example');
  });

  test('revoked grants end in an error that asks for interaction, with the AADSTS number', async () => {
    emulators.entra.setTokenLifetime(120);
    const client = createMsalClient(emulators);
    const { account } = await signIn(client);
    if (account === null) throw new Error('no account');
    emulators.entra.revokeAll();

    await expect(client.acquireTokenSilent({ account, scopes: [modelScope] })).rejects.toMatchObject({
      errorCode: 'invalid_grant',
      errorNo: 50173,
    });
  });

  test('Cancel reaches the application as access_denied instead of leaving it waiting', async () => {
    await expect(signIn(createMsalClient(emulators), 'cancel')).rejects.toMatchObject({
      errorCode: 'access_denied',
      errorMessage: expect.stringContaining('AADSTS65004') as string,
    });
  });

  test('a browser session signs in silently with prompt=none, and its absence says login_required', async () => {
    const client = createMsalClient(emulators);
    await expect(signIn(client, 'ada', { prompt: 'none' })).rejects.toMatchObject({ errorCode: 'login_required' });

    await signIn(client, 'grace');
    const silent = await signIn(createMsalClient(emulators), 'ada', { prompt: 'none' });
    expect(silent.account?.username).toBe('grace@contoso.example');

    const other = signIn(client, 'ada', { prompt: 'none', loginHint: 'alan@contoso.example' });
    await expect(other).rejects.toMatchObject({ errorCode: 'interaction_required' });
  });

  test('prompt=select_account shows the page although somebody is signed in', async () => {
    await signIn(createMsalClient(emulators), 'grace');
    const second = await signIn(createMsalClient(emulators), 'alan', { prompt: 'select_account' });
    expect(second.account?.username).toBe('alan@contoso.example');
  });

  test('client capabilities come back as xms_cc (continuous access evaluation would stay off without)', async () => {
    const result = await signIn(createMsalClient(emulators, { clientCapabilities: ['cp1'] }));
    expect(decodeJwt(result.accessToken)['xms_cc']).toEqual(['cp1']);
  });

  test('the shared tenant names lead to the same tenant', async () => {
    for (const name of ['organizations', 'common', 'contoso.example']) {
      const client = createMsalClient(emulators, { authority: `${emulators.entra.origin}/${name}` });
      const result = await signIn(client, 'ada', { prompt: 'select_account' });
      expect(result.account?.tenantId, name).toBe(emulators.entra.tenant.id);
    }
  });

  test('a nonce and a forged claim reach the client (MSAL checks the first, the gate must check the second)', async () => {
    emulators.entra.setIdTokenClaims('ada', { tid: 'someone-elses-tenant', groups: ['g1'] });
    const result = await signIn(createMsalClient(emulators), 'ada', { nonce: 'n-1' });
    expect(result.idTokenClaims).toMatchObject({ nonce: 'n-1', tid: 'someone-elses-tenant', groups: ['g1'] });

    emulators.entra.setIdTokenClaims('ada', { nonce: 'stale' });
    const replay = signIn(createMsalClient(emulators), 'ada', { nonce: 'n-2', prompt: 'login' });
    await expect(replay).rejects.toMatchObject({ errorCode: 'nonce_mismatch' });
  });

  test('an automatic sign-in shows no page, and every token string is known for leak searches', async () => {
    emulators.entra.signInAutomatically('alan');
    const result = await signIn(createMsalClient(emulators), 'ada');

    expect(result.account?.username).toBe('alan@contoso.example');
    expect(emulators.entra.requests.some(({ endpoint }) => endpoint === 'login')).toBe(false);
    expect(emulators.entra.issuedTokens()).toEqual(expect.arrayContaining([result.accessToken, result.idToken]));
    expect(emulators.entra.issuedTokens()).toHaveLength(3);
  });

  test('a scripted Conditional Access error keeps its claims, suberror and number', async () => {
    emulators.entra.setTokenLifetime(120);
    const client = createMsalClient(emulators);
    const { account } = await signIn(client);
    if (account === null) throw new Error('no account');
    const claims = '{"access_token":{"capolids":{"essential":true,"values":["p1"]}}}';
    emulators.entra.failNextToken({
      kind: 'oauth-error',
      error: 'interaction_required',
      aadsts: 50076,
      suberror: 'basic_action',
      claims,
    });

    await expect(client.acquireTokenSilent({ account, scopes: [modelScope] })).rejects.toMatchObject({
      name: 'InteractionRequiredAuthError',
      errorNo: 50076,
      subError: 'basic_action',
      claims,
    });
  });
});
