import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokerErrors } from '../src/shared/clinic/broker.ts';
import { msalErrors } from '../src/shared/clinic/msal.ts';
import { clinicDocs } from './clinic-docs.ts';

const root = path.join(import.meta.dirname, '..');

async function sourceOf(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /\.(ts|mjs)$/.test(file));
  return (await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))).join('\n');
}

describe('the clinic', () => {
  it('docs/admin/troubleshooting.md says what the cards say (mend with `node tools/clinic-docs.ts`)', async () => {
    expect(await readFile(path.join(root, 'docs/admin/troubleshooting.md'), 'utf8')).toBe(clinicDocs());
  });

  it('explains no code of MSAL or its broker that the installed version does not have', async () => {
    const azure = path.join(root, 'node_modules/@azure');
    const msal = await Promise.all(
      ['msal-common/src/error', 'msal-node/src/error', 'msal-node-extensions/dist/utils'].map((folder) =>
        sourceOf(path.join(azure, folder)),
      ),
    );
    const codes = new Set(msal.join('\n').match(/(?<=")[A-Za-z_]+(?=")/g));
    expect(Object.keys(msalErrors).filter((code) => !codes.has(code))).toEqual([]);

    const runtime = await readFile(path.join(azure, 'msal-node-runtime/dist/index.d.ts'), 'utf8');
    const statuses = Object.keys(brokerErrors).filter((code) => !/^\d+$/.test(code));
    expect(statuses.filter((status) => !runtime.includes(` ${status} = `))).toEqual([]);
  });
});
