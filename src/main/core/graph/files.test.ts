import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CloudFileRef } from './cloud-file.ts';
import { download } from './download.ts';
import { CloudFiles } from './files.ts';
import { storageUrl } from './storage-host.ts';
import { type GraphTenant, startGraphTenant } from '../../../../dev/emulators/testing/graph-tenant.ts';
import { upload } from './upload.ts';

let tenant: GraphTenant;
let files: CloudFiles;
const { signal } = new AbortController();
const megabyte = 1024 * 1024;
const byName = { by: 'name', isDescending: false } as const;

beforeEach(async () => {
  tenant = await startGraphTenant();
  files = new CloudFiles(tenant.connection);
});
afterEach(() => tenant.emulators.close());

const estate = () => tenant.emulators.graph.files;
const itemAt = (path: string, person: 'ada' | 'grace' = 'ada') => estate().find(estate().driveOf(person), path);
const refTo = (path: string, person: 'ada' | 'grace' = 'ada'): CloudFileRef => ({
  driveId: estate().driveOf(person).id,
  itemId: itemAt(path, person).id,
});
const options = () => ({
  connection: tenant.connection,
  cloud: tenant.cloud,
  clock: tenant.clock,
  fetch: (...request: Parameters<typeof fetch>) => fetch(...request),
});
const read = (path: string, limitBytes = megabyte) => download(options(), { ref: refTo(path), limitBytes }, signal);
const write = (name: string, bytes: Buffer, ifTaken: 'fail' | 'replace' | 'rename' = 'fail') =>
  upload(options(), { folder: refTo('/Documents'), name, bytes, ifTaken, feature: 'sharing' }, signal);

describe('files of the organisation', () => {
  it('a folder is listed page by page, in order, with one request each', async () => {
    const drive = await files.myDrive(signal);
    const first = await files.children({ driveId: drive.id, itemId: 'root' }, byName, signal);
    expect(first.items.map(({ name }) => name)).toEqual(['Archive', 'Documents', 'Notes.md']);
    const archive = await files.children(refTo('/Archive'), { by: 'name', isDescending: true }, signal);
    expect([archive.items.length, archive.items[0]?.name]).toEqual([100, 'Report 1200.txt']);
    expect((await files.moreChildren(archive.next ?? '', signal)).items[0]?.name).toBe('Report 1100.txt');
    expect(tenant.paths()).toHaveLength(4);
  });

  it('a hostile name is shown as what it is', async () => {
    const { items } = await files.children(refTo('/Documents'), byName, signal);
    const names = items.map(({ name }) => name);
    expect(names).toContain('CON');
    for (const name of names) expect(name).not.toMatch(/[\u202a-\u202e\u2066-\u2069\p{Cc}]/u);
  });

  it('an account without OneDrive is told so, and sites still open', async () => {
    estate().unlicensed.add('ada');
    await expect(files.myDrive(signal)).rejects.toMatchObject({ code: 'drive-missing' });
    const [site] = await files.followedSites(signal);
    expect((await files.libraries({ id: site?.id ?? '' }, signal)).map(({ name }) => name)).toEqual([
      'Documents',
      'Lab notes',
    ]);
  });

  it('finds files and sites everywhere, what was opened last, and what others share', async () => {
    expect((await files.search('computes', { from: 0 }, signal)).items.map(({ name }) => name)).toContain(
      'Findings.md',
    );
    expect((await files.search('" *', { from: 0 }, signal)).items).toEqual([]);
    expect((await files.searchSites('handbook', signal)).items).toMatchObject([{ name: 'Handbook' }]);
    const used = await files.used(signal);
    expect(new Set(used.map(({ kind }) => kind))).toEqual(new Set(['file', 'site']));
    itemAt('/Notes.md', 'grace').grants.push({
      id: '1',
      roles: ['read'],
      to: { kind: 'user', id: '1a815c10-1843-4d0b-8a52-0ada107e1ace', displayName: 'Ada' },
      link: undefined,
    });
    const shared = await files.sharedWith('ada@contoso.example', { from: 0 }, signal);
    expect(shared.items.map(({ name }) => name)).toEqual(['Notes.md']);
    expect((await files.item(refTo('/Notes.md', 'grace'), signal)).name).toBe('Notes.md');
  });

  it('a site that one may not read is refused', async () => {
    const board = estate().sites.find(({ name }) => name === 'board');
    await expect(files.libraries({ id: board?.id ?? '' }, signal)).rejects.toMatchObject({ code: 'graph-forbidden' });
  });

  it('labels are read, and a file that hides them is not taken for one without', async () => {
    expect(await files.labels(refTo('/Documents/Secret.md'), signal)).toEqual(['1a6e1000-0000-4000-8000-000000000002']);
    itemAt('/Notes.md').lock = 'encrypted';
    await expect(files.labels(refTo('/Notes.md'), signal)).rejects.toMatchObject({ code: 'cloud-file-locked' });
  });
});

