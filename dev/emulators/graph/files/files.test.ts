import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from '../../index.ts';
import type { Emulators } from '../../index.ts';
import { graphCaller } from '../../testing/graph-caller.ts';
import { hostileFileNames } from './estate.ts';

type Resource = Readonly<Record<string, unknown>>;

describe('files in the Graph emulator', () => {
  let emulators: Emulators;
  let now: number;

  beforeEach(async () => {
    now = Date.now();
    emulators = await startEmulators({ clock: () => now });
  });
  afterEach(() => emulators.close());

  const caller = (person: 'ada' | 'grace' | 'alan', permissions = 'Files.Read.All Sites.Read.All Files.ReadWrite') =>
    graphCaller(emulators, person, permissions);
  const valuesOf = (body: Resource) => body['value'] as readonly Resource[];
  const driveOf = (person: 'ada' | 'grace' | 'alan') => emulators.graph.files.driveOf(person);
  const pathTo = (path: string, person: 'ada' | 'grace' | 'alan' = 'ada') => {
    const drive = driveOf(person);
    return `/drives/${drive.id}/items/${emulators.graph.files.find(drive, path).id}`;
  };

  test('a folder comes in pages, and with the names that a client has to survive', async () => {
    const call = caller('ada');
    const names: unknown[] = [];
    let next: string | undefined = `${pathTo('/Documents')}/children?$top=5&$select=id,name,file,size`;
    while (next !== undefined) {
      const { body } = await call(next);
      names.push(...valuesOf(body).map(({ name }) => name));
      next = body['@odata.nextLink'] as string | undefined;
    }
    expect(names).toEqual(expect.arrayContaining([...hostileFileNames, 'Film.mp4']));
    expect((await call(`${pathTo('/Documents')}/children?$top=2000`)).status).toBe(400);
  });

  test('content is behind a redirect to an address of another origin, which takes no token and opens for a while', async () => {
    const reply = await caller('ada')(`${pathTo('/Notes.md')}/content`);
    const location = reply.headers.get('location') ?? '';
    expect([reply.status, new URL(location).origin === emulators.graph.origin]).toEqual([302, false]);
    expect(await (await fetch(location)).text()).toContain('Notes of Ada');
    expect((await fetch(location, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
    const range = await fetch(location, { headers: { range: 'bytes=2-6' } });
    expect([range.status, await range.text()]).toEqual([206, 'Notes']);
    now += 2 * 3600 * 1000;
    expect((await fetch(location)).status).toBe(401);
  });

  test('whoever may not read a file is refused, and learns nothing more of it', async () => {
    const path = pathTo('/Notes.md');
    expect((await caller('grace')(path)).status).toBe(403);
    expect((await caller('ada', 'Files.Read')(path)).status).toBe(200);
    const library = emulators.graph.files.library('handbook');
    const page = `/drives/${library.id}/items/${emulators.graph.files.find(library, '/Welcome.md').id}`;
    expect([(await caller('ada', 'Files.Read')(page)).status, (await caller('ada')(page)).status]).toEqual([403, 200]);
    expect((await caller('alan')(`/sites/${emulators.graph.files.sites[0]?.id ?? ''}/drives`)).status).toBe(403);
    emulators.graph.files.unlicensed.add('alan');
    expect((await caller('alan')('/me/drive')).status).toBe(404);
  });

  test('locked, moved, renamed and deleted files are told apart, and versions tell what changed', async () => {
    const { files } = emulators.graph;
    const item = files.find(driveOf('ada'), '/Documents/Plan.md');
    const path = pathTo('/Documents/Plan.md');
    const call = caller('ada');
    const before = (await call(path)).body;
    files.rename(item, 'Plan B.md');
    files.move(item, driveOf('ada').root);
    const renamed = (await call(path)).body;
    expect([renamed['name'], renamed['eTag'] === before['eTag'], renamed['cTag'] === before['cTag']]).toEqual([
      'Plan B.md',
      false,
      true,
    ]);
    expect((await call(path, { headers: { 'if-none-match': String(renamed['eTag']) } })).status).toBe(304);
    item.lock = 'checked-out';
    expect((await call(`${path}/content`)).status).toBe(423);
    files.remove(item);
    expect((await call(path)).status).toBe(404);
  });

  test('an upload goes on where it was cut, refuses odd pieces, and expires', async () => {
    const call = caller('ada', 'Files.ReadWrite');
    const open = async (behaviour: string) => {
      const body = { item: { '@microsoft.graph.conflictBehavior': behaviour } };
      return call(`${pathTo('/Documents')}:/Plan.md:/createUploadSession`, { body });
    };
    expect((await open('fail')).status).toBe(409);
    const url = String((await open('replace')).body['uploadUrl']);
    const bytes = Buffer.alloc(400 * 1024, 'x');
    const put = async (from: number, to: number) => {
      const headers = { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` };
      return (await fetch(url, { method: 'PUT', headers, body: bytes.subarray(from, to) })).status;
    };
    expect(await put(0, 1000)).toBe(400);
    expect(await put(0, 327_680)).toBe(202);
    expect(await put(0, 327_680)).toBe(416);
    expect(await (await fetch(url)).json()).toMatchObject({ nextExpectedRanges: ['327680-'] });
    expect(await put(327_680, bytes.length)).toBe(200);
    const late = String((await open('rename')).body['uploadUrl']);
    now += 25 * 3600 * 1000;
    expect((await fetch(late)).status).toBe(404);
    expect(
      (await call(`${pathTo('/Documents')}:/${encodeURIComponent('a:b')}:/createUploadSession`, { body: {} })).status,
    ).toBe(400);
  });

  test('an invitation opens a file to whom it names, until it is withdrawn, and policy can forbid it', async () => {
    const path = pathTo('/Notes.md');
    const call = caller('ada', 'Files.ReadWrite');
    const body = {
      recipients: [{ objectId: '2b906d21-1952-4c1f-9b63-19c06b0f0c31' }, { email: 'nobody@contoso.example' }],
      roles: ['read'],
      requireSignIn: true,
      sendInvitation: true,
    };
    const invited = await call(`${path}/invite`, { body });
    expect([invited.status, emulators.graph.files.mails]).toMatchObject([207, [{ to: 'Grace Hopper' }]]);
    expect([(await caller('grace')(path)).status, (await caller('alan')(path)).status]).toEqual([200, 403]);
    const [permission] = valuesOf((await call(`${path}/permissions`)).body);
    expect((await call(`${path}/permissions/${String(permission?.['id'])}`, { method: 'DELETE' })).status).toBe(204);
    expect((await caller('grace')(path)).status).toBe(403);
    expect((await caller('grace', 'Files.Read.All Files.ReadWrite.All')(`${path}/invite`, { body })).status).toBe(403);
    expect((await call(`${path}/createLink`, { body: { type: 'view', scope: 'anonymous' } })).status).toBe(403);
    emulators.graph.files.sharing.organisationLinks = false;
    expect((await call(`${path}/createLink`, { body: { type: 'view', scope: 'organization' } })).status).toBe(403);
  });

  test('a group that somebody is in opens what is shared with it', async () => {
    const group = '6e0f9a10-0000-4000-8000-000000000009';
    await caller('ada', 'Files.ReadWrite')(`${pathTo('/Notes.md')}/invite`, {
      body: { recipients: [{ objectId: group }], roles: ['read'], requireSignIn: true },
    });
    expect((await caller('alan')(pathTo('/Notes.md'))).status).toBe(403);
    emulators.entra.setGroups('alan', [group]);
    expect((await caller('alan')(pathTo('/Notes.md'))).status).toBe(200);
  });

  test('sites, libraries, what was opened last and a search show what this person may read', async () => {
    const alan = caller('alan');
    const ada = caller('ada');
    const names = async (call: typeof ada, path: string) =>
      valuesOf((await call(path)).body).map(({ displayName, name }) => displayName ?? name);
    expect(await names(ada, '/sites?search=research')).toEqual(['Research']);
    expect(await names(alan, '/sites?search=research')).toEqual([]);
    expect(await names(ada, '/me/followedSites')).toEqual(['Research', 'Handbook']);
    expect(await names(ada, `/sites/${emulators.graph.files.sites[0]?.id ?? ''}/drives`)).toEqual([
      'Documents',
      'Lab notes',
    ]);
    const used = await ada('/me/insights/used?$orderby=LastUsed/LastAccessedDateTime desc');
    expect(JSON.stringify(used.body)).toContain('Notes.md');
    const search = (call: typeof ada, queryString: string) =>
      call('/search/query', { body: { requests: [{ entityTypes: ['driveItem'], query: { queryString }, size: 10 }] } });
    expect(JSON.stringify((await search(ada, 'computes')).body)).toContain('Findings.md');
    expect(JSON.stringify((await search(alan, 'computes')).body)).not.toContain('Findings.md');
    const labels = await ada(`${pathTo('/Documents/Secret.md')}/extractSensitivityLabels`, { method: 'POST' });
    expect(labels.body['labels']).toHaveLength(1);
  });
});
