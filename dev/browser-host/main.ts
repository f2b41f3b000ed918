import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowserHost } from './host.ts';

const { values } = parseArgs({
  options: {
    policy: { type: 'string' },
    profile: { type: 'string' },
    ca: { type: 'string' },
    port: { type: 'string' },
    'no-keyring': { type: 'boolean' },
  },
});
if (values.profile === undefined) throw new Error('--profile DIR is missing');

const host = await startBrowserHost({
  profileFolder: path.resolve(values.profile),
  policyFile: values.policy,
  certificateAuthority: values.ca === undefined ? undefined : readFileSync(values.ca, 'utf8'),
  keyring: values['no-keyring'] !== true,
  port: Number(values.port ?? 0),
});
console.log(host.address);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void host.close().finally(() => process.exit()));
}
