import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { createTestBrowser } from '../../../../dev/emulators/testing/test-browser.ts';
import { AppError } from '../../../shared/errors.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Policy } from '../policy/schema.ts';
import type { OpenUrl } from '../ports.ts';
import { FakeVault, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { MsalTokenSource } from './msal-token-source.ts';

let emulators: Emulators;
let policy: Policy;
let profileFolder: string;
let log: MemoryLog;

beforeAll(async () => {
  emulators = await startEmulators();
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), emulators.certificateAuthority]);
  const text = JSON.stringify(emulators.policy());
  policy = await readPolicy([{ name: 'policy.json', read: async () => text }]);
});

afterAll(() => emulators.close());

beforeEach(async () => {
  profileFolder = await temporaryFolder();
  log = new MemoryLog();
});

const never = new AbortController().signal;

/** Does what a person does: chooses Ada on the sign-in page. */
const chooseAda: OpenUrl = async (url) => {
  void createTestBrowser(emulators.certificateAuthority).signIn(url, 'ada');
};

/** A start of the application. */
function start(openUrl: OpenUrl = chooseAda, secretBox = new FakeVault()) {
  const app = { version: '0', platform: 'linux', profileFolder } as const;
  return new MsalTokenSource(policy, { fetch, openUrl, secretBox, log, app });
}

async function filesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join();
}

function tokenRequests(): number {
  return emulators.entra.requests.filter(({ endpoint }) => endpoint === 'token').length;
}

/** Reads a token's payload without checking it. */
function payload(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

describe('MsalTokenSource', () => {
  it('signs in, and gives each resource its own token', async () => {
    const tokens = start();
    const account = await tokens.signIn(never);
    expect(account).toMatchObject({ name: 'Ada Lovelace', tenantId: policy.tenantId });
    expect(account.id).toMatch(/^[0-9a-f]{32}$/);
    expect(payload(await tokens.token('azure-openai', never))['aud']).toBe('https://cognitiveservices.azure.com');
    expect(payload(await tokens.token('graph', never))['scp']).toContain('User.Read');
  });

  it('is signed in after a restart without asking anybody', async () => {
    const account = await start().signIn(never);
    const restarted = start(() => Promise.reject(new Error('asked the person')));
    expect(await restarted.account()).toEqual(account);
    expect(await restarted.token('azure-openai', never)).not.toBe('');
  });

  it('answers for the person who signed in last, never for the one before', async () => {
    const tokens = start();
    await tokens.signIn(never);
    const next = start(async (url) => {
      void createTestBrowser(emulators.certificateAuthority).signIn(url, 'grace');
    });
    await expect(next.signIn(never)).resolves.toMatchObject({ name: 'Grace Hopper' });
    expect(payload(await next.token('azure-openai', never))['upn']).toBe('grace@contoso.example');
    expect(await start().account()).toMatchObject({ name: 'Grace Hopper' });
  });

  it('takes one request for a token that ten callers want at once', async () => {
    const tokens = start();
    await tokens.signIn(never);
    const before = tokenRequests();
    const given = await Promise.all(Array.from({ length: 10 }, () => tokens.token('graph', never)));
    expect(new Set(given).size).toBe(1);
    expect(tokenRequests()).toBe(before + 1);
  });

  it('leaves no token readable on disk, and none at all after sign-out', async () => {
    const tokens = start();
    await tokens.signIn(never);
    const issued = emulators.entra.issuedTokens();
    const before = await filesOf(profileFolder);
    expect(before.length).toBeGreaterThan(1000);
    for (const token of issued) expect(before).not.toContain(token);
    await tokens.signOut();
    expect(await filesOf(profileFolder)).toBe('');
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
    await expect(tokens.signIn(cancel.signal)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    expect(tokens.signInLink()).toBeUndefined();
    // Nothing is left that would keep the next one from working.
    await expect(start().signIn(never)).resolves.toMatchObject({ name: 'Ada Lovelace' });
  });

  it('keeps nothing of a sign-in that is cancelled while its code is redeemed', async () => {
    const cancel = new AbortController();
    const tokens = start();
    const redeemed = emulators.entra.nextRequest('token').then(() => cancel.abort(new AppError('sign-in-cancelled')));
    await expect(tokens.signIn(cancel.signal)).rejects.toMatchObject({ code: 'sign-in-cancelled' });
    await redeemed;
    expect(await tokens.account()).toBeUndefined();
  });

  it('offers the page’s address while it waits for the browser', async () => {
    const cancel = new AbortController();
    const links: (string | undefined)[] = [];
    const tokens: MsalTokenSource = start(async () => {
      links.push(tokens.signInLink());
      cancel.abort(new AppError('sign-in-cancelled'));
    });
    await tokens.signIn(cancel.signal).catch(() => {});
    expect(links[0]).toContain(`${emulators.entra.origin}/${policy.tenantId}/oauth2/v2.0/authorize`);
  });

  it('goes on waiting when somebody else knocks at the loopback with a wrong state', async () => {
    const tokens = start(async (url) => {
      const { origin } = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
      const forged = new URLSearchParams({ code: 'stolen', state: 'wrong' });
      const reply = await fetch(origin.replace('localhost', '127.0.0.1'), { method: 'POST', body: forged });
      expect(reply.status).toBe(400);
      await chooseAda(url);
    });
    await expect(tokens.signIn(never)).resolves.toMatchObject({ name: 'Ada Lovelace' });
  });

  it('says that the person declined', async () => {
    const tokens = start(async (url) => {
      void createTestBrowser(emulators.certificateAuthority).signIn(url, 'cancel');
    });
    await expect(tokens.signIn(never)).rejects.toMatchObject({
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
    await expect(tokens.signIn(never)).rejects.toMatchObject({ code });
    await expect(tokens.signIn(never)).resolves.toMatchObject({ name: 'Ada Lovelace' });
  });

  it('asks for a new sign-in once the refresh token is revoked, also after a restart', async () => {
    const tokens = start();
    await tokens.signIn(never);
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
    const app = { version: '0', platform: 'linux', profileFolder } as const;
    const tokens = new MsalTokenSource(policy, {
      fetch: network,
      openUrl: chooseAda,
      secretBox: new FakeVault(),
      log,
      app,
    });
    await tokens.signIn(never);
    online = false;
    expect(await tokens.token('azure-openai', never)).not.toBe('');
    await expect(tokens.token('graph', never)).rejects.toMatchObject({
      code: 'network-unreachable',
      fields: { reason: 'ERR_INTERNET_DISCONNECTED' },
    });
  });

  it('stops waiting for a token when its turn is stopped', async () => {
    const tokens = start();
    await tokens.signIn(never);
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
    await tokens.signIn(never).catch(() => {});
    await tokens.signIn(never);
    const text = log.lines.join();
    for (const token of emulators.entra.issuedTokens()) expect(text).not.toContain(token);
    expect(text).not.toContain('ada@');
  });
});
