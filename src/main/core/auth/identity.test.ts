import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { createTestBrowser } from '../../../../dev/emulators/testing/test-browser.ts';
import { AppError } from '../../../shared/errors.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { OpenUrl, ProcessHost } from '../ports.ts';
import { FakeClock, FakeVault, MemoryLog, sessionPorts, temporaryFolder } from '../testing/fakes.ts';
import { Identity } from './identity.ts';
import type { Resource, SignInEvents } from './token-source.ts';

let emulators: Emulators;
let policy: Policy;
let profileFolder: string;
let log: MemoryLog;

beforeAll(async () => {
  emulators = await startEmulators();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), emulators.certificateAuthority]);
  const text = JSON.stringify(emulators.policy({ Broker: 'off' }));
  policy = await readPolicy([{ name: 'policy.json', read: async () => text }]);
});

afterAll(() => emulators.close());

beforeEach(async () => {
  profileFolder = await temporaryFolder();
  log = new MemoryLog();
});

const never = new AbortController().signal;
const quietly = { onLink: () => {} };

/** Does what a person does: chooses Ada on the sign-in page. */
const chooseAda: OpenUrl = async (url) => {
  void createTestBrowser(emulators.certificateAuthority).signIn(url, 'ada');
};

/** A start of the application, with the account that is in use. */
function start(openUrl: OpenUrl = chooseAda, secretBox = new FakeVault(), network: typeof fetch = fetch) {
  const identity = new Identity(policy, {
    ...sessionPorts(noProcess),
    fetch: network,
    openUrl,
    secretBox,
    log,
    clock: new FakeClock(),
    policySources: [],
    app: { version: '0', platform: 'linux', system: 'linux 6', profileFolder },
  });
  const loaded = identity.load();
  const inUse = async () => {
    await loaded;
    if (identity.active === undefined) throw new AppError('sign-in-required');
    return identity.active;
  };
  return {
    account: () => inUse().catch(() => undefined),
    token: async (resource: Resource, signal: AbortSignal) =>
      identity.tokens(await inUse()).token({ resource }, signal),
    signIn: async (events: Partial<SignInEvents>, signal: AbortSignal) => {
      await loaded;
      const unheard = { onLink: () => {}, onDeviceCode: () => {} };
      const wish = { chooseAccount: true, onMethod: () => {}, events: { ...unheard, ...events } };
      return identity.signIn(wish, signal);
    },
    signOut: async () => {
      const account = await inUse();
      await identity.forgetTokens(account);
      await identity.remove(account);
    },
  };
}

/** Nothing in these tests has a process of its own. */
const noProcess: ProcessHost = {
  start: () => {
    throw new Error('started a process');
  },
};

async function filesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join();
}

function tokenRequests(): number {
  return emulators.entra.requests.filter(({ endpoint }) => endpoint === 'token').length;
}

function emulatedTenant(): string {
  return policy.directories[0].tenant;
}

