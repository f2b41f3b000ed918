import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BrokerEmulator, startBrokerEmulator } from '../../../../dev/emulators/broker/broker.ts';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { fabrikam } from '../../../../dev/emulators/other-tenants.ts';
import { createComputer, is, type TestComputer } from '../../../../dev/testing/test-computer.ts';
import type { MessageMetadata } from '../../../shared/model/message.ts';
import { nodeProcessHost } from '../../shell/process-host.ts';
import { FakeVault } from '../testing/fakes.ts';
import type { Session } from './session.ts';

let emulators: Emulators;
let computer: TestComputer;
const undo: (() => unknown)[] = [];

beforeAll(async () => {
  emulators = await startEmulators();
});

afterAll(() => emulators.close());

beforeEach(async () => {
  computer = await createComputer(emulators);
});

afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

const guarded = { RequiredRoles: ['Parley.User'], OfflineGraceHours: 24 };
const offline: typeof fetch = () => Promise.reject(new TypeError('net::ERR_INTERNET_DISCONNECTED'));
const tick = () => new Promise<void>((resolve) => void setImmediate(resolve));
const hour = 3600 * 1000;

async function signIn(options: Parameters<TestComputer['start']>[0] = {}) {
  const started = computer.start(options);
  await started.session.start();
  await started.session.signIn();
  return started;
}

/** Waits until a session has been told something by a request of its own accord. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await tick();
}

function setRoles(roles: string[]): void {
  emulators.entra.setRoles('ada', roles);
  undo.push(() => emulators.entra.setRoles('ada', ['Parley.User', 'Parley.Administrator']));
}

async function keptTokens(): Promise<string> {
  const folder = path.join(computer.profileFolder, 'tokens');
  const files = await readdir(folder).catch(() => []);
  const sealed = await Promise.all(files.map((file) => readFile(path.join(folder, file))));
  return (await Promise.all(sealed.map((bytes) => new FakeVault().open(bytes)))).join();
}

/** Asks something; what is told of the answer's state. */
async function ask(session: Session) {
  const question = { conversationId: randomUUID(), messageId: randomUUID(), text: 'Hello', deploymentId: 'gpt-demo' };
  const turn = await session.workspace.chat.send(question);
  const told: MessageMetadata[] = [];
  session.workspace.chat.follow(turn.id, {
    item: ({ chunk }) => {
      if (chunk['messageMetadata'] !== undefined) told.push(chunk['messageMetadata'] as MessageMetadata);
    },
    end: () => {},
  });
  return { turn, told, paused: () => until(() => told.some(({ pause }) => (pause ?? null) !== null)) };
}

