import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupIds } from '../directory/directory.ts';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import { modelScope } from '../testing/msal-client.ts';

describe('roles and groups', () => {
  let emulators: Emulators;

  beforeEach(async () => {
    emulators = await startEmulators();
  });
  afterEach(() => emulators.close());

  const idTokenOf = async (person: 'ada' | 'grace'): Promise<Record<string, unknown>> => {
    const { body } = await createHandMadeClient(emulators).signIn(person);
    return decodeJwt(String(body['id_token']));
  };
  const call = async (path: string, body?: unknown, scope = 'User.Read') => {
    const token = await emulators.entra.accessTokenFor('ada', scope);
    const response = await fetch(path.startsWith('http') ? path : `${emulators.graph.origin}/v1.0/me/${path}`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  test('a change shows in the next id token, also of a renewal', async () => {
    const client = createHandMadeClient(emulators);
    const tokens = await client.signIn('grace');
    emulators.entra.setRoles('grace', ['Parley.Guest']);
    emulators.entra.setGroups('grace', groupIds(3));
    const renewed = decodeJwt(String((await client.renew(tokens)).body['id_token']));
    expect(renewed).toMatchObject({ roles: ['Parley.Guest'], groups: groupIds(3) });
    emulators.entra.setRoles('grace', []);
    emulators.entra.setGroups('grace', []);
    const bare = await idTokenOf('grace');
    expect([bare['roles'], bare['groups']]).toEqual([undefined, undefined]);
  });

  test('200 groups are listed, 201 are pointed at, in the one form or the other', async () => {
    emulators.entra.setGroups('ada', groupIds(200));
    expect((await idTokenOf('ada'))['groups']).toHaveLength(200);
    emulators.entra.setGroups('ada', groupIds(201));
    const claims = await idTokenOf('ada');
    expect(claims).not.toHaveProperty('groups');
    expect(claims).toMatchObject({
      _claim_names: { groups: 'src1' },
      _claim_sources: {
        src1: { endpoint: expect.stringMatching(/^https:\/\/graph\.windows\.net\/.*getMemberObjects$/) as string },
      },
    });
    emulators.entra.setOverageForm('hasgroups');
    const short = await idTokenOf('ada');
    expect([short['hasgroups'], short['groups'], short['_claim_names']]).toEqual([true, undefined, undefined]);
  });

  test('an access token can be given roles and groups too', async () => {
    emulators.entra.setAccessTokenClaims('ada', { groups: ['g-1'] });
    expect(decodeJwt(await emulators.entra.accessTokenFor('ada', modelScope))['groups']).toEqual(['g-1']);
  });

  test('Graph says which of the asked groups somebody is in, by both calls', async () => {
    emulators.entra.setGroups('ada', groupIds(250));
    const asked = [...groupIds(252).slice(245), '00000000-0000-0000-0000-000000000000'];
    const expected = groupIds(250).slice(245);
    expect((await call('checkMemberObjects', { ids: asked })).body['value']).toEqual(expected);
    expect((await call('checkMemberGroups', { groupIds: asked.map((id) => id.toUpperCase()) })).body['value']).toEqual(
      expected.map((id) => id.toUpperCase()),
    );
    expect(emulators.graph.requests.at(0)?.body).toBe(JSON.stringify({ ids: asked }));
    emulators.entra.setGroups('ada', []);
    expect((await call('checkMemberObjects', { ids: asked })).body['value']).toEqual([]);
  });

  test.each([
    ['21 ids', { ids: groupIds(21) }],
    ['the parameter of the other call', { groupIds: groupIds(1) }],
    ['a name for an id', { ids: ['Administrators'] }],
    ['no list', { ids: 'all' }],
    ['broken JSON', '{"ids":'],
    ['null', 'null'],
  ])('%s is a bad request', async (_name, body) => {
    const reply = await call('checkMemberObjects', body);
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'Request_BadRequest' } } });
  });

  test('a token without the permission gets 403, one of another resource 401', async () => {
    const body = { ids: groupIds(1) };
    expect(await call('checkMemberObjects', body, 'People.Read')).toMatchObject({
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied' } },
    });
    expect((await call('checkMemberGroups', { groupIds: groupIds(1) }, modelScope)).status).toBe(401);
    expect((await call('memberOf', undefined, 'Files.Read.All')).status).toBe(403);
  });

  test('memberOf comes in pages, and without a permission for groups it has ids only', async () => {
    emulators.entra.setGroups('ada', groupIds(250));
    const found: unknown[] = [];
    let next: string | undefined = 'memberOf';
    for (let page = 1; next !== undefined; page += 1) {
      const { body } = await call(next);
      const groups = body['value'] as Record<string, unknown>[];
      expect(groups).toHaveLength(page < 3 ? 100 : 50);
      found.push(...groups.map(({ id }) => id));
      next = body['@odata.nextLink'] as string | undefined;
    }
    expect(found).toEqual(groupIds(250));
    const [nameless] = (await call('memberOf?$top=1')).body['value'] as Record<string, unknown>[];
    const [named] = (await call('memberOf?$top=1', undefined, `${emulators.graph.origin}/.default`)).body[
      'value'
    ] as Record<string, unknown>[];
    expect([nameless?.['displayName'], named?.['displayName']]).toEqual([null, 'All of Contoso']);
    expect((await call('memberOf?$top=1000')).status).toBe(400);
    expect((await call('memberOf?$skiptoken=guess')).status).toBe(400);
  });

  test('trouble comes to the call that it is for: 403, 429, 500, a proxy, a cut, silence', async () => {
    const path = '/v1.0/me/checkMemberObjects';
    const { graph } = emulators;
    graph.failNext({ status: 403, code: 'Authorization_RequestDenied' }, 1, path);
    graph.failNext({ status: 429, code: 'TooManyRequests', headers: { 'retry-after': '9' } }, 1, path);
    graph.failNext({ status: 500, code: 'InternalServerError' }, 1, path);
    graph.failNext({ kind: 'drop' }, 1, path);
    graph.failNext({ kind: 'html', status: 502 }, 1, path);
    const body = { ids: groupIds(1) };
    expect((await call('memberOf')).status).toBe(200);
    expect((await call('checkMemberObjects', body)).status).toBe(403);
    expect((await call('checkMemberObjects', body)).headers.get('retry-after')).toBe('9');
    expect((await call('checkMemberObjects', body)).status).toBe(500);
    await expect(call('checkMemberObjects', body)).rejects.toThrow('fetch failed');
    await expect(call('checkMemberObjects', body)).rejects.toThrow(/JSON/);

    const held = graph.hold(path);
    const waiting = call('checkMemberObjects', body);
    expect((await held.arrived).path).toBe(path);
    held.release();
    expect((await waiting).status).toBe(200);
    graph.failNext({ kind: 'hang' });
    const silent = call('checkMemberObjects', body).catch((error: unknown) => error);
    await emulators.close();
    expect(await silent).toBeInstanceOf(Error);
  });
});
