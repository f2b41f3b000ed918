import path from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BrokerEmulator, startBrokerEmulator } from '../../../../../dev/emulators/broker/broker.ts';
import { CountingHost } from '../../../../../dev/emulators/broker/counting-host.ts';
import { type Emulators, startEmulators } from '../../../../../dev/emulators/index.ts';
import { modelScope } from '../../../../../dev/emulators/testing/msal-client.ts';
import { AppError } from '../../../../shared/errors.ts';
import { FakeClock, MemoryLog, temporaryFolder } from '../../testing/fakes.ts';
import { BrokerClient, type BrokerMode } from './broker-client.ts';
import { BrokerVerdict } from './broker-verdict.ts';

let emulators: Emulators;
let broker: BrokerEmulator;
let host: CountingHost;
let clock: FakeClock;
let log: MemoryLog;
let file: string;

beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.close());

beforeEach(async () => {
  broker = await startBrokerEmulator(emulators);
  host = new CountingHost(broker.entry);
  clock = new FakeClock();
  log = new MemoryLog();
  file = path.join(await temporaryFolder(), 'broker.json');
});
afterEach(async () => {
  await host.end();
  await broker.close();
});

/** A start of the application. */
function start(mode: BrokerMode = 'auto') {
  const verdict = new BrokerVerdict({ file, version: '1.0.0', system: 'test 1', clock, log });
  return new BrokerClient({ mode, processHost: host, verdict, clientCapabilities: ['cp1'], clock, log });
}

async function started(mode?: BrokerMode) {
  const client = start(mode);
  await expect(client.probe()).resolves.toMatchObject({ state: 'available' });
  return client;
}

const request = (correlationId = 'c-1') => ({
  clientId: emulators.entra.tenant.clientId,
  authority: `${emulators.entra.origin}/${emulators.entra.tenant.id}`,
  correlationId,
  redirectUri: '',
  scopes: [modelScope],
});

/** Lets a deadline pass once the broker has been asked. */
async function outwait(asked: Promise<unknown>, milliseconds: number): Promise<void> {
  await asked;
  clock.advance(milliseconds);
}

const unavailable = (reason: string) => ({ name: 'BrokerUnavailableError', reason });