describe('the gate, once somebody is in', () => {
  it('ends an offline grace while the app stays open', async () => {
    const first = await signIn({ policy: guarded });
    await first.session.close();
    computer.clock.advance(2 * hour);
    const { session, until: reached } = computer.start({ policy: guarded, ports: { fetch: offline } });
    await session.start();
    await reached(is('signed-in'));
    const locked = reached(is('locked'));
    while (session.state.kind === 'signed-in') {
      computer.clock.advance(hour);
      for (let turns = 0; turns < 20; turns++) await tick();
    }
    await expect(locked).resolves.toMatchObject({ error: { code: 'access-unchecked' } });
  });

  it('looks again soon after the network is back', async () => {
    const first = await signIn({ policy: guarded });
    await first.session.close();
    computer.clock.advance(2 * hour);
    let isOffline = true;
    const network: typeof fetch = (...request) => (isOffline ? offline(...request) : fetch(...request));
    const { session, until: reached } = computer.start({ policy: guarded, ports: { fetch: network } });
    const checks = () => computer.log.lines.filter((line) => line.includes('could-not-check')).length;
    await session.start();
    await until(() => checks() > 1);
    for (let turns = 0; turns < 20; turns++) await tick();
    setRoles([]);
    emulators.entra.setClockSkew((2 * hour) / 1000);
    undo.push(() => emulators.entra.setClockSkew(0));
    isOffline = false;
    computer.clock.advance(31_000);
    await expect(reached(is('locked'))).resolves.toMatchObject({ error: { code: 'access-denied' } });
  });

  it('does not take a throttled directory for a word about the person', async () => {
    const { session } = await signIn({ policy: guarded });
    await until(() => session.health.expiresAt !== null);
    emulators.entra.failNextToken({ kind: 'throttled', retryAfter: 10 });
    const before = computer.log.lines.length;
    computer.clock.advance(hour);
    await until(() => computer.log.lines.slice(before).some((line) => line.includes('gate-check')));
    expect(session.state.kind).toBe('signed-in');
  });

  it('locks without waiting for an open sign-in page', async () => {
    const { session, until: reached } = await signIn({ policy: { ...guarded, SignInTimeoutSeconds: 3600 } });
    await until(() => session.health.expiresAt !== null);
    setRoles([]);
    computer.choose = 'nobody';
    const further = session.signIn({ tenantId: session.info.tenants[0]?.id });
    await until(() => session.state.kind === 'signed-in' && session.state.signIn?.linkReady === true);
    computer.clock.advance(hour - 100_000);
    await until(() => computer.log.lines.some((line) => line.includes('"denied"')));
    expect(() => session.workspace).toThrow('sign-in-required');
    session.cancelSignIn();
    await further;
    await expect(reached(is('locked'))).resolves.toMatchObject({ error: { code: 'access-denied' } });
  });

  it('is not passed by a retry with a stricter policy', async () => {
    const first = await signIn();
    const { account } = await first.until(is('signed-in'));
    await first.session.close();
    const key = path.join(computer.profileFolder, 'accounts', account.id, 'history.key');
    await rename(key, `${key}.away`);
    let policy = emulators.policy({ Broker: 'off' });
    const policySources = [{ name: 'p', read: async () => JSON.stringify(policy) }];
    const { session } = computer.start({ ports: { policySources } });
    await session.start();
    expect(session.state.kind).toBe('blocked');
    await rename(`${key}.away`, key);
    policy = emulators.policy({ Broker: 'off', RequiredRoles: ['Nobody.Has.This'] });
    await session.retry();
    expect(session.state).toMatchObject({ kind: 'locked', error: { code: 'access-denied' } });
  });

  it('lets in who has signed in after Graph asked for more than the token proved', async () => {
    const group = '11111111-2222-4333-8444-555555555555';
    emulators.entra.setGroups('ada', [group, ...Array.from({ length: 220 }, () => randomUUID())]);
    undo.push(() => emulators.entra.setGroups('ada', []));
    const { session, until: reached } = await signIn({ policy: { RequiredGroups: [group] } });
    await reached(is('signed-in'));
    undo.push(emulators.entra.requireClaims({ resource: 'graph' }));
    await session.checkAccess();
    await session.signIn();
    expect(session.state.kind).toBe('signed-in');
  });
});