/** Reads a token's payload without checking it. */
function payload(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

describe('an identity', () => {
  it('signs in, and gives each resource its own token', async () => {
    const tokens = start();
    const account = await tokens.signIn(quietly, never);
    expect(account).toMatchObject({ name: 'Ada Lovelace', tenantId: emulatedTenant() });
    expect(account.id).toMatch(/^[0-9a-f]{32}$/);
    expect(payload(await tokens.token('azure-openai', never))['aud']).toBe('https://cognitiveservices.azure.com');
    expect(payload(await tokens.token('graph', never))['scp']).toContain('User.Read');
  });

  it('is signed in after a restart without asking anybody', async () => {
    const account = await start().signIn(quietly, never);
    const restarted = start(() => Promise.reject(new Error('asked the person')));
    expect(await restarted.account()).toEqual(account);
    expect(await restarted.token('azure-openai', never)).not.toBe('');
  });

  it('answers for the person who signed in last, never for the one before', async () => {
    const tokens = start();
    await tokens.signIn(quietly, never);
    const next = start(async (url) => {
      void createTestBrowser(emulators.certificateAuthority).signIn(url, 'grace');
    });
    await expect(next.signIn(quietly, never)).resolves.toMatchObject({ name: 'Grace Hopper' });
    expect(payload(await next.token('azure-openai', never))['upn']).toBe('grace@contoso.example');
    expect(await start().account()).toMatchObject({ name: 'Grace Hopper' });
  });

  it('takes one request for a token that ten callers want at once', async () => {
    const tokens = start();
    await tokens.signIn(quietly, never);
    const before = tokenRequests();
    const given = await Promise.all(Array.from({ length: 10 }, () => tokens.token('graph', never)));
    expect(new Set(given).size).toBe(1);
    expect(tokenRequests()).toBe(before + 1);
  });

  it('leaves no token readable on disk, and none at all after sign-out', async () => {
    const tokens = start();
    await tokens.signIn(quietly, never);
    const issued = emulators.entra.issuedTokens();
    const before = await filesOf(profileFolder);
    expect(before.length).toBeGreaterThan(1000);
    for (const token of issued) expect(before).not.toContain(token);
    await tokens.signOut();
    expect(await readdir(path.join(profileFolder, 'tokens'))).toEqual([]);
    const kept = (await new FakeVault().open(await readFile(path.join(profileFolder, 'accounts/list')))).toString();
    expect(kept).toContain('"accounts":[]');
    expect(kept).not.toContain('ada');
    expect(await tokens.account()).toBeUndefined();
    await expect(tokens.token('graph', never)).rejects.toMatchObject({ code: 'sign-in-required' });
  });

  it.each([
    ['before the browser is open', (abort: () => void) => (abort(), undefined)],
    ['while the page waits', (abort: () => void) => async () => abort()],
  ])('ends for good when it is cancelled %s', async (_when, prepare) => {
    const cancel = new AbortController();
    const openUrl = prepare(() => cancel.abort(new AppError('sign-in-cancelled')));
    const tokens = start(openUrl ?? chooseAda);
    await expect(tokens.signIn(quietly, cancel.signal)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    // Nothing is left that would keep the next one from working.
    await expect(start().signIn(quietly, never)).resolves.toMatchObject({ name: 'Ada Lovelace' });
  });

  it('ends at once when it is cancelled while the sign-in service is silent', async () => {
    const cancel = new AbortController();
    const asked = Promise.withResolvers<void>();
    const silent: typeof fetch = (_url, init) => {
      asked.resolve();
      return new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    };
    const signIn = start(chooseAda, new FakeVault(), silent).signIn(quietly, cancel.signal);
    await asked.promise;
    cancel.abort(new AppError('sign-in-cancelled'));
    await expect(signIn).rejects.toMatchObject({ code: 'sign-in-cancelled' });
  });

  it('lets a person sign in while a renewal waits for a silent service', async () => {
    await start().signIn(quietly, never);
    const cancel = new AbortController();
    let isSilent = true;
    const asked = Promise.withResolvers<void>();
    const silentAtFirst: typeof fetch = async (url, init) => {
      if (!isSilent) return fetch(url, init);
      asked.resolve();
      return new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    };
    const tokens = start(chooseAda, new FakeVault(), silentAtFirst);
    const stuck = tokens.token('graph', cancel.signal);
    await asked.promise;
    isSilent = false;
    await expect(tokens.signIn(quietly, never)).resolves.toMatchObject({ name: 'Ada Lovelace' });
    cancel.abort(new AppError('sign-in-required'));
    await expect(stuck).rejects.toMatchObject({ code: 'sign-in-required' });
  });

  it('keeps nothing of a sign-in that is cancelled while its code is redeemed', async () => {
    const cancel = new AbortController();
    const tokens = start();
    const redeemed = emulators.entra.nextRequest('token').then(() => cancel.abort(new AppError('sign-in-cancelled')));
    await expect(tokens.signIn(quietly, cancel.signal)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    await redeemed;
    expect(await tokens.account()).toBeUndefined();
  });

  it('offers the page’s address while it waits for the browser', async () => {
    const cancel = new AbortController();
    const links: string[] = [];
    const tokens = start(async () => cancel.abort(new AppError('sign-in-cancelled')));
    await tokens.signIn({ onLink: (link) => links.push(link) }, cancel.signal).catch(() => {});
    expect(links[0]).toContain(`${emulators.entra.origin}/${emulatedTenant()}/oauth2/v2.0/authorize`);
  });

  it('goes on waiting when somebody else knocks at the loopback with a wrong state', async () => {
    const tokens = start(async (url) => {
      const { origin } = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
      const forged = new URLSearchParams({ code: 'stolen', state: 'wrong' });
      const reply = await fetch(origin.replace('localhost', '127.0.0.1'), { method: 'POST', body: forged });
      expect(reply.status).toBe(400);
      await chooseAda(url);
    });
    await expect(tokens.signIn(quietly, never)).resolves.toMatchObject({ name: 'Ada Lovelace' });
  });

  it('says that the person declined', async () => {
    const tokens = start(async (url) => {
      void createTestBrowser(emulators.certificateAuthority).signIn(url, 'cancel');
    });
    await expect(tokens.signIn(quietly, never)).rejects.toMatchObject({
      code: 'sign-in-refused',
      fields: { aadsts: 'AADSTS65004' },
    });
  });

  it.each([
    [
      '500',
      { kind: 'status', status: 500, body: '{"message":"oops"}', contentType: 'application/json' },
      'sign-in-failed',
    ],
    ['a page of HTML', { kind: 'html', status: 200 }, 'sign-in-bad-reply'],
    ['a page of HTML with 502', { kind: 'html', status: 502 }, 'sign-in-failed'],
    ['JSON without tokens', { kind: 'json-without-tokens' }, 'sign-in-bad-reply'],
    ['a dropped connection', { kind: 'drop' }, 'network-unreachable'],
    ['a code that was used before', { kind: 'oauth-error', error: 'invalid_grant', aadsts: 54005 }, 'sign-in-refused'],
    ['a refusal', { kind: 'oauth-error', error: 'invalid_client', aadsts: 7000218 }, 'sign-in-refused'],
  ] as const)('explains a token endpoint that answers with %s', async (_name, failure, code) => {
    emulators.entra.failNextToken(failure);
    const tokens = start();
    await expect(tokens.signIn(quietly, never)).rejects.toMatchObject({ code });
    await expect(tokens.signIn(quietly, never)).resolves.toMatchObject({ name: 'Ada Lovelace' });
  });

  it('asks for a new sign-in once the refresh token is revoked, also after a restart', async () => {
    const tokens = start();
    await tokens.signIn(quietly, never);
    emulators.entra.revokeAll();
    await expect(tokens.token('graph', never)).rejects.toMatchObject({ code: 'sign-in-required' });
    const before = tokenRequests();
    await expect(start().token('graph', never)).rejects.toMatchObject({ code: 'sign-in-required' });
    expect(tokenRequests() - before).toBeLessThanOrEqual(1);
  });

  it('still has its tokens when the network goes away', async () => {
    let online = true;
    const network: typeof fetch = (...request) =>
      online ? fetch(...request) : Promise.reject(new TypeError('net::ERR_INTERNET_DISCONNECTED'));
    const tokens = start(chooseAda, new FakeVault(), network);
    await tokens.signIn(quietly, never);
    online = false;
    expect(await tokens.token('azure-openai', never)).not.toBe('');
    await expect(tokens.token('graph', never)).rejects.toMatchObject({
      code: 'network-unreachable',
      fields: { reason: 'ERR_INTERNET_DISCONNECTED' },
    });
  });

  it('stops waiting for a token when its turn is stopped', async () => {
    const tokens = start();
    await tokens.signIn(quietly, never);
    emulators.entra.failNextToken({ kind: 'hang' });
    const stop = new AbortController();
    const asked = emulators.entra.nextRequest('token');
    const waiting = tokens.token('graph', stop.signal);
    await asked;
    stop.abort('stopped');
    await expect(waiting).rejects.toBe('stopped');
  });

  it('writes no token, code or name into the log', async () => {
    emulators.entra.failNextToken({ kind: 'oauth-error', error: 'invalid_grant', aadsts: 50173 });
    const tokens = start();
    await tokens.signIn(quietly, never).catch(() => {});
    await tokens.signIn(quietly, never);
    const text = log.lines.join();
    for (const token of emulators.entra.issuedTokens()) expect(text).not.toContain(token);
    expect(text).not.toContain('ada@');
  });
});
