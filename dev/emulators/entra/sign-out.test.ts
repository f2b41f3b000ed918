import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import type { HandMadeClient } from '../testing/hand-made-client.ts';
import { formOf } from '../testing/test-browser.ts';

describe('the end-session endpoint', () => {
  let emulators: Emulators;
  let client: HandMadeClient;

  beforeEach(async () => {
    emulators = await startEmulators();
    client = createHandMadeClient(emulators, 'organizations');
  });
  afterEach(() => emulators.close());

  const logout = (parameters: Record<string, string>) =>
    client.visit(
      `${emulators.entra.signInOrigin}/organizations/oauth2/v2.0/logout?${new URLSearchParams(parameters).toString()}`,
    );
  const isSignedIn = async (loginHint: string): Promise<boolean> =>
    'code' in formOf(await client.open({ prompt: 'none', login_hint: loginHint })).fields;

  test('a logout_hint signs out that account and leaves the others in the browser alone', async () => {
    const ada = await client.signIn('ada');
    await client.signIn('barbara', { prompt: 'select_account' });
    const page = await logout({ logout_hint: String(decodeJwt(String(ada.body['id_token']))['login_hint']) });
    expect(page.body).toContain('You signed out');
    expect([await isSignedIn('ada@contoso.example'), await isSignedIn('barbara@fabrikam.example')]).toEqual([
      false,
      true,
    ]);
    expect(emulators.entra.signOuts).toMatchObject([{ people: ['ada'], returnedTo: undefined }]);
  });

  test('a hint that fits nobody signs nobody out, and none at all signs everybody out', async () => {
    await client.signIn('ada');
    expect((await logout({ logout_hint: 'grace@contoso.example' })).body).toContain('Nobody signed out');
    expect(await isSignedIn('ada@contoso.example')).toBe(true);
    await logout({});
    expect(await isSignedIn('ada@contoso.example')).toBe(false);
    expect(emulators.entra.signOuts.map(({ people }) => people)).toEqual([[], ['ada']]);
  });

  test('it leaves refresh tokens alone: an application that keeps them is still signed in', async () => {
    const tokens = await client.signIn('ada');
    await logout({});
    expect((await client.renew(tokens)).status).toBe(200);
  });

  test('the browser goes back to a registered address only (an open redirector)', async () => {
    const back = await logout({ post_logout_redirect_uri: 'http://localhost:4711', state: 's 1' });
    expect([back.status, back.headers['location']]).toEqual([302, 'http://localhost:4711/?state=s+1']);
    const foreign = await logout({ post_logout_redirect_uri: 'https://evil.example/' });
    expect([foreign.status, foreign.headers['location']]).toEqual([200, undefined]);
    expect(emulators.entra.signOuts.map(({ returnedTo }) => returnedTo)).toEqual(['http://localhost:4711', undefined]);
  });
});