describe('accounts, once they are kept', () => {
  it('keeps out whose tenant policy no longer allows, and forgets their tokens', async () => {
    const first = await signIn();
    await first.session.close();
    const { session } = computer.start({ policy: { AllowedTenants: ['00000000-0000-4000-8000-000000000001'] } });
    await session.start();
    expect(session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
    expect(await keptTokens()).not.toContain('ada@');
  });

  it('forgets tokens whose owner the damaged list no longer names', async () => {
    const first = await signIn();
    await first.session.close();
    await writeFile(path.join(computer.profileFolder, 'accounts/list'), 'junk');
    const { session } = computer.start({ policy: { AutoSignIn: true } });
    await session.start();
    expect(session.state.kind).toBe('signed-out');
    expect(await keptTokens()).not.toContain('ada@');
  });

  it('never shows one person another’s mail and models, whoever the broker answers for', async () => {
    const broker: BrokerEmulator = await startBrokerEmulator(emulators);
    undo.push(() => broker.close());
    const host = nodeProcessHost(process.execPath, broker.entry);
    const policy = { Broker: 'auto' };
    const first = computer.start({ policy, ports: { brokerHost: host } });
    await first.session.start();
    await first.until(is('signed-in'));
    await first.session.close();
    broker.setPerson('grace');
    // What MSAL's plugin does where the system has lost the account: it asks for the default one.
    const forgetful = {
      start() {
        const child = host.start();
        const post = (message: unknown) => {
          const copy = structuredClone(message) as { request?: { accountId?: string } };
          delete copy.request?.accountId;
          child.post(copy);
        };
        return { ...child, post };
      },
    };
    const again = computer.start({ policy, ports: { brokerHost: forgetful } });
    await again.session.start();
    const profile = again.session.workspace.graph.profile(AbortSignal.timeout(5000));
    await expect(profile).rejects.toMatchObject({ code: 'sign-in-required' });
  });
});

describe('a broker that is left alone after a hang', () => {
  async function signInByBroker(policy: Readonly<Record<string, unknown>> = {}) {
    const broker = await startBrokerEmulator(emulators);
    undo.push(() => broker.close());
    const options = {
      policy: { Broker: 'auto', ...policy },
      ports: { brokerHost: nodeProcessHost(process.execPath, broker.entry) },
    };
    const started = computer.start(options);
    await started.session.start();
    await started.until(is('signed-in'));
    return { ...started, broker, startAgain: () => computer.start(options) };
  }

  it('does not count as the end of its accounts at the next start, which have their grace', async () => {
    const { session, startAgain } = await signInByBroker(guarded);
    await session.close();
    const trip = {
      reason: 'silent-deadline',
      since: computer.clock.now(),
      count: 1,
      version: '0',
      system: 'linux 6',
    };
    await writeFile(path.join(computer.profileFolder, 'broker.json'), JSON.stringify(trip));
    const again = startAgain();
    await again.session.start();
    expect(again.session.state).toMatchObject({ kind: 'signed-in' });
    expect(again.session.state).not.toMatchObject({ uncheckedUntil: null });
  });

  it('does not keep an account of another tenant from being added in the browser', async () => {
    const { ClientId, Cloud, Deployments } = emulators.policy();
    const deployments = (Deployments as object[]).map((deployment) =>
      Object.assign({}, deployment, { Id: randomUUID() }),
    );
    const further = { DisplayName: 'Fabrikam', TenantId: fabrikam.id, ClientId, Cloud, Deployments: deployments };
    const { session, broker } = await signInByBroker({ AdditionalTenants: [further] });
    broker.next('silent', { kind: 'say', messages: ['junk'] }, Infinity);
    await expect(session.workspace.graph.profile(AbortSignal.timeout(5000))).rejects.toMatchObject({
      code: 'sign-in-required',
    });
    computer.choose = 'barbara';
    await session.signIn({ tenantId: session.info.tenants[1]?.id });
    expect(session.state).toMatchObject({ kind: 'signed-in', error: null, account: { tenantName: 'Fabrikam' } });
  });
});

describe('signing in, with what cannot be trusted', () => {
  it('ends by Cancel though what opens the browser never comes back', async () => {
    const { session, until: reached } = computer.start({ ports: { openUrl: () => new Promise<void>(() => {}) } });
    await session.start();
    const going = session.signIn();
    await reached((state): state is typeof state => state.kind === 'signing-in' && state.linkReady);
    session.cancelSignIn();
    await going;
    expect(session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
  });

  it.each(['{"access_token":"x"}', '{"access_token":null}', '{"id_token":7,"access_token":{"nbf":7}}'])(
    'works after a service asked for the junk %s',
    async (claims) => {
      const { session } = await signIn();
      emulators.openai.next({ kind: 'unauthorized-claims', claims });
      const { turn } = await ask(session);
      await turn.done;
      await session.signIn();
      expect(session.state).toMatchObject({ kind: 'signed-in', error: null });
    },
  );

  it('does not go on with a model that the role has lost while the turn waited', async () => {
    const { session } = await signIn({
      policy: {
        RequiredRoles: ['Parley.User'],
        RoleMapping: {
          'Parley.User': { Deployments: ['gpt-demo-chat'] },
          'Parley.Administrator': { Deployments: ['gpt-demo'] },
        },
      },
    });
    undo.push(emulators.entra.requireClaims({ resource: 'models', interaction: 'mfa' }));
    const { turn, told, paused } = await ask(session);
    await paused();
    setRoles(['Parley.User']);
    await session.checkAccess();
    await session.signIn();
    await turn.done;
    expect(told.at(-1)).toMatchObject({ status: 'failed', error: { code: 'deployment-not-found' } });
  });
});
