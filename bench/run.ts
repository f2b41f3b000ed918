import { spawnSync } from 'node:child_process';
import { buildIfNeeded } from '../dev/build.ts';
import { hasDisplay } from '../dev/electron.ts';
import { benchFirstToken } from './first-token.ts';
import { benchStart } from './start.ts';

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  start: benchStart,
  'first-token': benchFirstToken,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => benchmarks[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.`);
  process.exitCode = 2;
} else if (!hasDisplay()) {
  const again = ['--auto-servernum', process.execPath, ...process.argv.slice(1)];
  process.exitCode = spawnSync('xvfb-run', again, { stdio: 'inherit' }).status ?? 1;
} else {
  buildIfNeeded();
  for (const name of names.length === 0 ? Object.keys(benchmarks) : names) await benchmarks[name]?.();
}