describe('downloading', () => {
  it('brings the bytes, and no token goes to where they are', async () => {
    expect((await read('/Notes.md')).bytes.toString()).toContain('Notes of Ada');
    const fetched = tenant.emulators.graph.requests.find(({ path }) => path.startsWith('/download/'));
    expect(fetched?.headers['authorization']).toBeUndefined();
  });

  it('ten gigabytes are refused before they are read', async () => {
    await expect(read('/Documents/Film.mp4')).rejects.toMatchObject({
      code: 'attachment-too-large',
      fields: { megabytes: 1 },
    });
    expect(tenant.paths().some((path) => path.startsWith('/download/'))).toBe(false);
  });

  it('a file that grows while it is read does not fill the memory', async () => {
    estate().write(estate().driveOf('ada'), '/Growing.txt', Buffer.alloc(600_000, 'x'));
    estate().troubleDownload(itemAt('/Growing.txt'), 'grow');
    await expect(read('/Growing.txt')).rejects.toMatchObject({ code: 'attachment-too-large' });
    estate().troubleDownload(itemAt('/Growing.txt'), 'grow');
    await expect(read('/Growing.txt', 10 * megabyte)).rejects.toMatchObject({ code: 'cloud-file-changed' });
  });

  it.each([
    ['changed', 'change', 'cloud-file-changed'],
    ['deleted', 'delete', 'graph-not-found'],
    ['cut off', 'cut', 'network-unreachable'],
  ] as const)('a file that is %s while it is read is not taken', async (_name, trouble, code) => {
    estate().troubleDownload(itemAt('/Notes.md'), trouble);
    await expect(read('/Notes.md')).rejects.toMatchObject({ code });
  });

  it('a locked file and one that is gone are told apart', async () => {
    const ref = refTo('/Notes.md');
    itemAt('/Notes.md').lock = 'checked-out';
    await expect(read('/Notes.md')).rejects.toMatchObject({ code: 'cloud-file-locked' });
    estate().remove(itemAt('/Notes.md'));
    await expect(download(options(), { ref, limitBytes: 1 }, signal)).rejects.toMatchObject({
      code: 'graph-not-found',
    });
  });

  it('whoever has lost the right to a file gets none of it', async () => {
    await expect(
      download(options(), { ref: refTo('/Notes.md', 'grace'), limitBytes: megabyte }, signal),
    ).rejects.toMatchObject({ code: 'graph-forbidden' });
  });

  it('silence in the middle has an end, and so has a person’s patience', async () => {
    const impatient = { ...options(), clock: { now: () => 0, sleep: () => Promise.resolve() } };
    const held = tenant.emulators.graph.hold();
    const abort = new AbortController();
    const called = download(impatient, { ref: refTo('/Notes.md'), limitBytes: megabyte }, abort.signal).catch(
      (thrown: unknown) => thrown,
    );
    await held.arrived;
    abort.abort(new Error('cancelled'));
    expect(await called).toMatchObject({ message: 'cancelled' });
    held.release();
    estate().troubleDownload(itemAt('/Notes.md'), 'hang');
    await expect(download(impatient, { ref: refTo('/Notes.md'), limitBytes: megabyte }, signal)).rejects.toMatchObject({
      code: 'network-unreachable',
    });
  });

  it.each([
    ['https://contoso.sharepoint.com/x', true],
    ['https://sharepoint.com.evil.example/x', false],
    ['https://evilsharepoint.com/x', false],
    ['http://contoso.sharepoint.com/x', false],
    ['https://localhost/x', false],
    ['file:///etc/passwd', false],
    [undefined, false],
  ])('bytes are not fetched from %s unless it is the cloud’s storage', (address, isAllowed) => {
    const cloud = { graphOrigin: 'https://graph.microsoft.com', sharePointSuffix: 'sharepoint.com' };
    if (isAllowed) expect(storageUrl(address, cloud)).toBe(address);
    else expect(() => storageUrl(address, cloud)).toThrow('graph-bad-reply');
  });
});

describe('uploading', () => {
  it('writes a large file in pieces, and goes on where the connection broke', async () => {
    const bytes = Buffer.alloc(9 * megabyte, 'parley ');
    const put = () => tenant.emulators.graph.requests.filter(({ method }) => method === 'PUT').length;
    const held = tenant.emulators.graph.hold();
    const written = write('Answer.md', bytes);
    await held.arrived;
    tenant.emulators.graph.failNext({ kind: 'drop' }, 1);
    held.release();
    expect(await written).toMatchObject({ name: 'Answer.md', size: bytes.length });
    expect(itemAt('/Documents/Answer.md').content).toEqual(bytes);
    expect(put()).toBe(4);
    expect(tenant.tokens[0]?.graphScopes).toEqual(['Files.ReadWrite']);
    for (const { headers } of tenant.emulators.graph.requests.filter(({ path }) => path.startsWith('/upload/')))
      expect(headers['authorization']).toBeUndefined();
  });

  it('does not write over a file of the same name unless told to', async () => {
    await expect(write('Plan.md', Buffer.from('new'))).rejects.toMatchObject({ code: 'cloud-file-name-taken' });
    expect((await write('Plan.md', Buffer.from('new'), 'rename')).name).toBe('Plan 1.md');
    expect((await write('Plan.md', Buffer.from('newer'), 'replace')).name).toBe('Plan.md');
  });

  it.each(['a:b.md', '../up.md', 'CON', 'x'.repeat(300)])(
    'the name %s is refused by the service, not mended in silence',
    async (name) => {
      await expect(write(name, Buffer.from('x'))).rejects.toMatchObject({ code: 'graph-rejected' });
    },
  );
});
