import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { policyDocs } from './policy-docs.ts';

it('docs/policy.md says what the schema enforces (mend with `npm run policy-docs`)', async () => {
  expect(await readFile(new URL('../docs/policy.md', import.meta.url), 'utf8')).toBe(policyDocs());
});
