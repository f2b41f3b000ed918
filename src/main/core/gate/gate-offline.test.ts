import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { Fetch } from '../ports.ts';
import { FakeClock, FakeVault, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import type { GateRule } from './decide.ts';
import { Gate, type GateTokens } from './gate.ts';
import { RoleMappingPolicy, toRoleMapping } from './role-mapping.ts';
import { DirectoryServer } from './testing/directory-server.ts';

const never = new AbortController().signal;
const hour = 3_600_000;
const asUser = { requiredRoles: ['Parley.User'] };

let clock: FakeClock;
let directory: DirectoryServer;
let profileFolder: string;
let log: MemoryLog;
let isOnline: boolean;
/** What the directory says of the person now. */
let roles: readonly string[];
/** What MSAL has in its cache. */
let idToken: string;

beforeEach(async () => {
  clock = new FakeClock();
  directory = await DirectoryServer.start(clock);
  profileFolder = await temporaryFolder();
  log = new MemoryLog();
  isOnline = true;
  roles = ['Parley.User', 'Parley.Administrator'];
});

afterEach(() => directory.close());

const wire: Fetch = (input, init) =>
  isOnline ? fetch(input, init) : Promise.reject(Object.assign(new Error('offline'), { code: 'ENOTFOUND' }));

async function renew(): Promise<void> {
  if (!isOnline) throw new AppError('network-unreachable', { fields: { host: 'login', reason: 'ENOTFOUND' } });
  idToken = await directory.sign({ roles });
}

interface Given extends Partial<GateRule> {
  readonly accountId?: string;
  readonly tokens?: Partial<GateTokens>;
}

/** A start of the application. */
function start({ accountId = 'ada', tokens, ...rule }: Given = {}): Gate {
  const { origin, tenantId, clientId, scope } = directory;
  const app = { version: '0', platform: 'linux', system: 'linux 6', profileFolder } as const;
  const unused = () => Promise.reject(new Error('not needed'));
  return new Gate({
    ports: { fetch: wire, clock, secretBox: new FakeVault(), log, app },
    directory: {
      loginOrigin: origin,
      graphOrigin: origin,
      tenant: tenantId,
      clientId,
      azureOpenAIScope: scope,
      allowedTenants: [],
    },
    accountId,
    rule: {
      requiredRoles: [],
      requiredGroups: [],
      claim: 'roles',
      token: 'id',
      roleMapping: undefined,
      deploymentRoles: new Map(),
      otherRoles: [],
      graceMilliseconds: 24 * hour,
      ...rule,
    },
    tokens: { id: async () => idToken, access: unused, graph: unused, renew, ...tokens },
  });
}

async function check(given: Given) {
  return start(given).check(never);
}

describe('Gate without a network', () => {
  it('goes on for the grace period with the roles it remembers, over restarts', async () => {
    const roleMapping = toRoleMapping(
      RoleMappingPolicy.parse({ 'Parley.User': { Deployments: ['gpt'], Abilities: [] } }),
    );
    const rule = { ...asUser, roleMapping };
    await renew();
    const allowedUntil = clock.now() + 24 * hour;
    await check(rule);
    isOnline = false;
    clock.advance(23 * hour);
    expect(await check(rule)).toMatchObject({
      kind: 'could-not-check',
      error: { code: 'network-unreachable' },
      remembered: { allowedUntil, access: { roles: ['Parley.User', 'Parley.Administrator'], deployments: ['gpt'] } },
    });
    clock.advance(hour);
    expect(await check(rule)).toMatchObject({ kind: 'could-not-check', remembered: null });
    isOnline = true;
    expect(await check(rule)).toMatchObject({ kind: 'allowed' });
  });

  it('gives no grace where policy gives none, nor for a rule that has changed', async () => {
    await renew();
    await check({ ...asUser, graceMilliseconds: 0 });
    isOnline = false;
    clock.advance(2 * hour);
    expect(await check({ ...asUser, graceMilliseconds: 0 })).toMatchObject({ remembered: null });
    expect(await check({ requiredRoles: ['Parley.Auditor'] })).toMatchObject({ remembered: null });
  });

  it('forgets at once who was denied', async () => {
    await renew();
    await check(asUser);
    roles = [];
    await renew();
    expect(await check(asUser)).toMatchObject({ kind: 'denied' });
    isOnline = false;
    clock.advance(2 * hour);
    expect(await check(asUser)).toMatchObject({ kind: 'could-not-check', remembered: null });
  });

  it('does not go on for who has to sign in again', async () => {
    await renew();
    await check(asUser);
    clock.advance(2 * hour);
    for (const code of ['sign-in-required', 'claims-challenge', 'sign-in-refused'] as const) {
      const refused = { renew: () => Promise.reject(new AppError(code)) };
      expect(await check({ ...asUser, tokens: refused })).toMatchObject({ error: { code }, remembered: null });
    }
  });

  it('is not fooled by a clock that makes an old token good again', async () => {
    await renew();
    await check(asUser);
    isOnline = false;
    clock.advance(10 * hour);
    await check(asUser);
    clock.advance(-10 * hour);
    expect(await check(asUser)).toMatchObject({ kind: 'could-not-check', remembered: null });
    isOnline = true;
    clock.advance(60_000);
    expect(await check(asUser)).toMatchObject({ kind: 'allowed' });
  });

  it('does not go on with what another account has left', async () => {
    await renew();
    await check(asUser);
    isOnline = false;
    clock.advance(2 * hour);
    const accounts = path.join(profileFolder, 'accounts');
    await mkdir(path.join(accounts, 'grace'));
    for (const file of ['gate', 'signing-keys']) {
      await copyFile(path.join(accounts, 'ada', file), path.join(accounts, 'grace', file));
    }
    expect(await check({ ...asUser, accountId: 'grace' })).toMatchObject({ remembered: null });
    expect(await check({ ...asUser, accountId: 'ada' })).toMatchObject({
      remembered: { access: { deployments: 'all' } },
    });
  });

  it('verifies a token that is still good by the keys it has kept', async () => {
    await renew();
    await check(asUser);
    isOnline = false;
    expect(await check(asUser)).toMatchObject({ kind: 'allowed' });
    await rm(path.join(profileFolder, 'accounts', 'ada', 'signing-keys'));
    expect(await check(asUser)).toMatchObject({
      kind: 'could-not-check',
      remembered: { access: { deployments: 'all' } },
    });
  });

  it('leaves nothing of an account that signs out', async () => {
    await renew();
    const gate = start(asUser);
    const checking = gate.check(never);
    await gate.forget();
    expect(await checking).toMatchObject({ kind: 'allowed' });
    expect(await readdir(path.join(profileFolder, 'accounts', 'ada'))).toEqual([]);
  });
});

describe('Gate under way', () => {
  it('ends when it is called off, and then goes on for others', async () => {
    await renew();
    const caller = new AbortController();
    const gate = start({
      ...asUser,
      tokens: {
        id: (signal) =>
          signal === never
            ? Promise.resolve(idToken)
            : new Promise((_, reject) => {
                signal.addEventListener('abort', () => reject(signal.reason as Error));
              }),
      },
    });
    const first = gate.check(caller.signal);
    const second = gate.check(never);
    caller.abort(new AppError('sign-in-cancelled'));
    await expect(first).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    expect(await second).toMatchObject({ kind: 'allowed' });
  });

  it('writes its files once at a time when many ask', async () => {
    await renew();
    const gate = start(asUser);
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => gate.check(never)));
    expect(verdicts.every(({ kind }) => kind === 'allowed')).toBe(true);
    expect(log.lines.join()).not.toContain('fail');
  });
});
