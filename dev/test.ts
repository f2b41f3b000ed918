import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './browser.ts';

const root = path.join(import.meta.dirname, '..');
const vitestReport = '.cache/vitest-report.json';
const playwrightReport = '.cache/e2e-report.json';

/** When what a runner prints is shown. */
type Told = 'at once' | 'at its end';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

// Specs wait for processes and deadlines most of their time: the unit tests have the processors meanwhile.
const counts = [
  await runCheck(),
  ...(hasBrowser() ? await Promise.all([runUnitTests(), runEndToEndTests()]) : [{ passed: 0, failed: 1 }]),
];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Format, lint, types, layers and unused code together count as one. */
async function runCheck(): Promise<Count> {
  const ok = await run('tools/check.ts', []);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function runUnitTests(): Promise<Count> {
  return runAndRead({
    script: 'node_modules/vitest/vitest.mjs',
    arguments: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    report: vitestReport,
    isTold: 'at its end',
    read: (report) => {
      const { numPassedTests, numFailedTests } = report as { numPassedTests: number; numFailedTests: number };
      return { passed: numPassedTests, failed: numFailedTests };
    },
  });
}

function runEndToEndTests(): Promise<Count> {
  return runAndRead({
    script: 'dev/e2e.ts',
    arguments: ['--once'],
    report: playwrightReport,
    isTold: 'at once',
    read: (report) => {
      const { stats } = report as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
    },
  });
}

async function runAndRead(runner: {
  readonly script: string;
  readonly arguments: readonly string[];
  readonly report: string;
  readonly isTold: Told;
  readonly read: (report: unknown) => Count;
}): Promise<Count> {
  const report = path.join(root, runner.report);
  rmSync(report, { force: true });
  mkdirSync(path.dirname(report), { recursive: true });
  const ok = await run(runner.script, runner.arguments, runner.isTold);
  const count = readCount(report, runner.read);
  // A runner can fail without any test that does: a file that doesn't load, an Electron that doesn't start.
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
}

function readCount(report: string, read: (report: unknown) => Count): Count {
  try {
    return read(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function hasBrowser(): boolean {
  try {
    ensureBrowser();
    return true;
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    return false;
  }
}

/** Runs a script; what it prints is not mixed with what another one prints that is told at once. */
async function run(script: string, scriptArguments: readonly string[], isTold: Told = 'at once'): Promise<boolean> {
  const output = isTold === 'at once' ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [script, ...scriptArguments], {
    cwd: root,
    stdio: ['inherit', output, output],
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => printed.push(piece));
  const [status] = (await once(child, 'close')) as [number | null];
  process.stdout.write(Buffer.concat(printed));
  return status === 0;
}
