import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { askModel } from '../testing/ask-model.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import type { HandMadeClient } from '../testing/hand-made-client.ts';
import { modelScope } from '../testing/msal-client.ts';
import { formOf } from '../testing/test-browser.ts';
import { createTrustingRequest } from '../testing/trusting-request.ts';

describe('the Entra emulator, on the wire', () => {
  let emulators: Emulators;
  let client: HandMadeClient;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    emulators = await startEmulators({ clock: () => now });
    client = createHandMadeClient(emulators);
  });
  afterEach(() => emulators.close());

  const redeem = (code: string | undefined, changes: Record<string, string | undefined> = {}) =>
    client.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: client.verifier,
      scope: `openid profile offline_access ${modelScope}`,
      ...changes,
    });
  const callModel = async (token: unknown): Promise<number> => (await askModel(emulators, token)).status;

  test('the id token is signed by a key of the JWKS (a client that verifies it would lock everybody out)', async () => {
    const { code } = await client.authorize('ada');
    const { body } = await redeem(code);
    const send = createTrustingRequest(emulators.certificateAuthority);
    const { origin, tenant } = emulators.entra;
    const keys = createRemoteJWKSet(new URL(`${origin}/${tenant.id}/discovery/v2.0/keys`), {
      [customFetch]: async (url) => new Response((await send(url)).body),
    });
    const { payload } = await jwtVerify(String(body['id_token']), keys, { audience: tenant.clientId });
    expect(payload).toMatchObject({ tid: tenant.id, roles: ['Parley.User', 'Parley.Administrator'] });
  });

  test.each([
    ['another client', { client_id: '00000000-0000-0000-0000-000000000000' }, 'AADSTS700016'],
    ['a foreign redirect', { redirect_uri: 'https://evil.example/' }, 'AADSTS50011'],
    ['a host that starts like ours', { redirect_uri: 'http://localhost.evil.example:1' }, 'AADSTS50011'],
    ['a user part before the host', { redirect_uri: 'http://localhost:1@evil.example' }, 'AADSTS50011'],
    ['a path', { redirect_uri: 'http://localhost:1/callback' }, 'AADSTS50011'],
    ['the query response mode', { response_mode: 'query' }, 'AADSTS70007'],
    ['no response mode', { response_mode: undefined }, 'AADSTS70007'],
  ])('%s is refused on the page and never redirected (an open redirector)', async (_name, changes, code) => {
    const page = await client.open(changes);
    expect(page.status).toBe(400);
    expect(page.body).toContain(code);
    expect(page.headers['location']).toBeUndefined();
    expect(page.body).not.toContain('<form');
  });

  test.each([
    ['no challenge', { code_challenge: undefined }, 'invalid_request', 'AADSTS9002325'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request', 'AADSTS9002325'],
    ['a short challenge', { code_challenge: 'abc' }, 'invalid_request', 'AADSTS501491'],
    ['an implicit response', { response_type: 'token' }, 'unsupported_response_type', 'AADSTS70005'],
    ['no openid', { scope: modelScope }, 'invalid_scope', 'AADSTS70011'],
    ['an unknown resource', { scope: 'openid https://unknown.example/.default' }, 'invalid_resource', 'AADSTS500011'],
    ['two resources', { scope: `openid User.Read ${modelScope}` }, 'invalid_scope', 'AADSTS70011'],
  ])('%s is posted to the client as an error with its state', async (_name, changes, error, code) => {
    const { action, fields } = formOf(await client.open(changes));
    expect(new URL(action).origin).toBe(client.redirectUri);
    expect(fields).toMatchObject({
      error,
      state: 'state-1',
      error_description: expect.stringContaining(code) as string,
    });
  });

  test('what the request says is never markup on the page', async () => {
    const attack = '"><script>alert(1)</script>';
    const pages = [
      await client.open({ login_hint: attack }),
      await client.open({ client_id: attack }),
      await client.open({ state: attack, response_type: attack }),
    ];
    for (const page of pages) {
      expect(page.body).not.toContain('<script>alert');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect(formOf(pages[2] ?? (await client.open())).fields['state']).toBe(attack);
  });

  test('a login hint is preselected, and a doubled parameter is refused', async () => {
    const page = await client.open({ login_hint: 'grace@contoso.example' });
    expect(page.body).toMatch(/value="grace" autofocus/);
    const doubled = await createTrustingRequest(emulators.certificateAuthority)(
      `${client.authorizeUrl()}&redirect_uri=${encodeURIComponent('https://evil.example')}`,
    );
    expect(doubled.body).toContain('AADSTS9000411');
  });

  test('a replayed code is refused and everything that came of it stops working', async () => {
    const { code } = await client.authorize('ada');
    const first = await redeem(code);
    expect(await callModel(first.body['access_token'])).toBe(200);

    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_codes: [54005] } });

    expect(await callModel(first.body['access_token'])).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) };
    expect(await client.token(refresh)).toMatchObject({ body: { error: 'invalid_grant', error_codes: [50173] } });
  });

  test.each([
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, 501481],
    ['no verifier', { code_verifier: undefined }, 900144],
    ['another redirect', { redirect_uri: 'http://localhost:1' }, 500112],
    ['another client', { client_id: 'someone-else' }, 700016],
    ['a secret', { client_secret: 'hush' }, 700025],
    ['an unknown code', { code: 'guess' }, 70000],
    ['two resources', { scope: `${modelScope} User.Read` }, 70011],
    ['two named resources', { scope: 'https://ai.azure.com/user_impersonation User.Read' }, 28000],
    ['a password', { grant_type: 'password' }, 70003],
  ])('a token request with %s gets no token', async (_name, changes, aadsts) => {
    const { code } = await client.authorize('ada');
    const { status, body } = await redeem(code, changes);
    expect(status).toBe(aadsts === 700025 ? 401 : 400);
    expect(body).toMatchObject({ error_codes: [aadsts] });
    expect(body['error_description']).toMatch(/^AADSTS\d+: .+ Trace ID: .+ Correlation ID: .+ Timestamp: .+Z$/s);
    expect(body).not.toHaveProperty('access_token');
  });

  test('a renderer could not redeem a code: requests with an Origin are refused', async () => {
    const { code } = await client.authorize('ada');
    const answer = await client.token({ grant_type: 'authorization_code', code }, { origin: 'app://parley' });
    expect(answer.body).toMatchObject({ error_codes: [9002326] });
  });

  test('refresh_in is sent only where a test wants it (MSAL would renew every token early)', async () => {
    const { code } = await client.authorize('ada');
    const { body } = await redeem(code);
    expect(body).not.toHaveProperty('refresh_in');
    emulators.entra.setRefreshIn(60);
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) });
    expect(refreshed.body).toMatchObject({ refresh_in: 60, expires_in: 3600 });
  });

  test('a code is good for ten minutes', async () => {
    const { code } = await client.authorize('ada');
    now += 10 * 60 * 1000 + 1;
    expect(await redeem(code)).toMatchObject({ body: { error: 'invalid_grant', error_codes: [70008] } });
  });

  test('an access token stops working when its time is over, and by force after a revocation', async () => {
    const token = await emulators.entra.accessTokenFor('ada', modelScope);
    expect(await callModel(token)).toBe(200);
    emulators.entra.revokeAll();
    expect(await callModel(token)).toBe(200);
    now += 3601 * 1000;
    expect(await callModel(token)).toBe(401);

    const fresh = await emulators.entra.accessTokenFor('ada', modelScope);
    emulators.entra.revokeAll({ accessTokens: true });
    expect(await callModel(fresh)).toBe(401);
  });

  test('every scripted token failure reaches the client as told, and the next request works again', async () => {
    const { entra } = emulators;
    const refresh = async () => {
      const { origin, tenant } = entra;
      return createTrustingRequest(emulators.certificateAuthority)(`${origin}/${tenant.id}/oauth2/v2.0/token`, {
        method: 'POST',
      });
    };
    entra.failNextToken({ kind: 'status', status: 407, body: '{"proxy":true}', contentType: 'application/json' });
    entra.failNextToken({ kind: 'html', status: 502 });
    entra.failNextToken({ kind: 'json-without-tokens' });
    entra.failNextToken({ kind: 'drop' });
    expect(await refresh()).toMatchObject({ status: 407, body: '{"proxy":true}' });
    expect(await refresh()).toMatchObject({ status: 502, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(await refresh()).toMatchObject({ status: 200, body: '{"message":"OK"}' });
    await expect(refresh()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await refresh()).status).toBe(400);
  });

  test('a hanging token request ends when the emulators close (a test run would never end)', async () => {
    emulators.entra.failNextToken({ kind: 'hang' });
    const arrived = emulators.entra.nextRequest('token');
    const hanging = redeem('any').catch((error: unknown) => error);
    await arrived;
    await emulators.close();
    expect(await hanging).toMatchObject({ code: 'ECONNRESET' });
  });

  test('signing out ends the browser session', async () => {
    await client.authorize('ada');
    expect(formOf(await client.open({ prompt: 'none' })).fields).toHaveProperty('code');
    const { signInOrigin, tenant } = emulators.entra;
    const out = await client.visit(`${signInOrigin}/${tenant.id}/oauth2/v2.0/logout`);
    expect(out.body).toContain('You signed out');
    expect(formOf(await client.open({ prompt: 'none' })).fields).toMatchObject({ error: 'login_required' });
  });

  test('a scripted sign-in error keeps even a hostile text as text', async () => {
    const description = '<img src=x onerror=alert(1)>';
    emulators.entra.failNextSignIn({ error: 'invalid_request', aadsts: 90072, description });
    const page = await client.open();
    expect(page.body).not.toContain('<img');
    expect(formOf(page).fields['error_description']).toContain(description);
  });
});

test('with an http sign-in page only the page moves; tokens stay on https', async () => {
  const emulators = await startEmulators({ signInPage: 'http' });
  try {
    const { origin, signInOrigin, tenant } = emulators.entra;
    const send = createTrustingRequest(emulators.certificateAuthority);
    const { body } = await send(`${origin}/${tenant.id}/v2.0/.well-known/openid-configuration`);
    expect(signInOrigin).toMatch(/^http:\/\/localhost:/);
    expect(JSON.parse(body)).toMatchObject({
      authorization_endpoint: `${signInOrigin}/${tenant.id}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${signInOrigin}/${tenant.id}/oauth2/v2.0/logout`,
      token_endpoint: `${origin}/${tenant.id}/oauth2/v2.0/token`,
      issuer: `${origin}/${tenant.id}/v2.0`,
    });
    expect(await createHandMadeClient(emulators).authorize('ada')).toHaveProperty('code');
  } finally {
    await emulators.close();
  }
});
