import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import type { HandMadeClient, JsonReply } from '../testing/hand-made-client.ts';
import { createMsalClient, modelScope } from '../testing/msal-client.ts';
import { createTestBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';

describe('the device code flow', () => {
  let emulators: Emulators;
  let client: HandMadeClient;
  let browser: TestBrowser;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    emulators = await startEmulators({ clock: () => now });
    client = createHandMadeClient(emulators);
    browser = createTestBrowser(emulators.certificateAuthority);
  });
  afterEach(() => emulators.close());

  const poll = ({ body }: JsonReply, changes: Record<string, string> = {}) => {
    now += 5000;
    return client.token({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: String(body['device_code']),
      ...changes,
    });
  };
  const enter = ({ body }: JsonReply, choice: 'ada' | 'barbara' | 'cancel', code = String(body['user_code'])) =>
    browser.enterDeviceCode(String(body['verification_uri']), code, choice);

  test('MSAL gets its token once somebody has typed the code, and waits until then', async () => {
    emulators.entra.setDeviceCodeTimes({ interval: 0 });
    const codes = Promise.withResolvers<{ userCode: string; verificationUri: string; message: string }>();
    const result = createMsalClient(emulators, { clientCapabilities: ['cp1'] }).acquireTokenByDeviceCode({
      scopes: [modelScope],
      deviceCodeCallback: codes.resolve,
    });
    const { userCode, verificationUri, message } = await codes.promise;
    expect(message).toContain(`${verificationUri} and enter the code ${userCode}`);
    await emulators.entra.nextRequest('token');
    const last = await browser.enterDeviceCode(verificationUri, userCode.toLowerCase(), 'grace');

    expect(last.body).toContain('You have signed in to Parley on your device');
    const tokens = await result;
    expect(tokens?.account?.username).toBe('grace@contoso.example');
    expect(decodeJwt(tokens?.accessToken ?? '')).toMatchObject({ scp: 'user_impersonation', xms_cc: ['cp1'] });
    expect(emulators.entra.deviceCodes).toMatchObject([{ userCode, status: 'redeemed' }]);
    expect(emulators.entra.requests.some(({ refusal }) => refusal === 70016)).toBe(true);
  });

  test('MSAL stops when the person declines', async () => {
    emulators.entra.setDeviceCodeTimes({ interval: 0 });
    const result = createMsalClient(emulators).acquireTokenByDeviceCode({
      scopes: [modelScope],
      deviceCodeCallback: ({ userCode }) => emulators.entra.declineDeviceCode(userCode),
    });
    await expect(result).rejects.toMatchObject({
      errorMessage: expect.stringContaining('authorization_declined') as string,
    });
  });

  test('each state has its error, and only an approved code gives a token, once', async () => {
    const started = await client.deviceCode();
    expect(started.body).toMatchObject({
      expires_in: 900,
      interval: 5,
      user_code: expect.stringMatching(/^[A-Z2-9]{9}$/) as string,
    });
    expect(await poll(started)).toMatchObject({
      status: 400,
      body: { error: 'authorization_pending', error_codes: [70016], correlation_id: expect.any(String) as string },
    });
    await enter(started, 'ada');
    const tokens = await poll(started);
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    expect(tokens.body).toHaveProperty('refresh_token');
    expect(await poll(started)).toMatchObject({ body: { error: 'bad_verification_code' } });
    expect(await client.renew(tokens)).toMatchObject({ status: 200 });
  });

  test('a client that polls without waiting is told to slow down', async () => {
    const started = await client.deviceCode();
    await poll(started);
    now -= 4000;
    expect(await poll(started)).toMatchObject({ status: 400, body: { error: 'slow_down' } });
    expect(await poll(started)).toMatchObject({ body: { error: 'authorization_pending' } });
  });

  test('a code runs out for the device and for the page', async () => {
    const started = await client.deviceCode();
    emulators.entra.expireDeviceCodes();
    expect((await enter(started, 'ada')).body).toContain("That code didn't work");
    expect(await poll(started)).toMatchObject({ body: { error: 'expired_token', error_codes: [70020] } });
  });

  test('Cancel on the page declines, and a guessed code gets nobody any further', async () => {
    const started = await client.deviceCode();
    expect((await enter(started, 'ada', 'BBBBBBBBB')).body).toContain("That code didn't work");
    expect(await poll(started)).toMatchObject({ body: { error: 'authorization_pending' } });
    expect((await enter(started, 'cancel')).body).toContain('You have cancelled');
    expect(await poll(started)).toMatchObject({ body: { error: 'authorization_declined' } });
  });

  test('a signed-in browser does not approve by following the link (device code phishing)', async () => {
    await browser.answer(await browser.open(client.authorizeUrl()), 'ada');
    const { body } = await client.deviceCode();
    const page = await browser.submit(await browser.open(String(body['verification_uri'])), {
      user_code: String(body['user_code']),
    });
    expect(page.body).toContain('Choose who you are');
  });

  test('a policy against device codes ends on the page, and the device waits in vain', async () => {
    emulators.entra.requireInteraction('blocked-by-policy');
    const started = await client.deviceCode();
    expect((await enter(started, 'ada')).body).toContain('AADSTS53003');
    expect(await poll(started)).toMatchObject({ body: { error: 'authorization_pending' } });
  });

  test.each([
    ['an unknown client', { client_id: 'someone-else' }, 700016],
    ['no scope', { scope: undefined }, 900144],
    ['an unknown scope', { scope: 'openid https://unknown.example/x' }, 500011],
    ['a secret', { client_secret: 'hush' }, 700025],
  ])('%s gets no device code', async (_name, changes, aadsts) => {
    expect((await client.deviceCode(changes)).body).toMatchObject({ error_codes: [aadsts] });
    expect(emulators.entra.deviceCodes).toHaveLength(0);
  });

  test('somebody of another tenant is refused on the page', async () => {
    const started = await client.deviceCode();
    const page = await browser.open(String(started.body['verification_uri']));
    const who = await browser.submit(page, { user_code: String(started.body['user_code']) });
    expect((await browser.submit(who, { person: 'barbara' })).body).toContain('AADSTS50020');
  });

  test('neither code is in the log, and a failing endpoint is only failing once', async () => {
    emulators.entra.failNext('devicecode', { kind: 'html', status: 503 });
    await expect(client.deviceCode()).rejects.toThrow(/JSON/);
    const started = await client.deviceCode();
    await poll(started);
    const log = JSON.stringify(emulators.entra.requests);
    expect(log).not.toContain(started.body['device_code']);
    expect(log).not.toContain(started.body['user_code']);
  });
});
