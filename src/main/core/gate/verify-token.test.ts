import { createSecretKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock, FakeVault, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { SigningKeys } from './signing-keys.ts';
import { DirectoryServer, sendJson } from './testing/directory-server.ts';
import { type TokenKind, verifyToken } from './verify-token.ts';

const never = new AbortController().signal;
const minute = 60_000;
const day = 24 * 60 * minute;
const otherTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

let clock: FakeClock;
let directory: DirectoryServer;
let file: string;

beforeEach(async () => {
  clock = new FakeClock();
  directory = await DirectoryServer.start(clock);
  file = path.join(await temporaryFolder(), 'keys');
});

afterEach(() => directory.close());

function start(tenant = directory.tenantId): SigningKeys {
  const ports = { fetch, clock, secretBox: new FakeVault(), log: new MemoryLog() };
  return new SigningKeys({ ports, loginOrigin: directory.origin, tenant, file });
}

interface Given {
  readonly keys?: SigningKeys;
  readonly kind?: TokenKind;
  readonly allowedTenants?: readonly string[];
  readonly loginOrigin?: string;
}

/** What comes of a token: `valid`, or the reason. */
async function verify(token: string, given: Given = {}): Promise<unknown> {
  const { keys = start(), kind = 'id', allowedTenants = [], loginOrigin = directory.origin } = given;
  const audience = { loginOrigin, clientId: directory.clientId, azureOpenAIScope: directory.scope, allowedTenants };
  const check = await verifyToken({ token, kind, audience, keys, clock }, never);
  if (check.kind === 'valid') return 'valid';
  const { code, fields } = check.error;
  return check.kind === 'invalid' && code === 'sign-in-bad-reply'
    ? fields['reason']
    : [check.kind, code, fields['reason']];
}

describe('verifyToken', () => {
  it('accepts what the tenant signed for this application', async () => {
    expect(await verify(await directory.sign())).toBe('valid');
    expect(await verify(await directory.sign(), { allowedTenants: [directory.tenantId.toUpperCase()] })).toBe('valid');
  });

  it('accepts no token that is unsigned or signed with the public key as a secret', async () => {
    const claims = directory.claims();
    expect(await verify(new UnsecuredJWT(claims).encode())).toBe('token-algorithm');
    const pem = await exportSPKI((await importJWK(directory.publicKey, 'RS256')) as CryptoKey);
    for (const secret of [pem, JSON.stringify(directory.publicKey), String(directory.publicKey.n)]) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(createSecretKey(Buffer.from(secret)));
      expect(await verify(forged)).toBe('token-algorithm');
    }
  });

  it('accepts neither a changed token nor garbage', async () => {
    const [header, , signature] = (await directory.sign()).split('.');
    const payload = Buffer.from(JSON.stringify(directory.claims({ roles: ['Parley.Administrator'] }))).toString(
      'base64url',
    );
    expect(await verify(`${header}.${payload}.${signature}`)).toBe('token-signature');
    for (const garbage of ['', 'a.b.c', '<html>', `${header}.${payload}.`, `${header}.${payload}`]) {
      expect(await verify(garbage)).toMatch(/^token-(form|signature)$/);
    }
  });

  it('accepts no token of another directory that uses the same key id', async () => {
    const stranger = await DirectoryServer.start(clock);
    try {
      expect(await verify(await stranger.sign(directory.claims()))).toBe('token-signature');
    } finally {
      await stranger.close();
    }
  });

  it('goes to no address that a token names', async () => {
    const stranger = await DirectoryServer.start(clock);
    try {
      const address = `${stranger.origin}/keys`;
      for (const kid of [address, '../../../../etc/passwd', '/dev/null', "' OR 1=1", '__proto__']) {
        expect(await verify(await stranger.sign(directory.claims(), { kid, jku: address, x5u: address }))).toBe(
          'token-key',
        );
      }
      expect(stranger.requests).toEqual([]);
    } finally {
      await stranger.close();
    }
  });

  it('accepts no token for another application, tenant or issuer', async () => {
    expect(await verify(await directory.sign({ aud: otherTenant }))).toBe('token-audience');
    expect(await verify(await directory.sign({ iss: 'https://evil.example/v2.0' }))).toBe('token-issuer');
    expect(await verify(await directory.sign({ tid: otherTenant }))).toBe('token-issuer');
    const foreign = { tid: otherTenant, iss: `${directory.origin}/${otherTenant}/v2.0` };
    expect(await verify(await directory.sign(foreign))).toBe('token-tenant');
    expect(await verify(await directory.sign({ tid: undefined }))).toBe('token-form');
    expect(await verify(await directory.sign(), { allowedTenants: [otherTenant] })).toBe('token-tenant');
  });

  it('lets only the allowed tenants in behind the page for all organisations', async () => {
    directory.discovery = { issuer: `${directory.origin}/{tenantid}/v2.0` };
    const foreign = await directory.sign({ tid: otherTenant, iss: `${directory.origin}/${otherTenant}/v2.0` });
    const keys = start('organizations');
    expect(await verify(foreign, { keys, allowedTenants: [directory.tenantId] })).toBe('token-tenant');
    expect(await verify(await directory.sign(), { keys, allowedTenants: [directory.tenantId] })).toBe('valid');
  });

  it('accepts no token of this tenant that a key for another one has signed', async () => {
    await directory.rollOver('key-2', `${directory.origin}/${otherTenant}/v2.0`);
    expect(await verify(await directory.sign())).toBe('token-key');
    await directory.rollOver('key-3', `${directory.origin}/{tenantid}/v2.0`);
    expect(await verify(await directory.sign())).toBe('valid');
  });

  it('tolerates a clock that is five minutes wrong, not more', async () => {
    const now = clock.now() / 1000;
    expect(await verify(await directory.sign({ exp: now - 299 }))).toBe('valid');
    expect(await verify(await directory.sign({ exp: now - 301 }))).toBe('token-expired');
    expect(await verify(await directory.sign({ nbf: now + 299 }))).toBe('valid');
    expect(await verify(await directory.sign({ nbf: now + 301 }))).toBe('token-not-yet-valid');
    expect(await verify(await directory.sign({ exp: undefined }))).toBe('token-claims');
    expect(await verify(await directory.sign({ exp: '9999999999' }))).toBe('token-claims');
  });

  it('takes an access token for an id token as little as the other way round', async () => {
    const access = await directory.sign({ aud: 'https://cognitiveservices.azure.com' });
    expect(await verify(access)).toBe('token-audience');
    expect(await verify(access, { kind: 'access' })).toBe('valid');
    expect(await verify(await directory.sign(), { kind: 'access' })).toBe('token-audience');
  });

  it('accepts version 1 access tokens of the cloud alone', async () => {
    const loginOrigin = 'https://login.microsoftonline.com';
    const claims = {
      aud: 'https://cognitiveservices.azure.com',
      iss: `https://sts.windows.net/${directory.tenantId}/`,
    };
    const token = await directory.sign(claims);
    expect(await verify(token, { kind: 'access', loginOrigin })).toBe('valid');
    expect(await verify(token, { kind: 'access', loginOrigin: 'https://login.partner.microsoftonline.cn' })).toBe(
      'token-issuer',
    );
    expect(await verify(await directory.sign({ iss: claims.iss }), { loginOrigin })).toBe('token-issuer');
  });
});

