import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import type { HandMadeClient } from '../testing/hand-made-client.ts';
import { createMsalClient, modelScope } from '../testing/msal-client.ts';
import { createTestBrowser, formOf } from '../testing/test-browser.ts';
import type { InteractionKind } from './interaction-kinds.ts';

describe('interaction that Entra asks for', () => {
  let emulators: Emulators;
  let client: HandMadeClient;

  beforeEach(async () => {
    emulators = await startEmulators();
    client = createHandMadeClient(emulators);
  });
  afterEach(() => emulators.close());

  test.each<[InteractionKind, string, number, string | undefined]>([
    ['mfa', 'interaction_required', 50076, 'basic_action'],
    ['mfa-enrolment', 'interaction_required', 50079, 'basic_action'],
    ['mfa-registration', 'interaction_required', 50072, 'basic_action'],
    ['device-not-compliant', 'interaction_required', 53000, 'message_only'],
    ['device-not-joined', 'interaction_required', 53001, 'message_only'],
    ['device-authentication', 'interaction_required', 50097, 'additional_action'],
    ['blocked-by-policy', 'interaction_required', 53003, 'message_only'],
    ['not-assigned', 'invalid_grant', 50105, undefined],
    ['sign-in-frequency', 'invalid_grant', 70043, 'token_expired'],
    ['password-changed', 'invalid_grant', 50173, 'bad_token'],
    ['password-expired', 'invalid_grant', 50055, 'user_password_expired'],
    ['session-revoked', 'invalid_grant', 50133, 'bad_token'],
    ['flow-expired', 'invalid_grant', 50089, 'bad_token'],
    ['refresh-token-inactive', 'invalid_grant', 700082, 'bad_token'],
    ['not-signed-in', 'login_required', 50058, undefined],
    ['several-accounts', 'interaction_required', 16000, undefined],
    ['consent', 'invalid_grant', 65001, 'consent_required'],
    ['admin-consent', 'invalid_grant', 90094, 'consent_required'],
    ['admin-consent-misconfigured', 'invalid_grant', 90008, 'consent_required'],
  ])('%s is refused as Entra refuses it, once, and the next renewal works', async (kind, error, aadsts, suberror) => {
    const tokens = await client.signIn('ada');
    emulators.entra.requireInteraction(kind, { times: 1 });
    const { status, body } = await client.renew(tokens, { 'client-request-id': 'c-1' });
    expect([status, body]).toMatchObject([
      400,
      { error, error_codes: [aadsts], ...(suberror === undefined ? {} : { suberror }), correlation_id: 'c-1' },
    ]);
    expect(body['error_description']).toMatch(new RegExp(`^AADSTS${aadsts}: `));
    expect('claims' in body).toBe(error === 'interaction_required' && kind !== 'several-accounts');
    expect(emulators.entra.requests.at(-1)?.refusal).toBe(aadsts);
    expect(await client.renew(tokens)).toMatchObject({ status: 200 });
  });

  test('MSAL takes some of them for interaction and some for plain errors (the reason for codes of our own)', async () => {
    const msal = createMsalClient(emulators);
    const browser = createTestBrowser(emulators.certificateAuthority);
    emulators.entra.setTokenLifetime(120);
    const { account } = await msal.acquireTokenInteractive({
      scopes: [modelScope],
      openBrowser: async (url) => void (await browser.signIn(url, 'ada')),
    });
    if (account === null) throw new Error('no account');
    const outcome = async (kind: InteractionKind) => {
      emulators.entra.requireInteraction(kind, { times: 1 });
      return msal.acquireTokenSilent({ account, scopes: [modelScope] }).catch((error: unknown) => error);
    };
    expect(await outcome('mfa')).toMatchObject({ name: 'InteractionRequiredAuthError', errorNo: 50076 });
    expect(await outcome('consent')).toMatchObject({ name: 'InteractionRequiredAuthError', errorNo: 65001 });
    expect(await outcome('sign-in-frequency')).toMatchObject({ name: 'ServerError', errorNo: 70043 });
  });

  test('it lasts until a sign-in, which helps that grant and no other', async () => {
    const old = await client.signIn('ada');
    emulators.entra.requireInteraction('sign-in-frequency');
    expect((await client.renew(old)).status).toBe(400);
    expect((await client.renew(old)).status).toBe(400);
    const fresh = await client.signIn('ada', { prompt: 'login' });
    expect((await client.renew(fresh)).status).toBe(200);
    expect((await client.renew(old)).status).toBe(400);
  });

  test('a sign-in must bring the claims that the refusal gave', async () => {
    const old = await client.signIn('ada');
    emulators.entra.requireInteraction('mfa');
    const { claims } = (await client.renew(old)).body;
    const forgetful = await client.signIn('ada', { prompt: 'login' });
    expect((await client.renew(forgetful)).body).toMatchObject({ error_codes: [50076] });
    const mindful = await client.signIn('ada', { prompt: 'login', claims: String(claims) });
    expect((await client.renew(mindful)).status).toBe(200);
  });

  test('a session without it gets the page, prompt=none gets the error by form_post', async () => {
    await client.signIn('ada');
    emulators.entra.requireInteraction('mfa');
    const { fields } = formOf(await client.open({ prompt: 'none' }));
    expect(fields).toMatchObject({
      error: 'interaction_required',
      suberror: 'basic_action',
      claims: expect.stringContaining('capolids') as string,
      state: 'state-1',
    });
    expect((await client.open()).body).toContain('needs more information');
    await client.signIn('ada');
    expect(formOf(await client.open({ prompt: 'none' })).fields).toHaveProperty('code');
  });

  test('what no sign-in can satisfy comes back by form_post, or stays on the page for ever', async () => {
    const lift = emulators.entra.requireInteraction('device-not-compliant', { person: 'ada' });
    expect(await client.authorize('ada')).toMatchObject({
      error: 'interaction_required',
      error_description: expect.stringContaining('AADSTS53000') as string,
    });
    expect(await client.authorize('grace')).toHaveProperty('code');
    lift();
    emulators.entra.requireInteraction('blocked-by-policy', { ending: 'stay' });
    await expect(client.authorize('alan')).rejects.toThrow(/No form on this page \(400\).*AADSTS53003/s);
  });

  test('only the resource that it is about', async () => {
    const tokens = await client.signIn('ada');
    emulators.entra.requireInteraction('mfa', { resource: 'graph' });
    expect((await client.renew(tokens)).status).toBe(200);
    expect((await client.renew(tokens, { scope: 'User.Read' })).body).toMatchObject({ error_codes: [50076] });
  });

  test('an error of ones own, and another `error` for a known kind', async () => {
    const tokens = await client.signIn('ada');
    const lift = emulators.entra.requireInteraction('mfa', { error: 'invalid_grant' });
    expect((await client.renew(tokens)).body).toMatchObject({ error: 'invalid_grant', error_codes: [50076] });
    lift();
    const description = '<b onmouseover="alert(1)">Call</b> 555';
    emulators.entra.requireInteraction({ error: 'invalid_grant', aadsts: 50131, description }, { times: 2 });
    expect((await client.renew(tokens)).body['error_description']).toContain(description);
    expect((await client.renew(tokens)).status).toBe(400);
    expect((await client.renew(tokens)).status).toBe(200);
  });

  test('a scripted refusal of a sign-in can also stay on the page, from where nothing comes back', async () => {
    emulators.entra.failNextSignIn({ error: 'invalid_request', aadsts: 90072, description: 'Not here.' }, 1, 'stay');
    const page = await client.open();
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('AADSTS90072')]);
    expect(page.body).not.toContain('<form');
  });
});
