import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { createHandMadeClient } from '../../../../dev/emulators/testing/hand-made-client.ts';
import { modelScope } from '../../../../dev/emulators/testing/msal-client.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Fetch } from '../ports.ts';
import { FakeClock, FakeVault, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import type { GateRule } from './decide.ts';
import { Gate, type GateTokens } from './gate.ts';
import { fullGrant, RoleMappingPolicy, toRoleMapping } from './role-mapping.ts';
import { DirectoryServer, sendJson } from './testing/directory-server.ts';

const never = new AbortController().signal;
const hour = 3_600_000;
const overage = {
  hasgroups: true,
  _claim_names: { groups: 'src1' },
  _claim_sources: { src1: { endpoint: 'https://evil' } },
};

const clock = new FakeClock();
let emulators: Emulators;
/** Graph's part; the tokens come from the Entra emulator. */
let graph: DirectoryServer;
let profileFolder: string;
let log: MemoryLog;
let isOnline: boolean;
let renewals: number;
/** What MSAL would have in its cache. */
let cached: { id: string; access: string };

beforeAll(async () => {
  emulators = await startEmulators({ clock: () => clock.now() });
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), emulators.certificateAuthority]);
});

afterAll(() => emulators.close());

beforeEach(async () => {
  graph = await DirectoryServer.start(clock);
  profileFolder = await temporaryFolder();
  log = new MemoryLog();
  isOnline = true;
  renewals = 0;
  cached = { id: '', access: '' };
});

afterEach(async () => {
  emulators.entra.setIdTokenClaims('ada', {});
  await graph.close();
});

function groupId(number: number): string {
  return `0f1e2d3c-4b5a-4978-8695-${number.toString(16).padStart(12, '0')}`;
}

function offline(): AppError {
  return new AppError('network-unreachable', { fields: { host: 'login', reason: 'ENOTFOUND' } });
}

const wire: Fetch = (input, init) =>
  isOnline ? fetch(input, init) : Promise.reject(Object.assign(new Error('offline'), { code: 'ENOTFOUND' }));

/** Signs Ada in at the Entra emulator. */
async function signIn(): Promise<void> {
  if (!isOnline) throw offline();
  const client = createHandMadeClient(emulators);
  const { code } = await client.authorize('ada');
  const { body } = await client.token({
    grant_type: 'authorization_code',
    code,
    redirect_uri: client.redirectUri,
    code_verifier: client.verifier,
    scope: `openid profile offline_access ${modelScope}`,
  });
  cached = { id: String(body['id_token']), access: String(body['access_token']) };
}

const tokens: GateTokens = {
  id: async () => cached.id,
  access: async () => cached.access,
  graph: async () => 'graph-token',
  renew: async () => {
    renewals++;
    await signIn();
  },
};

interface Given extends Partial<GateRule> {
  readonly accountId?: string;
  readonly tokens?: Partial<GateTokens>;
}

