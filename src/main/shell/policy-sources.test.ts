import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../core/testing/fakes.ts';
import { machinePolicyFile, policyFile, policySources } from './policy-sources.ts';

let file: string;

beforeEach(async () => {
  file = path.join(await temporaryFolder(), 'policy.json');
});

describe('policy sources', () => {
  it('asks the machine before the person', () => {
    const names = policySources('linux', { PARLEY_POLICY_FILE: '/home/ada/policy.json' }).map(({ name }) => name);
    expect(names).toEqual(['/etc/parley/policy.json', '/home/ada/policy.json']);
  });

  it('takes an empty variable for none', () => {
    expect(policySources('darwin', { PARLEY_POLICY_FILE: '' })).toEqual([]);
  });

  it('names a file that is not there', async () => {
    await expect(policyFile(file).read()).rejects.toMatchObject({
      code: 'policy-unreadable',
      fields: { source: file, problem: 'is not there' },
    });
  });

  it('names a file that is too large to be a policy', async () => {
    await writeFile(file, ' '.repeat(2 * 1024 * 1024));
    await expect(policyFile(file).read()).rejects.toMatchObject({
      code: 'policy-unreadable',
      fields: { problem: 'is larger than 1 MB' },
    });
  });

  it.each(['utf8', 'utf16le'] as const)(
    'reads a file in %s with its mark, as Windows PowerShell writes it',
    async (encoding) => {
      await writeFile(file, Buffer.from('\uFEFF{ "OrganisationName": "Köln" }', encoding));
      await expect(policyFile(file).read()).resolves.toBe('{ "OrganisationName": "Köln" }');
    },
  );

  it('has no machine policy where there is no file', async () => {
    await expect(machinePolicyFile(file).read()).resolves.toBeUndefined();
  });

  it('refuses a machine policy that others than root could have written', async () => {
    await writeFile(file, '{}');
    await chmod(file, 0o666);
    await expect(machinePolicyFile(file).read()).rejects.toMatchObject({
      code: 'policy-unreadable',
      fields: { problem: 'must belong to root and be writable by nobody else' },
    });
  });
});
