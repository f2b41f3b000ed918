import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

interface Check {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
}

/** Longest first, so that the short ones fill the gaps. */
const checks: readonly Check[] = [
  { name: 'lint', command: 'oxlint', arguments: [] },
  { name: 'types', command: 'tsc', arguments: ['-b'] },
  { name: 'unused', command: 'knip', arguments: ['--no-progress', '--treat-config-hints-as-errors'] },
  { name: 'layers', command: 'node', arguments: ['tools/layers.ts'] },
  { name: 'format', command: 'oxfmt', arguments: ['--check'] },
];

const waiting = [...checks];
const failed: string[] = [];
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const started = performance.now();
    const { ok, output } = await run(check);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${check.name.padEnd(7)} ${seconds.padStart(5)} s`);
    if (ok) continue;
    failed.push(check.name);
    console.log(output.trim());
  }
}

function run(check: Check): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const binaries = path.join(root, 'node_modules/.bin');
    const child = spawn(check.command, check.arguments, {
      cwd: root,
      env: { ...process.env, PATH: `${binaries}${path.delimiter}${process.env['PATH'] ?? ''}` },
      // What npm puts on PATH for Windows are command files, which only a shell can start.
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}
