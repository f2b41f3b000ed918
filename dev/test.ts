import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './browser.ts';

const root = path.join(import.meta.dirname, '..');
const vitestReport = '.cache/vitest-report.json';
const playwrightReport = '.cache/e2e-report.json';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const counts = [runCheck(), ...(hasBrowser() ? [runUnitTests(), runEndToEndTests()] : [{ passed: 0, failed: 1 }])];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Format, lint, types, layers and unused code together count as one. */
function runCheck(): Count {
  const ok = run('tools/check.ts', []);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function runUnitTests(): Count {
  return runAndRead({
    script: 'node_modules/vitest/vitest.mjs',
    arguments: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    report: vitestReport,
    read: (report) => {
      const { numPassedTests, numFailedTests } = report as { numPassedTests: number; numFailedTests: number };
      return { passed: numPassedTests, failed: numFailedTests };
    },
  });
}

function runEndToEndTests(): Count {
  return runAndRead({
    script: 'dev/e2e.ts',
    arguments: ['--once'],
    report: playwrightReport,
    read: (report) => {
      const { stats } = report as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
    },
  });
}

function runAndRead(runner: {
  readonly script: string;
  readonly arguments: readonly string[];
  readonly report: string;
  readonly read: (report: unknown) => Count;
}): Count {
  const report = path.join(root, runner.report);
  rmSync(report, { force: true });
  mkdirSync(path.dirname(report), { recursive: true });
  const ok = run(runner.script, runner.arguments);
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

function run(script: string, scriptArguments: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [script, ...scriptArguments], { cwd: root, stdio: 'inherit' });
  return status === 0;
}
