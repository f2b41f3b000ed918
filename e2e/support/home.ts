import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A person's computer, as far as Parley meets it. */
export interface Home {
  readonly environment: Record<string, string>;
  /** What was to be opened in the system browser, oldest first. */
  openedAddresses(): readonly string[];
}

/**
 * A home folder on Linux: its certificate store trusts authorities, as IT would have it, and its system browser notes
 * the address instead of showing it. Made once a folder.
 */
export function makeHome(folder: string, authorityFiles: readonly string[]): Home {
  const home = path.join(folder, 'home');
  const programs = path.join(home, 'bin');
  const opened = path.join(home, 'opened');
  if (!existsSync(home)) {
    const store = path.join(home, '.pki/nssdb');
    mkdirSync(store, { recursive: true });
    mkdirSync(programs);
    execFileSync('certutil', ['-d', `sql:${store}`, '-N', '--empty-password']);
    for (const file of authorityFiles) {
      execFileSync('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', path.basename(file), '-i', file]);
    }
    writeFileSync(path.join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >>'${opened}'\n`);
    chmodSync(path.join(programs, 'xdg-open'), 0o755);
  }
  return {
    environment: { HOME: home, PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}` },
    openedAddresses: () => (existsSync(opened) ? readFileSync(opened, 'utf8').split('\n').filter(Boolean) : []),
  };
}
