import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { modelScope } from '../testing/msal-client.ts';

describe('the Graph emulator', () => {
  let emulators: Emulators;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    emulators = await startEmulators({ clock: () => now });
  });
  afterEach(() => emulators.close());

  const get = async (path: string, token: string): Promise<Response> =>
    fetch(`${emulators.graph.origin}/v1.0${path}`, { headers: { authorization: `Bearer ${token}` } });
  const tokenFor = (person: 'ada' | 'alan', scope = `${emulators.graph.origin}/User.Read`) =>
    emulators.entra.accessTokenFor(person, scope);

  test('tells who somebody is, reduced by $select', async () => {
    const whole = await get('/me', await tokenFor('ada'));
    expect(await whole.json()).toMatchObject({ displayName: 'Ada Lovelace', userPrincipalName: 'ada@contoso.example' });

    const selected = await get('/me?$select=id,givenName', await tokenFor('alan'));
    const body = (await selected.json()) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(['@odata.context', 'id', 'givenName']);
    expect((await get('/me?$select=password', await tokenFor('ada'))).status).toBe(400);
  });

  test('a photo is a PNG, and its absence is ImageNotFound', async () => {
    const photo = await get('/me/photo/$value', await tokenFor('ada'));
    const bytes = Buffer.from(await photo.arrayBuffer());
    expect(photo.headers.get('content-type')).toBe('image/png');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBe(240);

    const none = await get('/me/photo/$value', await tokenFor('alan'));
    expect([none.status, await none.json()]).toMatchObject([404, { error: { code: 'ImageNotFound' } }]);
  });

  test('the token of another resource is refused with 401, a missing permission with 403', async () => {
    const model = await get('/me', await tokenFor('ada', modelScope));
    expect([model.status, await model.json()]).toMatchObject([
      401,
      {
        error: {
          code: 'InvalidAuthenticationToken',
          innerError: { 'request-id': expect.any(String) as string, date: expect.any(String) as string },
        },
      },
    ]);
    const people = await get('/me', await tokenFor('ada', 'People.Read'));
    expect(people.status).toBe(403);
  });

  test('an expired token is refused, and so is no token at all', async () => {
    const token = await tokenFor('ada');
    now += 3601 * 1000;
    expect((await get('/me', token)).status).toBe(401);
    expect((await get('/me', 'a.b.c')).status).toBe(401);
  });

  test('a revoked token is answered with a claims challenge', async () => {
    const token = await tokenFor('ada');
    emulators.entra.revokeAll({ accessTokens: true });
    const response = await get('/me', token);
    expect(response.headers.get('www-authenticate')).toMatch(/error="insufficient_claims", claims="[A-Za-z0-9+/=]+"/);
  });

  test('scripted errors come once, with their headers, and every request is recorded', async () => {
    emulators.graph.failNext({ status: 429, code: 'TooManyRequests', headers: { 'retry-after': '3' } });
    const token = await tokenFor('ada');
    const first = await get('/me', token);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await get('/me', token)).status).toBe(200);
    expect(emulators.graph.requests.map(({ path }) => path)).toEqual(['/v1.0/me', '/v1.0/me']);
  });
});
