import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeFileAtomically } from './atomic-file.ts';
import { temporaryFolder } from './testing/fakes.ts';

describe('writing a file atomically', () => {
  test('the folder does not have to be there, and nobody else can look into it', async () => {
    const folder = path.join(await temporaryFolder(), 'profile');
    await writeFileAtomically(path.join(folder, 'file'), Buffer.from('text'));
    expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('text');
    if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('the leftover of a crash neither stays nor lends its mode', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'file');
    await writeFile(`${file}.tmp`, 'half', { mode: 0o644 });
    await writeFileAtomically(file, Buffer.from('whole'));
    expect(await readdir(folder)).toEqual(['file']);
    expect(await readFile(file, 'utf8')).toBe('whole');
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('a write that fails costs neither the old content nor leaves half of the new', async () => {
    const folder = await temporaryFolder();
    // A folder in the file's place can't be replaced by the rename.
    const file = path.join(folder, 'file');
    await mkdir(path.join(file, 'old'), { recursive: true });
    await expect(writeFileAtomically(file, Buffer.from('new'))).rejects.toHaveProperty('code');
    expect(await readdir(folder)).toEqual(['file']);
    expect(await readdir(file)).toEqual(['old']);
  });
});
