import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachOnce, People, peopleSources } from './people.ts';
import { type GraphTenant, startGraphTenant } from '../../../../dev/emulators/testing/graph-tenant.ts';

let tenant: GraphTenant;
let people: People;
const { signal } = new AbortController();

beforeEach(async () => {
  tenant = await startGraphTenant();
  people = new People(tenant.connection);
});
afterEach(() => tenant.emulators.close());

const search = (text: string, sources = peopleSources.slice(0, 2)) => people.search({ text, sources }, signal);
const namesOf = (entries: readonly { readonly name: string }[]) => entries.map(({ name }) => name);

describe('searching people', () => {
  it('asks all sources in one request, and the nearest come first, each once', async () => {
    const { entries, failures } = await search('grace', [...peopleSources]);
    expect(tenant.paths()).toEqual(['/$batch']);
    expect(entries[0]).toMatchObject({ name: 'Grace Hopper', kind: 'person', mail: 'grace@contoso.example' });
    expect(namesOf(entries).filter((name) => name === 'Grace Hopper')).toHaveLength(1);
    expect(failures.size).toBe(0);
  });

  it('asks for no scope of a source that is not searched', async () => {
    await search('ada', ['directory']);
    expect(tenant.tokens[0]?.graphScopes).toEqual(['People.Read', 'User.ReadBasic.All']);
    await search('ada', ['contacts']);
    expect(tenant.tokens[1]?.graphScopes).toEqual(['Contacts.Read']);
  });

  it('does not ask again for what it has just been told, whatever case and spaces', async () => {
    await search('Grace');
    await search('  grace ');
    expect(tenant.paths()).toHaveLength(1);
    await tenant.clock.sleep(6 * 60_000, signal);
    await search('grace');
    expect(tenant.paths()).toHaveLength(2);
  });

  it.each([
    'Шевченко',
    'محمد',
    '佐藤',
    'jose',
    'Müller',
    'สมชาย',
    'नहीं अनिता',
    'O"Brien',
    "d'Arc",
    'a\\b',
    '(x)',
    'C++ &$search=*',
    'x OR y',
  ])('a search for %s is a search, not an error', async (text) => {
    const { failures } = await search(text, [...peopleSources]);
    expect([...failures]).toEqual([]);
  });

  it.each(['', '  ', '"', '***', '\u202e', '👩🏽‍🚀'])('nothing is asked of the directory for %j', async (text) => {
    await search(text, ['directory', 'contacts', 'groups']);
    expect(tenant.paths()).toEqual([]);
  });

  it('without a text it tells whom the person works with', async () => {
    expect((await search('')).entries).toHaveLength(10);
  });

  it('one source that fails does not hide the others, and is asked again the next time', async () => {
    tenant.emulators.graph.failNextInBatch(
      { status: 429, code: 'TooManyRequests', headers: { 'retry-after': '5' } },
      '/users',
    );
    const first = await search('grace');
    expect([namesOf(first.entries), [...first.failures.keys()]]).toEqual([['Grace Hopper'], ['directory']]);
    expect((await search('grace')).failures.size).toBe(0);
  });

  it('where every source fails, that is told', async () => {
    tenant.emulators.graph.failNextInBatch({ status: 403, code: 'Authorization_RequestDenied' }, '/users');
    await expect(search('grace', ['directory'])).rejects.toMatchObject({ code: 'graph-forbidden' });
  });

  it('a large directory is read on page by page', async () => {
    const { entries, next } = await search('garcia', ['directory']);
    expect(entries).toHaveLength(25);
    const more = await people.more(next ?? '', signal);
    expect(more.entries).toHaveLength(25);
    expect(new Set([...entries, ...more.entries].map(({ id }) => id)).size).toBe(50);
  });

  it('a name that turns text around or hides letters is shown without', async () => {
    const found = await Promise.all(
      ['eve', 'left', 'lovelace', 'astronaut'].map((text) => search(text, ['directory'])),
    );
    const names = namesOf(found.flatMap(({ entries }) => entries));
    for (const name of names) expect(name).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069]/);
    expect(names).toEqual(expect.arrayContaining(['Eve gnp.exe', '👩🏽\u200d🚀 Astronaut 🇺🇦', 'Left to right']));
  });

  it('photos come twenty in a request, are kept, and none is no error', async () => {
    const { entries } = await people.more('/users?$top=30', signal);
    const ids = entries.map(({ id }) => id);
    const photos = await people.photos(ids, signal);
    expect(tenant.paths().filter((path) => path === '/$batch')).toHaveLength(2);
    expect([...photos.values()].some((url) => url?.startsWith('data:image/png;base64,'))).toBe(true);
    expect([...photos.values()].some((url) => url === undefined)).toBe(true);
    await people.photos(ids, signal);
    expect(tenant.paths().filter((path) => path === '/$batch')).toHaveLength(2);
  });

  it('a group that holds everybody is not read to its end', async () => {
    const { entries } = await search('all of contoso', ['groups']);
    const members = await people.members(entries[0]?.id ?? '', { limit: 1500 }, signal);
    expect([members.entries.length, members.isComplete]).toEqual([1500, false]);
    expect((await people.owners(entries[0]?.id ?? '', signal)).entries).toHaveLength(2);
  });

  it('the same address under two ids is one person', () => {
    const entry = {
      kind: 'person',
      id: '1',
      name: 'Ada',
      mail: 'ADA@contoso.example',
      jobTitle: undefined,
      department: undefined,
      office: undefined,
    } as const;
    expect(eachOnce([entry, { ...entry, kind: 'contact', id: '2', mail: 'ada@contoso.example' }])).toEqual([entry]);
  });

  it('what is typed on calls the search off', async () => {
    const abort = new AbortController();
    const held = tenant.emulators.graph.hold();
    const asked = people
      .search({ text: 'grace', sources: ['directory'] }, abort.signal)
      .catch((thrown: unknown) => thrown);
    await held.arrived;
    abort.abort(new Error('typed on'));
    expect(await asked).toMatchObject({ message: 'typed on' });
    held.release();
  });
});
