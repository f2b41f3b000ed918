import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { fabrikam, northwind } from '../other-tenants.ts';
import { askModel } from '../testing/ask-model.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import { createMsalClient, modelScope } from '../testing/msal-client.ts';
import { createTestBrowser, formOf } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { createTrustingRequest } from '../testing/trusting-request.ts';

describe('several tenants', () => {
  let emulators: Emulators;
  let browser: TestBrowser;

  beforeEach(async () => {
    emulators = await startEmulators();
    emulators.openai.setDelay(0);
    browser = createTestBrowser(emulators.certificateAuthority);
  });
  afterEach(() => emulators.close());

  const callModel = async (token: unknown): Promise<{ status: number; body: unknown }> => {
    const response = await askModel(emulators, token);
    return { status: response.status, body: await response.json() };
  };

  test.each([fabrikam.id, fabrikam.domain, 'organizations'])('%s signs somebody of Fabrikam in', async (path) => {
    const client = createMsalClient(emulators, { authority: `${emulators.entra.origin}/${path}` });
    const { account, accessToken } = await client.acquireTokenInteractive({
      scopes: [modelScope],
      openBrowser: async (url) => void (await browser.signIn(url, 'barbara')),
    });
    expect(account).toMatchObject({ tenantId: fabrikam.id, username: 'barbara@fabrikam.example' });
    expect(decodeJwt(accessToken)['iss']).toBe(`${emulators.entra.origin}/${fabrikam.id}/v2.0`);
    if (account === null) return;
    expect((await client.acquireTokenSilent({ account, scopes: ['User.Read'] })).accessToken).not.toBe('');
    expect((await callModel(accessToken)).status).toBe(200);
  });

  test('each tenant has its own keys and issuer (a token of one must not pass for another)', async () => {
    const send = createTrustingRequest(emulators.certificateAuthority);
    const keysOf = (path: string) =>
      createRemoteJWKSet(new URL(`${emulators.entra.origin}/${path}/discovery/v2.0/keys`), {
        [customFetch]: async (url) => new Response((await send(url)).body),
      });
    const tokens = await createHandMadeClient(emulators, fabrikam.id).signIn('barbara');
    const idToken = String(tokens.body['id_token']);
    await expect(jwtVerify(idToken, keysOf(emulators.entra.tenant.id))).rejects.toThrow(/no applicable key/);
    for (const path of [fabrikam.id, 'common']) {
      expect((await jwtVerify(idToken, keysOf(path))).payload).toMatchObject({ tid: fabrikam.id });
    }
  });

  test("another tenant's person is refused on the page, and nothing comes back", async () => {
    const client = createHandMadeClient(emulators);
    const page = await browser.submit(await browser.open(client.authorizeUrl()), { person: 'barbara' });
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('AADSTS50020')]);
    const typed = await browser.open(client.authorizeUrl());
    expect((await browser.submit(typed, { account: 'Barbara@fabrikam.example' })).body).toContain('AADSTS50020');
    const unknown = await browser.open(client.authorizeUrl());
    expect((await browser.submit(unknown, { account: 'nobody@contoso.example' })).body).toContain('AADSTS50034');
  });

  test('a session of another tenant signs nobody in here', async () => {
    const there = createHandMadeClient(emulators, fabrikam.id);
    await browser.submit(await browser.open(there.authorizeUrl()), { person: 'barbara' });
    const here = await browser.open(createHandMadeClient(emulators).authorizeUrl({ prompt: 'none' }));
    expect(formOf(here).fields).toMatchObject({ error: 'interaction_required' });
  });

  test('neither a code nor a refresh token crosses tenants', async () => {
    const shared = createHandMadeClient(emulators, 'organizations');
    const { code } = await shared.authorize('barbara');
    const contoso = createHandMadeClient(emulators);
    const redeemed = await contoso.token({
      grant_type: 'authorization_code',
      code,
      code_verifier: shared.verifier,
      redirect_uri: shared.redirectUri,
    });
    expect(redeemed.body).toMatchObject({ error_codes: [700005] });
    const tokens = await createHandMadeClient(emulators, fabrikam.id).signIn('barbara');
    expect((await contoso.renew(tokens)).body).toMatchObject({ error: 'invalid_grant', error_codes: [50020] });
  });

  test('a tenant that has not added Parley knows no such application', async () => {
    const client = createHandMadeClient(emulators, northwind.id);
    expect((await client.open()).body).toContain('AADSTS700016');
    expect((await client.deviceCode()).body).toMatchObject({ error_codes: [700016] });
    const shared = createHandMadeClient(emulators, 'organizations');
    await expect(shared.authorize('katherine')).rejects.toThrow(/AADSTS700016/);
  });

  test('a registration for one tenant refuses the shared names and the other tenants', async () => {
    emulators.entra.setSingleTenant(true);
    expect((await createHandMadeClient(emulators, 'common').open()).body).toContain('AADSTS50194');
    expect((await createHandMadeClient(emulators, fabrikam.id).open()).body).toContain('AADSTS700016');
    expect(await createHandMadeClient(emulators).authorize('ada')).toHaveProperty('code');
  });

  test('domain_hint narrows the choice, and hints and prompts are on record', async () => {
    const client = createHandMadeClient(emulators, 'organizations');
    const page = await client.open({ domain_hint: fabrikam.domain, login_hint: 'edsger@fabrikam.example' });
    expect(page.body).toMatch(/value="edsger" autofocus/);
    expect(page.body).not.toContain('Ada Lovelace');
    expect(emulators.entra.requests.at(-1)).toMatchObject({
      tenant: 'organizations',
      params: { domain_hint: 'fabrikam.example', login_hint: 'edsger@fabrikam.example' },
    });
  });

  test('two accounts live side by side in one browser, and prompt=none cannot choose between them', async () => {
    const client = createHandMadeClient(emulators, 'organizations');
    await client.authorize('ada');
    await client.authorize('barbara', { prompt: 'select_account' });
    expect(formOf(await client.open({ prompt: 'none' })).fields['error_description']).toContain('AADSTS16000');
    const hinted = await client.open({ prompt: 'none', login_hint: 'ada@contoso.example' });
    expect(formOf(hinted).fields).toHaveProperty('code');
  });

  test('an Azure OpenAI resource can be bound to its tenant', async () => {
    emulators.openai.setResourceTenant(emulators.entra.tenant.id);
    expect(await callModel(await emulators.entra.accessTokenFor('barbara', modelScope))).toMatchObject({
      status: 400,
      body: { error: { code: 'Tenant provided in token does not match resource token' } },
    });
    expect((await callModel(await emulators.entra.accessTokenFor('ada', modelScope))).status).toBe(200);
  });
});

test('a second cloud has its own name, audience and trust', async () => {
  const first = await startEmulators();
  const second = await startEmulators({ cloudName: 'Sovereign', modelAudience: 'https://cognitiveservices.azure.us' });
  try {
    expect(second.policy()['Cloud']).toMatchObject({
      Name: 'Sovereign',
      LoginHost: second.entra.origin,
      AzureOpenAIScope: 'https://cognitiveservices.azure.us/.default',
    });
    // The usual model scope is another cloud's here.
    const { fields } = formOf(await createHandMadeClient(second).open());
    expect(fields).toMatchObject({ error: 'invalid_resource' });
    const token = await second.entra.accessTokenFor('ada', 'https://cognitiveservices.azure.us/.default');
    const call = (origin: string) =>
      fetch(`${origin}/openai/v1/responses`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: '{}',
      });
    expect((await call(first.openai.origin)).status).toBe(401);
    expect((await call(second.openai.origin)).status).toBe(400);
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
});
