import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startEmulators } from './index.ts';

const usage = `node dev/emulators/serve.ts [--out FOLDER] [--port-file FILE] [--sign-in-page http|https]

  --out           where policy.json and certificate-authority.pem go (a new temporary folder where left out)
  --port-file     gets all addresses as JSON, once everything listens
  --sign-in-page  http (usual here, so that a browser shows no certificate warning) or https`;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    'port-file': { type: 'string' },
    'sign-in-page': { type: 'string', default: 'http' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
} else {
  await serve();
}

async function serve(): Promise<void> {
  const emulators = await startEmulators({ signInPage: values['sign-in-page'] === 'https' ? 'https' : 'http' });
  // In place before anything is announced: a supervisor may stop this process as soon as it reads the first line.
  const stopped = untilStopped();

  const folder = path.resolve(values.out ?? (await mkdtemp(path.join(tmpdir(), 'parley-emulators-'))));
  await mkdir(folder, { recursive: true });
  const policyFile = path.join(folder, 'policy.json');
  const authorityFile = path.join(folder, 'certificate-authority.pem');
  await writeFile(policyFile, `${JSON.stringify(emulators.policy(), null, 2)}\n`);
  await writeFile(authorityFile, emulators.certificateAuthority);

  const addresses = {
    login: emulators.entra.origin,
    signInPage: emulators.entra.signInOrigin,
    graph: emulators.graph.origin,
    openai: emulators.openai.endpoint,
    policyFile,
    certificateAuthorityFile: authorityFile,
    certificateSpki: emulators.certificateSpki,
  };
  for (const [name, value] of Object.entries(addresses)) console.log(`${name.padEnd(26)}${value}`);
  if (values['port-file'] !== undefined) await writeWhole(values['port-file'], JSON.stringify(addresses, null, 2));

  await stopped;
  await emulators.close();
}

/** Readers of the file may be waiting for it to appear: it has to appear complete. */
async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
