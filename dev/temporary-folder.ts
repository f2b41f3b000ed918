import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives a run of vitest a temporary folder of its own, with everything that its tests leave there, and removes it after. */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-unit-'));
  // What Node's `tmpdir` reads: the first on Unix, the others on Windows.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  // Processes that tests start, and kill, by the hundred: each would compile the same scripts anew.
  process.env['NODE_COMPILE_CACHE'] = path.join(folder, 'compiled');
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
