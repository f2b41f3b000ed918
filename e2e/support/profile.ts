import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Emulators } from '../../dev/emulators/index.ts';
import type { StartOptions } from './parley-app.ts';

/** Writes a test's policy file. @returns whether there is to be one */
export function writePolicy(file: string, emulators: Emulators, policy: StartOptions['policy']): boolean {
  if (policy === null) return false;
  writeFileSync(file, typeof policy === 'string' ? policy : JSON.stringify(emulators.policy(policy)));
  return true;
}

/** Writes the authorities that the emulators' certificates come from, one a file. @returns their paths */
export function writeAuthorities(folder: string, trusts: readonly Emulators[]): string[] {
  return trusts.map(({ certificateAuthority }, index) => {
    const file = path.join(folder, `certificate-authority-${index}.pem`);
    writeFileSync(file, certificateAuthority);
    return file;
  });
}

/** Every file below a folder, by its path inside the folder. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), readFileSync(file)];
    }),
  );
}

/** The one file of this name in a profile. */
export function fileNamed(profileFolder: string, name: string): string {
  const found = [...filesBelow(profileFolder).keys()].filter((file) => path.basename(file) === name);
  if (found.length !== 1) throw new Error(`${found.length} files are called ${name}`);
  return path.join(profileFolder, ...found);
}
