import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTrustingRequest } from './testing/trusting-request.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-serve-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('serves until it is told to stop, and leaves a policy and an authority that other processes can use', async () => {
  const script = path.join(import.meta.dirname, 'serve.ts');
  const child = spawn(process.execPath, [script, '--out', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('certificateSpki')) break;

    const policy = JSON.parse(await readFile(path.join(folder, 'policy.json'), 'utf8')) as {
      TenantId: string;
      Cloud: { LoginHost: string };
    };
    const authority = await readFile(path.join(folder, 'certificate-authority.pem'), 'utf8');
    const discovery = `${policy.Cloud.LoginHost}/${policy.TenantId}/v2.0/.well-known/openid-configuration`;
    expect(await createTrustingRequest(authority)(discovery)).toMatchObject({ status: 200 });
  } finally {
    child.kill('SIGTERM');
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  // Windows has no signals: `kill` ends the process there without asking it.
  if (process.platform !== 'win32') expect(code).toBe(0);
});
