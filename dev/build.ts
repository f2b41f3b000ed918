import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const outputs = ['out/main/index.cjs', 'out/main/storage.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'];
const inputs = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** Builds the product into out/, unless what is there is newer than its sources. @throws Error where the build fails */
export function buildIfNeeded(): void {
  const builtAt = Math.min(...outputs.map(changedAt));
  const writtenAt = Math.max(...inputs.flatMap(filesOf).map(changedAt));
  if (builtAt > writtenAt) return;
  const command = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const result = spawnSync(process.execPath, [command, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Error('The build failed.');
}

function filesOf(place: string): string[] {
  if (!statSync(path.join(root, place)).isDirectory()) return [place];
  return readdirSync(path.join(root, place), { recursive: true, encoding: 'utf8' })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map((file) => path.join(place, file));
}

/** Milliseconds since the epoch; 0 for a file that is not there. */
function changedAt(file: string): number {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
