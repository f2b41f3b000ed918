import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { AppError, type ErrorCode } from '../../../../shared/errors.ts';
import { clouds } from '../../auth/cloud.ts';
import { type DiscoveryRule, toDiscoveryRule } from '../../policy/discovery.ts';
import { FakeClock, FakeVault, MemoryLog, temporaryFolder } from '../../testing/fakes.ts';
import { ModelDiscovery } from './model-discovery.ts';

const origin = 'https://management.azure.com';
const subscription = '11111111-1111-4111-8111-111111111111';
const accounts = `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/accounts`;
const accountId = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/contoso`;
const hour = 3_600_000;

/** What ARM has, and a person's computer. */
class Azure {
  readonly clock = new FakeClock();
  readonly log = new MemoryLog();
  readonly requests: string[] = [];
  deployments: readonly string[] = ['everyday', 'careful'];
  /** Of the resource alone. */
  status = 200;
  failure: ErrorCode | 'network' | undefined;
  /** Whether the person's roles give them all models. */
  isAllowed = true;
  file = '';

  readonly fetch: typeof globalThis.fetch = async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    this.requests.push(pathname);
    if (this.failure === 'network') throw new TypeError('fetch failed');
    return this.#answer(pathname);
  };

  /** Starts Parley. */
  start(rule: Partial<DiscoveryRule> = {}) {
    const { clock, log, fetch, file } = this;
    const closed = new AbortController();
    onTestFinished(() => closed.abort());
    const waiters: (() => void)[] = [];
    const token = async () => {
      if (this.failure !== undefined && this.failure !== 'network') throw new AppError(this.failure);
      return 'token';
    };
    const discovery = new ModelDiscovery({
      ports: { clock, log, fetch, secretBox: new FakeVault() },
      directory: { cloud: clouds.global, deployments: [] },
      rule: { ...toDiscoveryRule({ Tags: {} }), ...rule },
      origin,
      tokens: { token },
      isAllowed: () => this.isAllowed,
      file,
      onChange: () => {
        if (discovery.state.kind !== 'looking') for (const wake of waiters.splice(0)) wake();
      },
    });
    return {
      discovery,
      close: () => closed.abort(),
      run: () => void discovery.run(closed.signal),
      /** Resolves when a search ends that begins from now on. */
      searched: () => new Promise<void>((resolve) => void waiters.push(resolve)),
      names: () => discovery.deployments.map(({ displayName }) => displayName),
      gone: () =>
        discovery.deployments.filter(({ found }) => found?.isGone === true).map(({ displayName }) => displayName),
    };
  }

  /** Starts Parley, and waits for its first search. */
  async startSearched(rule?: Partial<DiscoveryRule>) {
    const app = this.start(rule);
    await app.discovery.load();
    const searched = app.searched();
    app.run();
    await searched;
    return app;
  }

  #answer(pathname: string): Response {
    const value = (items: readonly unknown[]) => Response.json({ value: items });
    if (pathname === '/subscriptions') return value([{ subscriptionId: subscription }]);
    const properties = { endpoint: 'https://contoso.openai.azure.com/' };
    if (pathname === accounts) return value([{ id: accountId, name: 'contoso', kind: 'OpenAI', properties }]);
    if (pathname === `${accountId}/deployments`) {
      if (this.status !== 200) return new Response('{}', { status: this.status });
      const capabilities = { chatCompletion: 'true' };
      return value(
        this.deployments.map((name) => ({
          id: `${accountId}/deployments/${name}`,
          name,
          properties: { model: { name: 'gpt-4o' }, capabilities },
        })),
      );
    }
    return new Response('{}', { status: 404 });
  }
}

let azure: Azure;
beforeEach(async () => {
  azure = new Azure();
  azure.file = path.join(await temporaryFolder(), 'found-models');
});

describe('ModelDiscovery', () => {
  it('has what it found at the next start, before and without the network', async () => {
    const first = await azure.startSearched();
    expect(first.discovery.state).toEqual({ kind: 'looked', at: azure.clock.now(), gaps: 0 });
    first.close();

    azure.failure = 'network';
    const again = azure.start();
    await again.discovery.load();
    expect(again.names()).toEqual(['careful', 'everyday']);
    const searched = again.searched();
    again.run();
    await searched;
    expect(again.discovery.state).toMatchObject({ kind: 'failed', error: { code: 'network-unreachable' } });
    expect(again.names()).toEqual(['careful', 'everyday']);
    expect(again.gone()).toEqual([]);
  });

  it('offers nothing that was found where policy no longer has it looked for, nor what another has written', async () => {
    (await azure.startSearched()).close();
    const narrower = azure.start({ resources: ['other'] });
    await narrower.discovery.load();
    expect(narrower.names()).toEqual([]);

    const sealed = await readFile(azure.file);
    await writeFile(azure.file, Buffer.from(sealed.map((byte, index) => (index === 100 ? byte ^ 1 : byte))));
    const edited = azure.start();
    await edited.discovery.load();
    expect(edited.names()).toEqual([]);
    // The names of the organisation's resources are nobody else's to read.
    expect(sealed.includes('contoso')).toBe(false);
  });

  it('keeps a model that is gone for the conversations that have it, but says so, and not for ever', async () => {
    const app = await azure.startSearched();
    azure.deployments = ['everyday'];
    let searched = app.searched();
    app.discovery.look();
    await searched;
    expect(app.names()).toEqual(['careful', 'everyday']);
    expect(app.gone()).toEqual(['careful']);

    // It came back.
    azure.deployments = ['everyday', 'careful'];
    searched = app.searched();
    app.discovery.look();
    await searched;
    expect(app.gone()).toEqual([]);

    azure.deployments = ['everyday'];
    searched = app.searched();
    app.discovery.look();
    await searched;
    app.close();
    azure.clock.advance(91 * 24 * hour);
    const later = await azure.startSearched();
    expect(later.names()).toEqual(['everyday']);
  });

  it('does not take for gone what it could not look at', async () => {
    const app = await azure.startSearched();
    azure.status = 403;
    const searched = app.searched();
    app.discovery.look();
    await searched;
    expect(app.discovery.state).toMatchObject({ kind: 'looked', gaps: 1 });
    expect(app.names()).toEqual(['careful', 'everyday']);
    expect(app.gone()).toEqual([]);
  });

  it('looks again every few hours, soon after a failure, and at once when the person wants it', async () => {
    const app = await azure.startSearched();
    const count = () => azure.requests.filter((each) => each === '/subscriptions').length;
    const pass = async (milliseconds: number, slice = 300_000) => {
      const asleep = () => azure.clock.asleep(slice);
      for (let passed = 0; passed < milliseconds; passed += slice) {
        const next = asleep();
        azure.clock.advance(slice);
        if (passed + slice < milliseconds) await next;
      }
    };
    expect(count()).toBe(1);
    azure.failure = 'network';
    let searched = app.searched();
    await pass(4 * hour);
    await searched;
    expect(count()).toBe(2);

    azure.failure = undefined;
    searched = app.searched();
    const resting = azure.clock.asleep(300_000);
    await resting;
    azure.clock.advance(300_000);
    await searched;
    expect(app.discovery.state.kind).toBe('looked');
    expect(count()).toBe(3);
  });

  it.each(['consent-required', 'consent-admin', 'claims-challenge', 'sign-in-required'] as const)(
    'asks nobody anything by itself where Azure wants the person (%s), and goes on once they have signed in',
    async (code) => {
      azure.failure = code;
      const app = await azure.startSearched();
      expect(app.discovery.state).toEqual({ kind: 'permission-needed' });
      expect(azure.requests).toEqual([]);
      azure.failure = undefined;
      const searched = app.searched();
      app.discovery.signedInAgain();
      await searched;
      expect(app.names()).toEqual(['careful', 'everyday']);
    },
  );

  it('neither looks nor offers anything where the person’s roles give them a list of models, until they do not', async () => {
    (await azure.startSearched()).close();
    const { length } = azure.requests;
    azure.isAllowed = false;
    const app = await azure.startSearched();
    expect(app.discovery.state).toEqual({ kind: 'off' });
    expect(app.names()).toEqual([]);
    expect(azure.requests).toHaveLength(length);

    azure.isAllowed = true;
    const searched = app.searched();
    app.discovery.look();
    await searched;
    expect(app.names()).toEqual(['careful', 'everyday']);
  });

  it('logs no name of the organisation’s', async () => {
    await azure.startSearched();
    azure.status = 403;
    (await azure.startSearched()).close();
    expect(azure.log.lines.join('\n')).toContain('discovery-end');
    expect(azure.log.lines.join('\n')).not.toMatch(/contoso|careful|everyday|1111/);
  });
});
