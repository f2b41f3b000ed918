import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import type { Session } from './session.ts';
import { createComputer, is, type TestComputer } from '../../../../dev/testing/test-computer.ts';

let emulators: Emulators;
let computer: TestComputer;
const lifts: (() => void)[] = [];

beforeAll(async () => {
  emulators = await startEmulators();
});

afterAll(() => emulators.close());

beforeEach(async () => {
  computer = await createComputer(emulators);
});

afterEach(() => {
  for (const lift of lifts.splice(0)) lift();
});

async function signIn(options: Parameters<TestComputer['start']>[0] = {}) {
  const started = computer.start(options);
  await started.session.start();
  await started.session.signIn();
  return started;
}

describe('several accounts', () => {
  it('stand beside each other with a history of their own, and switching asks nobody', async () => {
    const { session, until } = await signIn();
    const ada = await until(is('signed-in'));
    computer.choose = 'grace';
    await session.signIn({ tenantId: session.info.tenants[0]?.id });
    const grace = await until(is('signed-in'));
    expect(grace.accounts.map(({ username }) => username)).toEqual(['ada@contoso.example', 'grace@contoso.example']);
    expect(grace.account.username).toBe('grace@contoso.example');
    const folders = await readdir(path.join(computer.profileFolder, 'accounts'));
    expect(folders).toEqual(expect.arrayContaining([ada.account.id, grace.account.id]));

    await session.switchAccount(ada.account.id);
    await expect(until(is('signed-in'))).resolves.toMatchObject({ account: { username: 'ada@contoso.example' } });
    await session.close();
    const again = computer.start();
    await again.session.start();
    await expect(again.until(is('signed-in'))).resolves.toMatchObject({ account: { username: 'ada@contoso.example' } });
  });

  it('goes on with the other one when the one in use signs out, and can delete everything of it', async () => {
    const { session, until } = await signIn();
    computer.choose = 'grace';
    await session.signIn({ tenantId: session.info.tenants[0]?.id });
    const grace = await until(is('signed-in'));
    await session.signOut(grace.account.id, { browser: false, forget: true });
    const left = await until(is('signed-in'));
    expect(left.accounts.map(({ username }) => username)).toEqual(['ada@contoso.example']);
    expect(await readdir(path.join(computer.profileFolder, 'accounts'))).not.toContain(grace.account.id);
  });

  it('signs in at Microsoft’s page at the first start where policy says so, and not after signing out', async () => {
    const opened: string[] = [];
    const ports = { openUrl: async (url: string) => void opened.push(url) };
    const first = computer.start({ policy: { AutoSignIn: true }, ports });
    const starting = first.session.start();
    await first.until((state): state is typeof state => state.kind === 'signing-in' && state.linkReady);
    expect(new URL(opened[0] ?? '').searchParams.get('prompt')).toBeNull();
    first.session.cancelSignIn();
    await starting;
    expect(first.session.state.kind).toBe('signed-out');
    await first.session.close();

    const { session, until } = await signIn();
    const { account } = await until(is('signed-in'));
    await session.signOut(account.id, { browser: true, forget: false });
    expect(computer.signOutPages).toEqual([expect.stringContaining('logout_hint=')]);
    await session.close();
    const again = computer.start({ policy: { AutoSignIn: true }, ports });
    await again.session.start();
    expect(again.session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
    expect(opened).toHaveLength(1);
  });

  it('keeps out who comes from a tenant that is not allowed, and keeps nothing of them', async () => {
    const allowed = ['00000000-0000-4000-8000-000000000001'];
    const { session } = await signIn({ policy: { AllowedTenants: allowed } });
    expect(session.state).toMatchObject({ kind: 'signed-out', error: { code: 'tenant-not-allowed' } });
    expect(await readdir(path.join(computer.profileFolder, 'tokens'))).toEqual([]);
  });
});

/** Moves the clock to where the account's tokens are to be renewed, once the session waits for that. */
async function renewalIsDue(session: Session): Promise<void> {
  while (session.health.expiresAt === null) await new Promise((resolve) => void setImmediate(resolve));
  await new Promise((resolve) => void setImmediate(resolve));
  computer.clock.advance(3600 * 1000);
}

describe('the gate in the session', () => {
  const guarded = { RequiredRoles: ['Parley.User'] };

  it('lets in who has the role, and gives the models that the role gives', async () => {
    const { until } = await signIn({
      policy: { ...guarded, RoleMapping: { 'Parley.User': { Deployments: ['gpt-demo-chat'], Abilities: ['people'] } } },
    });
    const state = await until(is('signed-in'));
    expect(state.deployments.map(({ id }) => id)).toEqual(['gpt-demo-chat']);
    expect(state.abilities).toEqual(['people']);
  });

  it('locks who has not, says why, and opens once IT has given the role', async () => {
    computer.choose = 'alan';
    const { session, until } = await signIn({ policy: guarded });
    const locked = await until(is('locked'));
    expect(locked).toMatchObject({ error: { code: 'access-denied' }, evidence: { requiredRoles: ['Parley.User'] } });
    expect(() => session.workspace).toThrow('sign-in-required');
    emulators.entra.setRoles('alan', ['Parley.User']);
    lifts.push(() => emulators.entra.setRoles('alan', []));
    await session.checkAccess();
    await until(is('signed-in'));
  });

  it('locks at once when the role is taken away or the session revoked while the app is open', async () => {
    const { session, until } = await signIn({ policy: guarded });
    await until(is('signed-in'));
    emulators.entra.setRoles('ada', []);
    lifts.push(() => emulators.entra.setRoles('ada', ['Parley.User', 'Parley.Administrator']));
    await renewalIsDue(session);
    await expect(until(is('locked'))).resolves.toMatchObject({ error: { code: 'access-denied' } });

    emulators.entra.setRoles('ada', ['Parley.User']);
    await session.checkAccess();
    await until(is('signed-in'));
    emulators.entra.revoke('ada');
    await renewalIsDue(session);
    await expect(until(is('locked'))).resolves.toMatchObject({ error: { code: 'sign-in-required' } });
    await session.signIn();
    await until(is('signed-in'));
  });

  it('goes on offline for as long as policy grants, and then could not check', async () => {
    const policy = { ...guarded, OfflineGraceHours: 24 };
    const { session, until } = await signIn({ policy });
    await until(is('signed-in'));
    await session.close();

    const offline: typeof fetch = () => Promise.reject(new TypeError('net::ERR_INTERNET_DISCONNECTED'));
    computer.clock.advance(2 * 3600 * 1000);
    const second = computer.start({ policy, ports: { fetch: offline } });
    await second.session.start();
    const state = await second.until(is('signed-in'));
    expect(state.uncheckedUntil).toBeGreaterThan(computer.clock.now());
    await second.session.close();

    computer.clock.advance(48 * 3600 * 1000);
    const third = computer.start({ policy, ports: { fetch: offline } });
    await third.session.start();
    await expect(third.until(is('locked'))).resolves.toMatchObject({
      error: { code: 'access-unchecked', fields: { cause: 'network-unreachable' } },
    });
  });

  it('blames the clock where the clock is wrong', async () => {
    computer.clock.advance(-3 * 3600 * 1000);
    const { until } = await signIn({ policy: guarded });
    const { error } = await until(is('locked'));
    expect(error.fields).toMatchObject({ network: 'CLOCK_SKEW', clockOffMinutes: 180 });
  });
});
