import { decodeJwt } from 'jose';
import type { AccountInfo, PublicClientApplication } from '@azure/msal-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { askModel } from '../testing/ask-model.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import { createMsalClient, modelScope } from '../testing/msal-client.ts';
import { createTestBrowser } from '../testing/test-browser.ts';

const cp1 = '{"access_token":{"xms_cc":{"values":["cp1"]}}}';

describe('claims challenges', () => {
  let emulators: Emulators;

  beforeEach(async () => {
    emulators = await startEmulators();
    emulators.openai.setDelay(0);
  });
  afterEach(() => emulators.close());

  const callModel = async (token: unknown): Promise<{ status: number; claims: string | undefined }> => {
    const response = await askModel(emulators, token);
    await response.text();
    return { status: response.status, claims: claimsOf(response) };
  };
  const callGraph = async (token: unknown): Promise<{ status: number; claims: string | undefined }> => {
    const headers = { authorization: `Bearer ${String(token)}` };
    const response = await fetch(`${emulators.graph.origin}/v1.0/me`, { headers });
    return { status: response.status, claims: claimsOf(response) };
  };
  const claimsOf = (response: Response): string | undefined => {
    const header = response.headers.get('www-authenticate') ?? '';
    const encoded = /error="insufficient_claims", claims="([^"]+)"/.exec(header)?.[1];
    return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
  };

  describe('with MSAL and cp1', () => {
    let client: PublicClientApplication;
    let account: AccountInfo;
    let browser: ReturnType<typeof createTestBrowser>;

    const interactive = (claims?: string) =>
      client.acquireTokenInteractive({
        scopes: [modelScope],
        openBrowser: async (url) => void (await browser.signIn(url, 'ada')),
        ...(claims === undefined ? {} : { claims }),
      });
    const silent = (claims?: string, scope = modelScope) =>
      client.acquireTokenSilent({ account, scopes: [scope], ...(claims === undefined ? {} : { claims }) });

    beforeEach(async () => {
      browser = createTestBrowser(emulators.certificateAuthority);
      client = createMsalClient(emulators, { clientCapabilities: ['cp1'] });
      const result = await interactive();
      if (result.account === null) throw new Error('no account');
      account = result.account;
    });

    test('a token that was issued with the claims passes, and any other is challenged', async () => {
      emulators.entra.requireClaims();
      const { status, claims } = await callModel((await silent()).accessToken);
      expect([status, claims]).toEqual([401, expect.stringMatching(/^\{"access_token":\{"nbf":/)]);

      const renewed = await silent(claims);
      expect((await callModel(renewed.accessToken)).status).toBe(200);
      expect(emulators.entra.requests.at(-1)?.params['claims']).toContain('nbf');
    });

    test('Graph asks in the same way, and a later token of the same grant is new enough', async () => {
      emulators.entra.requireClaims({ resource: 'graph' });
      const scope = `${emulators.graph.origin}/User.Read`;
      expect((await callModel((await silent()).accessToken)).status).toBe(200);
      const { status, claims } = await callGraph((await silent(undefined, scope)).accessToken);
      expect(status).toBe(401);
      expect((await callGraph((await silent(claims, scope)).accessToken)).status).toBe(200);
      const later = await client.acquireTokenSilent({ account, scopes: [scope], forceRefresh: true });
      expect((await callGraph(later.accessToken)).status).toBe(200);
    });

    test('claims that need the person are refused silently until a sign-in has brought them', async () => {
      const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
      emulators.entra.requireClaims({ claims, interaction: 'mfa' });
      const challenge = (await callModel((await silent()).accessToken)).claims ?? '';
      expect(JSON.parse(challenge)).toEqual(claims);

      const refused = silent(challenge);
      await expect(refused).rejects.toMatchObject({
        name: 'InteractionRequiredAuthError',
        errorNo: 50076,
        claims: challenge,
      });
      // A sign-in that forgets the claims helps nothing: the client would ask the person again and again.
      await interactive();
      await expect(silent(challenge)).rejects.toMatchObject({ errorNo: 50076 });
      const tokens = await interactive(challenge);
      expect((await callModel(tokens.accessToken)).status).toBe(200);
      expect((await callModel((await silent(challenge)).accessToken)).status).toBe(200);
    });

    test('after a revocation of access tokens alone a silent renewal is enough', async () => {
      const old = (await silent()).accessToken;
      emulators.entra.revoke('ada', { accessTokens: true, refreshTokens: false });
      const { status, claims } = await callModel(old);
      expect(status).toBe(401);
      expect((await callModel((await silent(claims)).accessToken)).status).toBe(200);
    });

    test('a challenge can be lifted, and another person is not concerned', async () => {
      const lift = emulators.entra.requireClaims({ person: 'grace' });
      const liftAda = emulators.entra.requireClaims({ person: 'ada' });
      const token = (await silent()).accessToken;
      expect((await callModel(token)).status).toBe(401);
      liftAda();
      expect((await callModel(token)).status).toBe(200);
      expect((await callModel(await emulators.entra.accessTokenFor('grace', modelScope))).status).toBe(401);
      lift();
    });
  });

  test('a client without cp1 gets a plain 401 that says nothing of claims', async () => {
    const client = createHandMadeClient(emulators);
    const plain = await client.signIn('ada');
    const capable = await client.renew(plain, { claims: cp1 });
    expect(decodeJwt(String(plain.body['access_token']))).not.toHaveProperty('xms_cc');
    expect(decodeJwt(String(capable.body['access_token']))['xms_cc']).toEqual(['cp1']);
    emulators.entra.requireClaims();
    expect(await callModel(plain.body['access_token'])).toEqual({ status: 401, claims: undefined });
    expect((await callModel(capable.body['access_token'])).claims).toContain('nbf');
  });

  test('claims that are nearly right are not right', async () => {
    const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
    emulators.entra.requireClaims({ claims });
    const client = createHandMadeClient(emulators);
    const tokens = await client.signIn('ada');
    for (const wrong of [
      '{"access_token":{"acrs":{"essential":true,"value":"c2"}}}',
      '{"access_token":{"acrs":{"value":"c1"}}}',
      '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}',
    ]) {
      const { body } = await client.renew(tokens, { claims: wrong });
      expect((await callModel(body['access_token'])).status, wrong).toBe(401);
    }
    const { body } = await client.renew(tokens, { claims: JSON.stringify(claims) });
    expect((await callModel(body['access_token'])).status).toBe(200);
  });

  test.each(['{"access_token":', '[]', '"text"', '{"access_token":"text"}'])(
    'the claims parameter %s is refused at every endpoint',
    async (claims) => {
      const client = createHandMadeClient(emulators);
      const tokens = await client.signIn('ada');
      expect((await client.renew(tokens, { claims })).body).toMatchObject({ error_codes: [50156] });
      expect((await client.deviceCode({ claims })).body).toMatchObject({ error_codes: [50156] });
      expect((await client.open({ claims })).body).toContain('AADSTS50156');
    },
  );
});
