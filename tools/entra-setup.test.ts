import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PolicySchema } from '../src/main/core/policy/schema.ts';
import type { FakeTenant } from './entra-setup.fake-az.ts';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, 'entra-setup.sh');
const fakeAz = path.join(import.meta.dirname, 'entra-setup.fake-az.ts');

const tenant = '8d0a4b6e-1111-4222-8333-444455556666';
const group = '11111111-0000-4000-8000-000000000000';
const resource =
  '/subscriptions/22222222-0000-4000-8000-000000000000/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/contoso';

// Each run starts az some thirty times.
describe('entra-setup.sh', { timeout: 120_000 }, () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-az-'));
    await mkdir(path.join(folder, 'bin'));
    const az = path.join(folder, 'bin', 'az');
    // Compiled anew each time, it would take three times as long to answer.
    const cache = process.env['NODE_COMPILE_CACHE'] ?? '';
    const launch = `NODE_COMPILE_CACHE="${cache}" exec "${process.execPath}" "${fakeAz}" "${folder}"`;
    await writeFile(az, `#!/bin/sh\n${launch} "$@"\n`);
    await chmod(az, 0o755);
  });

  afterEach(async () => rm(folder, { recursive: true }));

  /** Runs the script as an administrator would; answers what it prints and what it called az with. */
  async function setUp(...options: readonly string[]) {
    await rm(path.join(folder, 'calls.jsonl'), { force: true });
    const env = { PATH: `${path.join(folder, 'bin')}${path.delimiter}/usr/bin${path.delimiter}/bin` };
    const { stdout, stderr } = await run('sh', [script, ...options], { env });
    const calls = await readFile(path.join(folder, 'calls.jsonl'), 'utf8').catch(() => '');
    const words = calls.split('\n').flatMap((line): string[][] => (line === '' ? [] : [JSON.parse(line) as string[]]));
    return { stdout, stderr, calls: words.map((each) => each.join(' ')) };
  }

  async function state(): Promise<FakeTenant> {
    return JSON.parse(await readFile(path.join(folder, 'state.json'), 'utf8')) as FakeTenant;
  }

  async function start(tenantState: Partial<FakeTenant>): Promise<void> {
    await writeFile(path.join(folder, 'state.json'), JSON.stringify(tenantState));
  }

  const changes = (calls: readonly string[]) =>
    calls.filter((call) => / (create|add|grant|admin-consent|post|update) ?/.test(` ${call} `));

  it('leaves nothing of the registration to be done by hand', async () => {
    const { stdout, calls } = await setUp(
      '--resource-id',
      resource,
      '--users-group',
      group,
      '--graph-scopes',
      'People.Read',
      '--admin-consent',
    );
    expect(await state()).toMatchObject({
      apps: [
        {
          displayName: 'Parley',
          audience: 'AzureADMyOrg',
          redirectUris: [
            'http://localhost',
            expect.stringMatching(/^ms-appx-web:\/\/Microsoft\.AAD\.BrokerPlugin\/[0-9a-f-]{36}$/),
            'msauth.org.parley.desktop://auth',
            'https://login.microsoftonline.com/common/oauth2/nativeclient',
          ],
          appRoles: [{ value: 'Parley.User' }, { value: 'Parley.Administrator' }],
        },
      ],
      permissions: ['id-of-user_impersonation', 'id-of-User.Read', 'id-of-People.Read'],
      assignments: [{ principalId: group }],
      azureRoles: [`${group} ${resource}`],
      assignmentRequired: 'true',
    });
    expect(calls).toContainEqual(expect.stringContaining('permission admin-consent'));
    const policy = PolicySchema.parse(JSON.parse(stdout));
    expect(policy).toMatchObject({ TenantId: tenant, RequiredRoles: ['Parley.User', 'Parley.Administrator'] });
    expect(policy.Deployments).toMatchObject([
      { Id: 'corp-chat', Endpoint: 'https://contoso.openai.azure.com/openai/v1' },
      { Id: 'corp-mini' },
    ]);
  });

  it('a second run does not create, add or assign anything again', async () => {
    const options = ['--resource-id', resource, '--users-group', group];
    await setUp(...options);
    const before = await state();
    const { calls } = await setUp(...options);
    expect(changes(calls).filter((call) => !call.includes(' update '))).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('an existing registration does not lose its own redirects, roles, accounts or device code', async () => {
    const old = { id: 'old-role', value: 'Other', displayName: 'Ours: "x"' };
    const kept = { id: 'kept-role', value: 'Parley.User' };
    const appId = '33333333-0000-4000-8000-000000000000';
    await start({
      apps: [
        {
          appId,
          displayName: 'Chat',
          audience: 'AzureADMultipleOrgs',
          redirectUris: ['http://localhost', 'myapp://auth'],
          appRoles: [old, kept],
          publicFlows: 'true',
        },
      ],
    });
    await setUp('--name', 'Chat', '--users-group', group);
    const { apps, assignments } = await state();
    expect(apps).toHaveLength(1);
    expect(apps[0]).toMatchObject({ audience: 'AzureADMultipleOrgs', publicFlows: 'true' });
    expect(apps[0]?.redirectUris).toContain('myapp://auth');
    expect(apps[0]?.appRoles).toMatchObject([old, kept, { value: 'Parley.Administrator' }]);
    expect(assignments).toMatchObject([{ appRoleId: 'kept-role' }]);
  });

  it('two registrations of one name are not guessed between', async () => {
    const app = { displayName: 'Parley', audience: 'AzureADMyOrg', redirectUris: [], appRoles: [] };
    await start({
      apps: [
        { ...app, appId: 'a' },
        { ...app, appId: 'b' },
      ],
    });
    await expect(setUp()).rejects.toMatchObject({ stderr: expect.stringContaining('--app-id') as string });
  });

  it('a failing command does not pass for “nothing there”', async () => {
    await start({ fail: 'ad sp list' });
    await expect(setUp()).rejects.toMatchObject({ code: 1, stdout: '' });
  });

  it('a national cloud does not get commands or names of the global one', async () => {
    await start({ cloud: 'AzureUSGovernment' });
    const { stdout, calls } = await setUp('--admin-consent', '--dod');
    expect(JSON.parse(stdout)).toMatchObject({ Cloud: 'us-dod' });
    expect(calls.join('\n')).not.toContain('admin-consent');
    expect(calls).toContainEqual(expect.stringMatching(/permission grant .*--scope user_impersonation/));
  });

  it('a dry run calls nothing and prints commands that a shell reads as they are meant', async () => {
    const { stdout, calls } = await setUp('--dry-run', '--users-group', group, '--resource-id', resource);
    expect(calls).toEqual([]);
    const commands = stdout.split('\n').filter((line) => line.startsWith('az '));
    expect(commands).toContainEqual(expect.stringContaining('--public-client-redirect-uris'));
    // Every printed command is what the script would run: a shell gives az the same words.
    const printed = `${commands.join('\n')}\n`;
    const env = { PATH: `${path.join(folder, 'bin')}${path.delimiter}/usr/bin${path.delimiter}/bin` };
    await run('sh', ['-c', printed], { env }).catch(() => undefined);
    const words = (await readFile(path.join(folder, 'calls.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
    expect(words).toHaveLength(commands.length);
    const filter = words.map((line) => JSON.parse(line) as string[]).find((each) => each.includes('--filter'));
    expect(filter).toContain("displayName eq 'Parley'");
  });

  it.each([
    ['--name', "x' or 1 eq 1 or 'x"],
    ['--users-group', 'a","b":"c'],
    ['--resource-id', 'contoso'],
    ['--resource-id', ''],
    ['--nonsense', 'x'],
  ])('%s %s is refused before anything is changed', async (option, value) => {
    await expect(setUp(option, value)).rejects.toMatchObject({ code: 1 });
    await expect(readFile(path.join(folder, 'calls.jsonl'))).rejects.toThrow('ENOENT');
  });

  it('the guide does not show a policy that Parley refuses, or other redirects than the script registers', async () => {
    const guide = await readFile(path.join(import.meta.dirname, '../docs/admin/entra-setup.md'), 'utf8');
    const [, json = ''] = /```json\n(.*?)```/s.exec(guide) ?? [];
    expect(PolicySchema.safeParse(JSON.parse(json)).error).toBeUndefined();
    await setUp();
    const { apps } = await state();
    for (const uri of apps[0]?.redirectUris ?? []) {
      expect(guide).toContain(`\`${uri.replace(apps[0]?.appId ?? '', '<client id>')}\``);
    }
  });
});
