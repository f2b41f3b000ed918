import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileDialogs } from '../../src/main/core/ports.ts';

/**
 * Stands for the system's dialogs: what is saved goes into `exports` of the profile, what is opened is the last file by its
 * name in `imports`.
 */
export function folderDialogs(profileFolder: string): FileDialogs {
  return {
    async save({ name }) {
      const folder = path.join(profileFolder, 'exports');
      await mkdir(folder, { recursive: true });
      return path.join(folder, name);
    },
    async open() {
      const folder = path.join(profileFolder, 'imports');
      const names = await readdir(folder).catch(() => []);
      const name = names.toSorted((left, right) => left.localeCompare(right)).at(-1);
      return name === undefined ? undefined : path.join(folder, name);
    },
  };
}
