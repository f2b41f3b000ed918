import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulators } from '../../index.ts';
import type { Emulators } from '../../index.ts';
import { graphCaller } from '../../testing/graph-caller.ts';

type Resource = Readonly<Record<string, unknown>>;

describe('people in the Graph emulator', () => {
  let emulators: Emulators;
  let call: ReturnType<typeof graphCaller>;
  const eventual = { headers: { ConsistencyLevel: 'eventual' } };

  beforeAll(async () => {
    emulators = await startEmulators();
    call = graphCaller(emulators, 'ada', 'User.ReadBasic.All People.Read Contacts.Read GroupMember.Read.All');
  });
  afterAll(() => emulators.close());

  const search = (text: string, rest = '') => call(`/users?$search=${encodeURIComponent(text)}${rest}`, eventual);
  const valuesOf = (body: Resource) => body['value'] as readonly Resource[];

  test('300,000 users can be counted and looked through, and the first who fit come first', async () => {
    const all = await call('/users?$count=true&$top=1', eventual);
    expect(all.body['@odata.count']).toBe(300_003);
    const found = await search('"displayName:ada"', '&$count=true&$top=5');
    expect(valuesOf(found.body)[0]).toMatchObject({ displayName: 'Ada Lovelace' });
    const many = await search('"displayName:шев"', '&$count=true&$top=999&$select=displayName');
    expect(Number(many.body['@odata.count'])).toBeGreaterThan(500);
    for (const { displayName } of valuesOf(many.body)) expect(displayName).toContain('Шевченко');
  });

  test('the last user of a page is followed by the first of the next, and pages end', async () => {
    const ids: unknown[] = [];
    let next: string | undefined =
      `/users?$search=${encodeURIComponent('"displayName:jose" AND "displayName:saez"')}&$top=40&$select=id`;
    while (next !== undefined) {
      const { body } = await call(next, eventual);
      ids.push(...valuesOf(body).map(({ id }) => id));
      next = body['@odata.nextLink'] as string | undefined;
    }
    expect(ids.length).toBeGreaterThan(40);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    ['accents', '"displayName:muller"', 'Müller'],
    ['case', '"displayName:GARCIA"', 'García'],
    ['the second word', '"displayName:lovelace"', 'Ada Lovelace'],
    ['Arabic', '"displayName:محمد"', 'محمد'],
    ['a surname that comes first', '"displayName:佐藤"', '佐藤'],
    ['Hangul', '"displayName:김"', '김'],
    ['Thai', '"displayName:สมชาย"', 'สมชาย'],
    ['the address', '"mail:grace@"', 'Grace Hopper'],
    ['either of two', '"displayName:nobodyatall" OR "mail:alan@"', 'Alan Turing'],
  ])('a search is not thrown off by %s', async (_name, text, expected) => {
    const { body } = await search(text, '&$top=3');
    expect(valuesOf(body)[0]?.['displayName']).toContain(expected);
  });

  test.each([
    ['a search without ConsistencyLevel', `/users?$search=${encodeURIComponent('"displayName:ada"')}`, {}],
    ['a search without quotation marks', '/users?$search=displayName:ada', eventual],
    ['a search in another property', `/users?$search=${encodeURIComponent('"jobTitle:nurse"')}`, eventual],
    ['$count without ConsistencyLevel', '/users?$count=true', {}],
    [
      '$filter and $orderby without $count',
      "/users?$filter=startswith(displayName,'a')&$orderby=displayName",
      eventual,
    ],
    ['$skip', '/users?$skip=100', {}],
    ['a page of a thousand', '/users?$top=1000', {}],
    ['a filter that needs an advanced query', "/users?$filter=endswith(mail,'example')", {}],
    ['an unknown property', '/users?$select=shoeSize', {}],
    ['an unknown header', '/users', { headers: { 'x-parley': '1' } }],
    ['a search beside $skip', `/me/people?$search=${encodeURIComponent('"ada"')}&$skip=10`, {}],
    ['a call that nobody listed', '/me/messages', {}],
  ])('%s is refused', async (_name, path, options) => {
    const { status } = await call(path, options);
    expect(status).toBe(400);
  });

  test('the permission that a call lacks is told by name', async () => {
    const { status, body } = await graphCaller(emulators, 'ada', 'User.Read')('/users');
    expect([status, JSON.stringify(body)]).toEqual([403, expect.stringContaining('User.ReadBasic.All')]);
    const people = await graphCaller(emulators, 'ada', 'User.Read')('/me/people');
    expect(JSON.stringify(people.body)).toContain('People.Read');
  });

  test('a guest sees themselves and no list of users', async () => {
    emulators.graph.setGuest('grace', true);
    const guest = graphCaller(emulators, 'grace', 'User.Read User.ReadBasic.All');
    expect([(await guest('/me')).status, (await guest('/users')).status]).toEqual([200, 403]);
    emulators.graph.setGuest('grace', false);
  });

  test('whoever is found can be asked for by id and by name, with photo and manager, or without', async () => {
    const [user] = valuesOf((await search('"displayName:nguyen"', '&$top=1')).body);
    const id = String(user?.['id']);
    expect((await call(`/users/${id}`)).body).toMatchObject({ displayName: user?.['displayName'] });
    const name = encodeURIComponent(String(user?.['userPrincipalName']));
    expect((await call(`/users/${name}`)).body['id']).toBe(id);
    const photos = await Promise.all(
      valuesOf((await call('/users?$top=30')).body).map(
        async (each) => (await call(`/users/${String(each['id'])}/photos/48x48/$value`)).status,
      ),
    );
    expect(new Set(photos)).toEqual(new Set([200, 404]));
    expect((await call('/users/nobody@contoso.example')).status).toBe(404);
    const manager = graphCaller(emulators, 'grace', 'User.Read.All');
    expect((await manager('/me/manager?$select=id,displayName')).status).toBe(200);
  });

  test('colleagues come first by relevance, and an address book has the same people under other ids', async () => {
    const people = valuesOf((await call(`/me/people?$search=${encodeURIComponent('"gra"')}`)).body);
    expect(people[0]).toMatchObject({ displayName: 'Grace Hopper', personType: { class: 'Person' } });
    const contacts = valuesOf((await call("/me/contacts?$filter=startswith(displayName,'Grace')")).body);
    expect(contacts[0]?.['id']).not.toBe(people[0]?.['id']);
    expect(contacts[0]).toMatchObject({ emailAddresses: [{ address: 'grace@contoso.example' }] });
  });

  test('groups are nested and large, and a ring of groups has an end', async () => {
    const [all] = valuesOf(
      (await call(`/groups?$search=${encodeURIComponent('"displayName:all of contoso"')}`, eventual)).body,
    );
    const members = await call(`/groups/${String(all?.['id'])}/members?$top=1&$count=true`, eventual);
    expect(members.body['@odata.count']).toBe(300_003);
    const ninth = valuesOf((await call('/groups?$top=20&$select=id,displayName')).body)[9];
    const direct = valuesOf((await call(`/groups/${String(ninth?.['id'])}/members?$top=3`)).body);
    expect(direct.map((member) => member['@odata.type'])).toContain('#microsoft.graph.group');
    const deep = await call(`/groups/${String(ninth?.['id'])}/transitiveMembers?$count=true&$top=999`, eventual);
    expect(Number(deep.body['@odata.count'])).toBeGreaterThan(direct.length);
    expect(valuesOf((await call(`/groups/${String(ninth?.['id'])}/owners`)).body)).toHaveLength(2);
    expect((await graphCaller(emulators, 'ada', 'User.ReadBasic.All')('/groups')).status).toBe(403);
  });

  test('a batch has at most 20 steps, which fail alone and are answered in another order', async () => {
    const step = (id: string, url: string, rest: Resource = {}) => ({ id, method: 'GET', url, ...rest });
    const reply = await call('/$batch', {
      body: {
        requests: [
          step('1', '/me/people?$top=1'),
          step('2', `/users?$search=${encodeURIComponent('"displayName:ada"')}&$top=1`),
          step('3', '/users/nobody', { dependsOn: ['1'] }),
          step('4', '/me/contacts?$top=1', { dependsOn: ['3'] }),
        ],
      },
    });
    const responses = reply.body['responses'] as readonly Resource[];
    expect(responses.map(({ id, status }) => [id, status])).toEqual([
      ['4', 424],
      ['3', 404],
      ['2', 400],
      ['1', 200],
    ]);
    const tooMany = Array.from({ length: 21 }, (_, index) => step(String(index), '/me/people'));
    expect((await call('/$batch', { body: { requests: tooMany } })).status).toBe(400);
    emulators.graph.failNextInBatch(
      { status: 429, code: 'TooManyRequests', headers: { 'retry-after': '7' } },
      '/me/people',
    );
    const throttled = await call('/$batch', {
      body: { requests: [step('1', '/me/people'), step('2', '/me/contacts')] },
    });
    expect((throttled.body['responses'] as readonly Resource[]).map(({ status }) => status)).toEqual([200, 429]);
  });
});