describe('SigningKeys', () => {
  it('follows a change of keys, asking at most once a minute', async () => {
    const keys = start();
    expect(await verify(await directory.sign(), { keys })).toBe('valid');
    await directory.rollOver('key-2');
    clock.advance(minute);
    expect(await verify(await directory.sign(), { keys })).toBe('valid');
    const asked = directory.requests.length;
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await verify(await directory.sign({}, { kid: `made-up-${attempt}` }), { keys })).toBe('token-key');
    }
    expect(directory.requests).toHaveLength(asked);
  });

  it('does not call a token forged because the keys changed right after they were fetched', async () => {
    const keys = start();
    expect(await verify(await directory.sign(), { keys })).toBe('valid');
    await directory.rollOver('key-2');
    expect(await verify(await directory.sign(), { keys })).toBe('valid');
  });

  it('verifies without a network after a restart, also when the keys are old', async () => {
    const token = await directory.sign({ exp: clock.now() / 1000 + 90 * 86_400 });
    expect(await verify(token)).toBe('valid');
    await directory.close();
    expect(await verify(token)).toBe('valid');
    clock.advance(30 * day);
    expect(await verify(token)).toBe('valid');
  });

  it('asks again after a day', async () => {
    const keys = start();
    await verify(await directory.sign(), { keys });
    const asked = directory.requests.length;
    await verify(await directory.sign(), { keys: start() });
    expect(directory.requests).toHaveLength(asked);
    clock.advance(day);
    await verify(await directory.sign(), { keys });
    expect(directory.requests.length).toBeGreaterThan(asked);
  });

  it('takes no keys for fresh that were kept for another directory, or on a clock that was ahead', async () => {
    await verify(await directory.sign());
    const asked = directory.requests.length;
    await verify(await directory.sign(), { keys: start('contoso.example') });
    expect(directory.requests).toHaveLength(asked * 2);
    clock.advance(-day);
    await verify(await directory.sign(), { keys: start('contoso.example') });
    expect(directory.requests).toHaveLength(asked * 3);
  });

  it('does not call a token forged because the network is down', async () => {
    const token = await directory.sign();
    await directory.close();
    const keys = start();
    expect(await verify(token, { keys })).toEqual(['unchecked', 'network-unreachable', 'ECONNREFUSED']);
    expect(await verify(token, { keys })).toEqual(['unchecked', 'network-unreachable', 'ECONNREFUSED']);
  });

  it('does not call a token forged because new keys cannot be had', async () => {
    const keys = start();
    await verify(await directory.sign(), { keys });
    await directory.rollOver('key-2');
    const token = await directory.sign();
    clock.advance(minute);
    directory.keysReply = (response) => sendJson(response, {}, 503);
    expect(await verify(token, { keys })).toEqual(['unchecked', 'network-unreachable', 'HTTP_ERROR']);
    expect(await verify(token, { keys })).toEqual(['unchecked', 'network-unreachable', 'HTTP_ERROR']);
  });

  it('takes no keys from elsewhere', async () => {
    const stranger = await DirectoryServer.start(clock);
    const { host } = new URL(directory.origin);
    try {
      for (const address of [
        `${stranger.origin}/keys`,
        `http://${host}@${new URL(stranger.origin).host}/keys`,
        `https://${host}/keys`,
        'file:///etc/passwd',
        'keys',
      ]) {
        directory.discovery = { jwks_uri: address };
        expect(await verify(await directory.sign())).toEqual(['unchecked', 'sign-in-bad-reply', 'discovery-keys']);
      }
      expect(stranger.requests).toEqual([]);
    } finally {
      await stranger.close();
    }
  });

  it('takes no other tenant for the one it asked for', async () => {
    for (const issuer of [
      `${directory.origin}/${otherTenant}/v2.0`,
      `${directory.origin}/{tenantid}/v2.0`,
      `https://evil.example/${directory.tenantId}/v2.0`,
      `${directory.origin}/${directory.tenantId}/v2.0/more`,
      `${directory.origin}.evil.example/${directory.tenantId}/v2.0`,
    ]) {
      directory.discovery = { issuer };
      expect(await verify(await directory.sign())).toEqual(['unchecked', 'sign-in-bad-reply', 'discovery-issuer']);
    }
  });

  it('knows the tenant of a domain', async () => {
    expect(await verify(await directory.sign(), { keys: start('contoso.example') })).toBe('valid');
    const foreign = await directory.sign({ tid: otherTenant, iss: `${directory.origin}/${otherTenant}/v2.0` });
    expect(await verify(foreign, { keys: start('contoso.example') })).toBe('token-tenant');
  });

  it.each([
    ['a page', 'network-unreachable', '<!doctype html><title>Sign in to the proxy</title>'],
    ['ten megabytes', 'network-unreachable', JSON.stringify({ keys: [], padding: 'x'.repeat(10 * 1024 * 1024) })],
    ['no keys', 'sign-in-bad-reply', '{"keys":[]}'],
    ['a list', 'sign-in-bad-reply', '[]'],
    ['a secret as a key', 'sign-in-bad-reply', '{"keys":[{"kty":"oct","kid":"key-1","k":"c2VjcmV0"}]}'],
    [
      'too many keys',
      'sign-in-bad-reply',
      JSON.stringify({ keys: Array.from({ length: 5000 }, () => ({ kty: 'RSA' })) }),
    ],
  ])('says that it could not check, for keys that are %s', async (_, code, body) => {
    directory.keysReply = (response) => response.end(body);
    expect(await verify(await directory.sign())).toMatchObject(['unchecked', code, expect.any(String)]);
  });

  it('ends with its deadline where the directory never answers', async () => {
    directory.keysReply = (response) => response.writeHead(200).write('{');
    const keys = start();
    const verdict = verify(await directory.sign(), { keys });
    await directory.nextRequest();
    await directory.nextRequest();
    clock.advance(minute);
    expect(await verdict).toEqual(['unchecked', 'network-unreachable', 'TIMED_OUT']);
  });

  it('ends at once when it is called off', async () => {
    directory.keysReply = () => {};
    const caller = new AbortController();
    const asking = start().current(caller.signal);
    await directory.nextRequest();
    await directory.nextRequest();
    caller.abort(new Error('called off'));
    await expect(asking).rejects.toThrow('called off');
  });

  it('takes no key that somebody put into its file', async () => {
    await verify(await directory.sign());
    const honest = await readFile(file);
    const stranger = await DirectoryServer.start(clock);
    try {
      const forged = await stranger.sign(directory.claims());
      const opened = (await new FakeVault().open(honest)).toString('latin1');
      const changed = opened.replace(String(directory.publicKey.n), String(stranger.publicKey.n));
      expect(changed).not.toBe(opened);
      await writeFile(file, await new FakeVault().seal(Buffer.from(changed, 'latin1')));
      expect(await verify(forged)).toBe('token-signature');
    } finally {
      await stranger.close();
    }
  });

  it('keeps no private part of a key that a directory leaks', async () => {
    directory.keysReply = (response) => sendJson(response, { keys: [{ ...directory.publicKey, d: 'private-part' }] });
    expect(await verify(await directory.sign())).toBe('valid');
    expect((await new FakeVault().open(await readFile(file))).includes('private-part')).toBe(false);
  });
});