/** A start of the application. */
function start({ accountId = 'ada', tokens: replaced, ...rule }: Given = {}): Gate {
  const { origin, tenant } = emulators.entra;
  return new Gate({
    ports: {
      fetch: wire,
      clock,
      secretBox: new FakeVault(),
      log,
      app: { version: '0', platform: 'linux', system: 'linux 6', profileFolder },
    },
    directory: {
      loginOrigin: origin,
      graphOrigin: graph.origin,
      tenant: tenant.id,
      clientId: tenant.clientId,
      azureOpenAIScope: modelScope,
      allowedTenants: [tenant.id],
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
    tokens: { ...tokens, ...replaced },
  });
}

async function check(given: Given) {
  return start(given).check(never);
}

const asUser = { requiredRoles: ['Parley.User'] };

describe('Gate', () => {
  it('lets in by a role of a real id token, and says what it found', async () => {
    await signIn();
    expect(await check(asUser)).toEqual({
      kind: 'allowed',
      access: { ...fullGrant, withheld: [], roles: ['Parley.User', 'Parley.Administrator'] },
      evidence: {
        checkedAt: clock.now(),
        token: 'id',
        findings: [
          {
            claim: 'roles',
            source: 'token',
            state: 'present',
            found: ['Parley.User', 'Parley.Administrator'],
            count: 2,
          },
        ],
        requiredRoles: ['Parley.User'],
        requiredGroups: [],
      },
    });
  });

  it('denies by a token without the role, and never shows the token', async () => {
    emulators.entra.setIdTokenClaims('ada', { roles: undefined });
    await signIn();
    const verdict = await check(asUser);
    expect(verdict).toMatchObject({ kind: 'denied', evidence: { findings: [{ claim: 'roles', state: 'absent' }] } });
    expect(JSON.stringify(verdict) + log.lines.join()).not.toContain('eyJ');
  });

  it.each([
    ['an object', { 'Parley.User': true }],
    ['a prototype', JSON.parse('{"__proto__":["Parley.User"]}') as unknown],
    ['another role', ['parley.user', 'Parley.User ', 'Parley']],
  ])('denies by a role claim that is %s', async (_, roles) => {
    emulators.entra.setIdTokenClaims('ada', { roles });
    await signIn();
    expect(await check(asUser)).toMatchObject({ kind: 'denied' });
  });

  it('finds the role among ten thousand', async () => {
    const roles = Array.from({ length: 10_000 }, (_, index) => `role-${index}`);
    emulators.entra.setIdTokenClaims('ada', { roles });
    await signIn();
    expect(await check({ requiredRoles: ['role-9999'] })).toMatchObject({ kind: 'allowed' });
  });

  it('reads the access token where the rule says so', async () => {
    await signIn();
    const inScope = { claim: 'scp', token: 'access', requiredRoles: ['user_impersonation'] } as const;
    expect(await check(inScope)).toMatchObject({ kind: 'allowed', evidence: { token: 'access' } });
    expect(await check({ ...inScope, requiredRoles: ['admin'] })).toMatchObject({ kind: 'denied' });
  });

  it('asks nothing of anybody where the rule asks for nothing', async () => {
    isOnline = false;
    expect(await check({ tokens: { id: () => Promise.reject(offline()) } })).toMatchObject({
      kind: 'allowed',
      access: { deployments: 'all' },
    });
  });

  it('takes a token for another application neither for a yes nor for a no', async () => {
    emulators.entra.setIdTokenClaims('ada', { aud: 'someone-else' });
    await signIn();
    expect(await check(asUser)).toMatchObject({
      kind: 'could-not-check',
      error: { code: 'sign-in-bad-reply', fields: { reason: 'token-audience' } },
      remembered: null,
    });
  });

  it('does not go on with what it remembers when it is shown a forged token', async () => {
    await signIn();
    expect(await check(asUser)).toMatchObject({ kind: 'allowed' });
    cached.id = await graph.sign({ roles: ['Parley.User'] });
    expect(await check(asUser)).toMatchObject({ kind: 'could-not-check', remembered: null });
  });

  it('has an expired id token renewed before it gives up', async () => {
    await signIn();
    clock.advance(2 * hour);
    expect(await check(asUser)).toMatchObject({ kind: 'allowed' });
    expect(renewals).toBe(1);
  });
});

describe('Gate with groups', () => {
  const inGroup = { requiredGroups: [groupId(7)] };

  it('believes the groups of the token and asks nobody', async () => {
    emulators.entra.setIdTokenClaims('ada', { groups: [groupId(7), groupId(8)] });
    await signIn();
    const verdict = await check(inGroup);
    expect(verdict).toMatchObject({ kind: 'allowed', access: { roles: { length: 3 } } });
    expect(await check({ requiredGroups: [groupId(9)] })).toMatchObject({
      kind: 'denied',
      evidence: { findings: [{ claim: 'roles' }, { claim: 'groups', source: 'token', found: [] }] },
    });
    expect(graph.questions).toEqual([]);
  });

  it('does not lock out who is in more than 200 groups', async () => {
    emulators.entra.setIdTokenClaims('ada', overage);
    for (let number = 0; number < 250; number++) graph.groups.add(groupId(number));
    await signIn();
    expect(await check(inGroup)).toMatchObject({
      kind: 'allowed',
      evidence: { findings: [{ claim: 'roles' }, { claim: 'groups', source: 'graph', found: [groupId(7)] }] },
    });
    expect(graph.questions).toEqual([{ ids: [groupId(7)], authorization: 'Bearer graph-token' }]);
    graph.groups.delete(groupId(7));
    expect(await check(inGroup)).toMatchObject({ kind: 'denied' });
  });

  it('does not take a registration without the groups claim for no groups', async () => {
    graph.groups.add(groupId(7));
    await signIn();
    expect(await check(inGroup)).toMatchObject({ kind: 'allowed' });
  });

  it.each([
    [403, 'access-unchecked'],
    [429, 'access-unchecked'],
    [503, 'access-unchecked'],
    [401, 'sign-in-required'],
  ])('neither denies nor demotes when Graph answers %i', async (status, code) => {
    emulators.entra.setIdTokenClaims('ada', overage);
    graph.graphReply = (response) => sendJson(response, { error: { code: 'Failed' } }, status);
    await signIn();
    expect(await check(inGroup)).toMatchObject({ kind: 'could-not-check', error: { code }, remembered: null });
    const roleMapping = toRoleMapping(RoleMappingPolicy.parse({ 'Parley.User': { Abilities: [] }, [groupId(7)]: {} }));
    expect(await check({ ...asUser, roleMapping })).toMatchObject({ kind: 'could-not-check' });
    // Who is in by a role, with nothing hanging on a group, needs no Graph.
    expect(await check({ ...asUser, ...inGroup })).toMatchObject({ kind: 'allowed' });
  });

  it('neither denies nor demotes when the token for Graph cannot be had', async () => {
    emulators.entra.setIdTokenClaims('ada', overage);
    await signIn();
    const refused = { graph: () => Promise.reject(new AppError('sign-in-refused')) };
    expect(await check({ ...inGroup, tokens: refused })).toMatchObject({
      kind: 'could-not-check',
      error: { code: 'sign-in-refused' },
      remembered: null,
    });
  });

  it('does not deny by groups that policy names by name and the token leaves out', async () => {
    emulators.entra.setIdTokenClaims('ada', overage);
    await signIn();
    expect(await check({ claim: 'groups', requiredRoles: ['Staff'] })).toMatchObject({
      kind: 'could-not-check',
      error: { code: 'policy-invalid' },
    });
    graph.groups.add(groupId(7));
    expect(await check({ claim: 'groups', requiredRoles: [groupId(7)] })).toMatchObject({ kind: 'allowed' });
  });
});