describe('BrokerClient', () => {
  it('does not look at the broker before it is needed, and looks once for ten callers', async () => {
    const client = start();
    expect(client.isBrokerAvailable).toBe(false);
    await expect(client.acquireTokenSilent(request())).rejects.toMatchObject(unavailable('not-probed'));
    expect(host.exits).toHaveLength(0);
    await Promise.all(Array.from({ length: 10 }, () => client.probe()));
    expect(host.exits).toHaveLength(1);
    expect(client.isBrokerAvailable).toBe(true);
    expect(log.lines.join()).toContain('"state":"available"');
  });

  it('starts no process where policy forbids the broker', async () => {
    const client = start('off');
    await expect(client.probe()).resolves.toMatchObject({ state: 'off', reason: 'policy' });
    await expect(client.acquireTokenSilent(request())).rejects.toMatchObject(unavailable('policy'));
    expect(host.exits).toHaveLength(0);
  });

  it('does not hold it against a computer that it has no broker', async () => {
    broker.next('probe', { kind: 'value', value: { available: false, reason: 'library-not-loaded' } });
    const status = { state: 'unavailable', reason: 'library-not-loaded' };
    await expect(start().probe()).resolves.toMatchObject(status);
    await host.exits[0];
    await started();
  });

  it.each(['hang', 'block'] as const)(
    'a probe that %ss costs its deadline once, and nothing at the next start',
    async (kind) => {
      broker.next('probe', { kind }, Infinity);
      const client = start();
      const [status] = await Promise.all([client.probe(), outwait(broker.nextRequest('probe'), 10_000)]);
      expect(status).toMatchObject({ state: 'tripped', reason: 'probe-deadline', since: clock.now() });
      await host.exits[0];
      await client.close();

      await expect(start().probe()).resolves.toEqual(status);
      expect(host.exits).toHaveLength(1);
    },
  );

  it.each(['hang', 'block'] as const)(
    'a silent call that %ss costs all callers one deadline together',
    async (kind) => {
      const client = await started();
      broker.next('silent', { kind }, Infinity);
      const calls = [client.acquireTokenSilent(request('a')), client.acquireTokenSilent(request('b'))];
      await outwait(broker.nextRequest('silent'), 15_000);
      for (const call of calls) await expect(call).rejects.toMatchObject(unavailable('silent-deadline'));
      await host.exits[0];
      await expect(client.acquireTokenSilent(request())).rejects.toMatchObject(unavailable('silent-deadline'));
      await expect(client.getAllAccounts('any', 'c')).rejects.toMatchObject(unavailable('silent-deadline'));
      await client.close();

      await expect(start().probe()).resolves.toMatchObject({ state: 'tripped', reason: 'silent-deadline' });
      expect(host.exits).toHaveLength(1);
    },
  );

  it('a laptop that sleeps in a call does not make its broker one that hangs', async () => {
    const client = await started();
    const release = Promise.withResolvers<void>();
    broker.next('silent', { kind: 'late', until: release.promise });
    const call = client.acquireTokenSilent(request());
    await outwait(broker.nextRequest('silent'), 8 * 3_600_000);
    release.resolve();
    await expect(call).resolves.toMatchObject({ tokenType: 'Bearer' });

    broker.next('silent', { kind: 'hang' });
    const hanging = client.acquireTokenSilent(request());
    await outwait(broker.nextRequest('silent'), 8 * 3_600_000);
    await outwait(new Promise((resolve) => setImmediate(resolve)), 15_000);
    await expect(hanging).rejects.toMatchObject(unavailable('silent-deadline'));
  });

  it.each(['accounts', 'sign-out'] as const)(
    'the broker’s answer to %s is not waited for without end',
    async (method) => {
      const client = await started();
      broker.next(method, { kind: 'hang' });
      const call =
        method === 'accounts'
          ? client.getAllAccounts('any', 'c')
          : client.signOut({ clientId: 'any', accountId: 'any', correlationId: 'c' });
      await outwait(broker.nextRequest(method), 15_000);
      await expect(call).rejects.toMatchObject(unavailable(`${method}-deadline`));
    },
  );

  it.each(['hang', 'block'] as const)('Cancel ends a window that %ss, and nobody else’s call', async (kind) => {
    const client = await started();
    broker.next('silent', { kind: 'hang' });
    const silent = client.acquireTokenSilent(request('silent'));
    await broker.nextRequest('silent');
    broker.next('interactive', { kind });
    const window = client.acquireTokenInteractive(request('window'));
    await broker.nextRequest('interactive');
    clock.advance(14_000);
    const cancelled = new AppError('sign-in-cancelled');
    client.cancelInteractive(cancelled);
    await expect(window).rejects.toBe(cancelled);
    await host.exits[0];
    await expect(silent).resolves.toMatchObject({ correlationId: 'silent' });
    expect(host.exits).toHaveLength(2);
    await client.close();
    await started();
  });

  it('gives the person all the time, but remembers a window that has timed out', async () => {
    const client = await started();
    broker.next('interactive', { kind: 'hang' });
    const window = client.acquireTokenInteractive(request());
    await outwait(broker.nextRequest('interactive'), 3_600_000);
    client.cancelInteractive(new AppError('sign-in-timed-out'));
    await expect(window).rejects.toMatchObject({ code: 'sign-in-timed-out' });
    await client.close();
    await expect(start().probe()).resolves.toMatchObject({ state: 'tripped', reason: 'interactive-deadline' });
  });

  it('a person who was elsewhere while the window was open keeps the accounts that the broker has', async () => {
    const client = await started();
    const release = Promise.withResolvers<void>();
    broker.next('silent', { kind: 'late', until: release.promise });
    const before = client.acquireTokenSilent(request('before'));
    await broker.nextRequest('silent');
    broker.next('interactive', { kind: 'hang' });
    const window = client.acquireTokenInteractive(request());
    await broker.nextRequest('interactive');
    client.cancelInteractive(new AppError('sign-in-timed-out'));
    await expect(window).rejects.toMatchObject({ code: 'sign-in-timed-out' });
    await expect(before).resolves.toMatchObject({ correlationId: 'before' });
    release.resolve();
    await expect(client.acquireTokenSilent(request('after'))).resolves.toMatchObject({ correlationId: 'after' });
    expect(client.status).toMatchObject({ state: 'tripped', reason: 'interactive-deadline' });
    await expect(client.acquireTokenInteractive(request())).rejects.toMatchObject(unavailable('interactive-deadline'));
    await client.close();

    const next = start();
    await expect(next.probe()).resolves.toMatchObject({ state: 'tripped' });
    await expect(next.acquireTokenSilent(request())).resolves.toMatchObject({ fromPlatformBroker: true });
    await next.close();
    clock.advance(3_600_000);
    await started();
  });

  it('a Cancel without a window does not end a silent call', async () => {
    const client = await started();
    const silent = client.acquireTokenSilent(request());
    client.cancelInteractive(new AppError('sign-in-timed-out'));
    await expect(silent).resolves.toMatchObject({ fromPlatformBroker: true });
  });

  it('a crash while it loads is remembered', async () => {
    broker.next('probe', { kind: 'crash' });
    const client = start();
    await expect(client.probe()).resolves.toMatchObject({ state: 'tripped', reason: 'probe-crash' });
    await client.close();
    await expect(start().probe()).resolves.toMatchObject({ state: 'tripped', reason: 'probe-crash' });
    expect(host.exits).toHaveLength(1);
  });

  it('one crash in a silent call is made good by another process', async () => {
    const client = await started();
    broker.next('silent', { kind: 'crash' });
    await expect(client.acquireTokenSilent(request())).resolves.toMatchObject({ tokenType: 'Bearer' });
    expect(host.exits).toHaveLength(2);
    expect(client.status.state).toBe('available');
  });

  it('a call that kills every process does not keep Parley restarting it', async () => {
    const client = await started();
    broker.next('silent', { kind: 'crash' }, Infinity);
    await expect(client.acquireTokenSilent(request())).rejects.toMatchObject(unavailable('silent-crash'));
    expect(host.exits).toHaveLength(2);
    await client.close();
    await expect(start().probe()).resolves.toMatchObject({ state: 'tripped', reason: 'silent-crash' });
  });

  it('a window that has crashed is not opened a second time by itself', async () => {
    const client = await started();
    broker.next('interactive', { kind: 'crash' });
    await expect(client.acquireTokenInteractive(request())).rejects.toMatchObject(unavailable('interactive-crash'));
    expect(broker.requests.filter(({ method }) => method === 'interactive')).toHaveLength(1);
  });

  it('a process that has died without work is replaced by the next call', async () => {
    const client = await started();
    host.killLast();
    await host.exits[0];
    await expect(client.acquireTokenSilent(request())).resolves.toMatchObject({ tokenType: 'Bearer' });
    expect(client.status.state).toBe('available');
  });

  it.each([
    ['text', 'hello'],
    ['nothing', null],
    ['a number', 7],
    ['no id', { ok: true, value: 1 }],
    ['an error in another form', { id: 1, ok: false, error: 'failed' }],
    ['an error of a megabyte', { id: 1, ok: false, error: { name: 'x'.repeat(1_000_000) } }],
  ])('trusts a process no more that says %s', async (_name, message) => {
    const client = await started();
    broker.next('silent', { kind: 'say', messages: [message] });
    await expect(client.acquireTokenSilent(request())).rejects.toMatchObject(unavailable('bad-message'));
    await host.exits[0];
    expect(client.status).toMatchObject({ state: 'tripped', reason: 'bad-message' });
  });

  it.each([
    ['an empty token', { accessToken: '' }],
    ['no account', { account: null }],
    ['a time that is none', { expiresOn: 'tomorrow' }],
  ])('does not take %s for a sign-in', async (_name, part) => {
    const client = await started();
    const { expiresOn, ...token } = await client.acquireTokenSilent(request());
    broker.next('silent', { kind: 'value', value: { ...token, expiresOn: Number(expiresOn), ...part } });
    await expect(client.acquireTokenSilent(request())).rejects.toMatchObject(unavailable('silent-bad-answer'));
  });

  it('a probe that answers with nonsense is not a yes', async () => {
    broker.next('probe', { kind: 'value', value: { available: 'perhaps', reason: 'It <b>works</b>' } });
    await expect(start().probe()).resolves.toMatchObject({ state: 'tripped', reason: 'probe-bad-answer' });
  });

  it('an answer that comes after its deadline is nobody’s', async () => {
    const client = await started('required');
    const release = Promise.withResolvers<void>();
    broker.next('silent', { kind: 'late', until: release.promise });
    host.mortal = false;
    const late = client.acquireTokenSilent(request('late'));
    await outwait(broker.nextRequest('silent'), 15_000);
    await expect(late).rejects.toMatchObject(unavailable('silent-deadline'));
    const next = client.acquireTokenSilent(request('next'));
    release.resolve();
    await expect(next).resolves.toMatchObject({ correlationId: 'next' });
    expect(host.exits).toHaveLength(2);
  });

  it('two callers at once get each their own token', async () => {
    const client = await started();
    const graph = { ...request('graph'), scopes: [`${emulators.graph.origin}/User.Read`] };
    const [first, second] = await Promise.all([client.acquireTokenSilent(request()), client.acquireTokenSilent(graph)]);
    expect(decodeJwt(first.accessToken).aud).toBe('https://cognitiveservices.azure.com');
    expect(decodeJwt(second.accessToken).aud).toBe(emulators.graph.origin);
    expect(host.exits).toHaveLength(1);
  });

  it('where policy requires the broker, a hang does not lock the person out', async () => {
    const client = await started('required');
    broker.next('silent', { kind: 'hang' });
    const call = client.acquireTokenSilent(request());
    await outwait(broker.nextRequest('silent'), 15_000);
    await expect(call).rejects.toMatchObject(unavailable('silent-deadline'));
    expect(client.status.state).toBe('tripped');
    await client.close();

    const restarted = await started('required');
    await expect(restarted.acquireTokenSilent(request())).resolves.toMatchObject({ tokenType: 'Bearer' });
    await restarted.close();
    await started();
  });

  it('says whose window the broker’s belongs to, and what this client is capable of', async () => {
    const client = await started();
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
    const token = await client.acquireTokenInteractive({ ...request(), claims }, Buffer.from('0badf00d', 'hex'));
    expect(decodeJwt(token.accessToken)['xms_cc']).toEqual(['cp1']);
    const asked = broker.requests.at(-1)?.fields;
    expect(asked).toMatchObject({ windowHandle: '0badf00d' });
    expect(JSON.stringify(asked)).toContain(String.raw`\"nbf\":{\"essential\":true,\"value\":\"1\"}`);
  });

  it('closing leaves no process behind and nobody waiting', async () => {
    const client = await started();
    broker.next('interactive', { kind: 'hang' });
    const window = client.acquireTokenInteractive(request());
    await broker.nextRequest('interactive');
    await Promise.all([expect(window).rejects.toMatchObject(unavailable('closed')), client.close()]);
    await host.exits[0];
    await expect(client.acquireTokenSilent(request())).rejects.toMatchObject(unavailable('closed'));
    expect(host.exits).toHaveLength(1);
  });

  it('writes no token, name or text of the broker into the log', async () => {
    const client = await started();
    await client.acquireTokenSilent(request());
    broker.next('silent', {
      kind: 'refuse',
      status: 'ApiContractViolation',
      context: 'ada@contoso.example is missing',
    });
    await client.acquireTokenSilent(request()).catch(() => {});
    broker.next('silent', { kind: 'say', messages: ['ada@contoso.example'] });
    await client.acquireTokenSilent(request()).catch(() => {});
    const text = log.lines.join();
    for (const token of emulators.entra.issuedTokens()) expect(text).not.toContain(token);
    expect(text).not.toContain('ada@');
  });
});
