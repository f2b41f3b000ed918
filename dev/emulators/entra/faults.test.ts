import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import type { HandMadeClient } from '../testing/hand-made-client.ts';
import { createMsalClient, modelScope } from '../testing/msal-client.ts';
import { createTestBrowser, formOf } from '../testing/test-browser.ts';
import { createTrustingRequest } from '../testing/trusting-request.ts';

describe('what can go wrong with Entra', () => {
  let emulators: Emulators;
  let client: HandMadeClient;
  let send: ReturnType<typeof createTrustingRequest>;

  beforeEach(async () => {
    emulators = await startEmulators();
    client = createHandMadeClient(emulators);
    send = createTrustingRequest(emulators.certificateAuthority);
  });
  afterEach(() => emulators.close());

  const graphStatus = async (token: unknown): Promise<number> =>
    (await fetch(`${emulators.graph.origin}/v1.0/me`, { headers: { authorization: `Bearer ${String(token)}` } }))
      .status;
  const discovery = () =>
    `${emulators.entra.origin}/${emulators.entra.tenant.id}/v2.0/.well-known/openid-configuration`;

  test('a revocation of one person leaves the others alone', async () => {
    const ada = await client.signIn('ada');
    const grace = await createHandMadeClient(emulators).signIn('grace');
    emulators.entra.revoke('ada');
    expect((await client.renew(ada)).body).toMatchObject({ error_codes: [50173], suberror: 'bad_token' });
    expect((await client.renew(grace)).status).toBe(200);
    expect(formOf(await client.open({ prompt: 'none' })).fields).toMatchObject({ error: 'login_required' });
    expect((await client.renew(await client.signIn('ada'))).status).toBe(200);
  });

  test('a revocation can have another reason', async () => {
    const tokens = await client.signIn('ada');
    emulators.entra.revokeAll({ as: 'refresh-token-inactive' });
    expect((await client.renew(tokens)).body).toMatchObject({ error: 'invalid_grant', error_codes: [700082] });
  });

  test('a disabled or deleted account gets no token, no page gets past it, and its tokens end at once', async () => {
    const tokens = await client.signIn('ada');
    const graph = (await client.renew(tokens, { scope: 'openid User.Read' })).body['access_token'];
    expect(await graphStatus(graph)).toBe(200);
    emulators.entra.setAccount('ada', 'disabled');
    expect(await graphStatus(graph)).toBe(401);
    expect((await client.renew(tokens)).body).toMatchObject({ error: 'invalid_grant', error_codes: [50057] });
    await expect(client.authorize('ada')).rejects.toThrow(/AADSTS50057/);
    emulators.entra.setAccount('ada', 'deleted');
    expect((await client.renew(tokens)).body).toMatchObject({ error_codes: [50034] });
    expect((await client.open()).body).not.toContain('Ada Lovelace');
    emulators.entra.signInAutomatically('ada');
    expect(formOf(await client.open()).fields['error_description']).toContain('AADSTS50034');
    emulators.entra.setAccount('ada', 'enabled');
    expect((await client.renew(tokens)).status).toBe(200);
  });

  test('throttling says when to come back, and MSAL then stays away by itself', async () => {
    const tokens = await client.signIn('ada');
    emulators.entra.failNextToken({ kind: 'throttled', retryAfter: 17 });
    const reply = await client.renew(tokens);
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '17']);
    expect(reply.body).toMatchObject({ error: 'temporarily_unavailable', error_codes: [90055] });

    const msal = createMsalClient(emulators);
    const browser = createTestBrowser(emulators.certificateAuthority);
    emulators.entra.setTokenLifetime(1);
    const { account } = await msal.acquireTokenInteractive({
      scopes: [modelScope],
      openBrowser: async (url) => void (await browser.signIn(url, 'ada')),
    });
    if (account === null) throw new Error('no account');
    emulators.entra.failNextToken({ kind: 'throttled', retryAfter: 60 });
    await expect(msal.acquireTokenSilent({ account, scopes: [modelScope] })).rejects.toMatchObject({
      name: 'ServerError',
    });
    const before = emulators.entra.requests.length;
    await expect(msal.acquireTokenSilent({ account, scopes: [modelScope] })).rejects.toMatchObject({
      name: 'ServerError',
    });
    expect(emulators.entra.requests).toHaveLength(before);
  });

  test('a good reply can be cut in half or come under a wrong content type', async () => {
    const tokens = await client.signIn('ada');
    emulators.entra.failNextToken({ kind: 'cut' });
    await expect(client.renew(tokens)).rejects.toThrow(/aborted|reset|hang up/);
    emulators.entra.failNextToken({ kind: 'mislabelled', contentType: 'text/html' });
    const reply = await client.renew(tokens);
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html']);
    expect(reply.body).toHaveProperty('access_token');
  });

  test('every endpoint can fail, not only the one for tokens', async () => {
    emulators.entra.failNext('openid-configuration', { kind: 'drop' });
    await expect(send(discovery())).rejects.toMatchObject({ code: 'ECONNRESET' });
    emulators.entra.failNext('keys', {
      kind: 'status',
      status: 200,
      body: '{"keys":',
      contentType: 'application/json',
    });
    const keys = discovery().replace('v2.0/.well-known/openid-configuration', 'discovery/v2.0/keys');
    expect((await send(keys)).body).toBe('{"keys":');
    emulators.entra.failNext('authorize', { kind: 'html', status: 502 });
    expect(await client.open()).toMatchObject({ status: 502 });
    emulators.entra.failNext('any', { kind: 'html', status: 504 }, 2);
    expect([await send(keys), await send(discovery())]).toMatchObject([{ status: 504 }, { status: 504 }]);
    expect((await send(keys)).status).toBe(200);
  });

  test('a held request waits for its release (single flight is tested without a sleep)', async () => {
    const tokens = await client.signIn('ada');
    const held = emulators.entra.hold('token');
    let answered = false;
    const renewal = client.renew(tokens).then((reply) => {
      answered = true;
      return reply;
    });
    expect((await held.arrived).params['grant_type']).toBe('refresh_token');
    expect((await client.renew(tokens)).status).toBe(200);
    expect(answered).toBe(false);
    held.release();
    expect((await renewal).status).toBe(200);
  });

  test('a delay holds up the endpoint it is for and ends with the emulators', async () => {
    emulators.entra.setDelay(10 * 60 * 1000, 'token');
    const arrived = emulators.entra.nextRequest('token');
    const slow = client.token({ grant_type: 'refresh_token' }).catch((error: unknown) => error);
    await arrived;
    expect((await send(discovery())).status).toBe(200);
    await emulators.close();
    expect(await slow).toBeInstanceOf(Error);
  });

  test("Microsoft's clock can be wrong: Date header, tokens and error texts", async () => {
    emulators.entra.setClockSkew(3600);
    const before = Date.now();
    const reply = await client.signIn('ada');
    const ahead = Date.parse(reply.headers['date'] ?? '') - before;
    expect(ahead).toBeGreaterThan(3590 * 1000);
    const { iat = 0 } = decodeJwt(String(reply.body['access_token']));
    expect(iat * 1000 - before).toBeGreaterThan(3590 * 1000);
    expect(await graphStatus(await emulators.entra.accessTokenFor('ada', 'User.Read'))).toBe(200);
    emulators.entra.setClockSkew(-3600);
    const refused = await client.renew(reply, { client_id: 'x' });
    expect(Date.parse(String(refused.body['timestamp']))).toBeLessThan(before - 3590 * 1000);
  });

  test('rolled keys: the old one stays for a while, or is gone and its tokens with it', async () => {
    const keys = () =>
      createRemoteJWKSet(new URL(discovery().replace('v2.0/.well-known/openid-configuration', 'discovery/v2.0/keys')), {
        [customFetch]: async (url) => new Response((await send(url)).body),
      });
    const tokens = await client.signIn('ada');
    const first = String(tokens.body['id_token']);
    const graph = await emulators.entra.accessTokenFor('ada', 'User.Read');
    await emulators.entra.rollKeys({ keepOld: true });
    expect((await jwtVerify(first, keys())).payload).toHaveProperty('oid');
    const second = String((await client.renew(tokens)).body['id_token']);
    expect((await jwtVerify(second, keys())).protectedHeader.kid).not.toBe(
      (await jwtVerify(first, keys())).protectedHeader.kid,
    );
    expect(await graphStatus(graph)).toBe(200);

    await emulators.entra.rollKeys();
    await expect(jwtVerify(first, keys())).rejects.toThrow(/no applicable key/);
    expect(await graphStatus(graph)).toBe(401);
  });
});
