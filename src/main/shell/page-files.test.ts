import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../core/testing/fakes.ts';
import { readPageFile } from './page-files.ts';

let root: string;

beforeAll(async () => {
  const folder = await temporaryFolder();
  root = path.join(folder, 'renderer');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await mkdir(path.join(folder, 'renderer-secret'));
  await writeFile(path.join(root, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">');
  await writeFile(path.join(root, 'assets/app.js'), 'let nonce = "__CSP_NONCE__"');
  await writeFile(path.join(root, 'key.pem'), 'secret');
  await writeFile(path.join(folder, 'secret.js'), 'secret');
  await writeFile(path.join(folder, 'renderer-secret/secret.js'), 'secret');
});

describe('readPageFile', () => {
  it('gives each load of the page its own nonce, the same in page and policy', async () => {
    const [first, second] = [await readPageFile(root, '/'), await readPageFile(root, '/index.html')];
    const nonces = [first, second].map((file) => /nonce="([^"]+)"/.exec(String(file?.body))?.[1]);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(first?.headers['content-security-policy']).toContain(`'nonce-${nonces[0]}'`);
    expect(first?.headers['cache-control']).toBe('no-store');
  });

  it('allows the page no inline script, no remote origin and no HTML from strings', async () => {
    const policy = (await readPageFile(root, '/'))?.headers['content-security-policy'] ?? '';
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  it('serves scripts as they are', async () => {
    const file = await readPageFile(root, '/assets/app.js');
    expect(file?.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(Buffer.from(file?.body as Uint8Array).toString()).toBe('let nonce = "__CSP_NONCE__"');
  });

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/../../secret.js',
    '/../renderer-secret/secret.js',
    String.raw`/..\secret.js`,
    '/assets/app.js%00.html',
    '/%E0%A4%A',
    '/key.pem',
    '/missing.js',
    '/assets',
  ])('serves nothing for %s', async (pathname) => {
    expect(await readPageFile(root, pathname)).toBeUndefined();
  });
});
