import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FakeVault, temporaryFolder } from '../testing/fakes.ts';
import { loadHistoryKey } from './history-key.ts';

const newFolder = async () => path.join(await temporaryFolder(), 'accounts', 'one');

describe('the key of the history', () => {
  test('the next start does not get another key', async () => {
    const folder = await newFolder();
    const secretBox = new FakeVault();
    const key = await loadHistoryKey({ secretBox, folder });
    expect(key).toHaveLength(32);
    expect(await loadHistoryKey({ secretBox, folder })).toEqual(key);
  });

  test('a seal that the operating system calls outdated is renewed, and the key stays the same', async () => {
    const folder = await newFolder();
    const vault = new FakeVault();
    const key = await loadHistoryKey({ secretBox: vault, folder });
    const file = path.join(folder, 'history.key');
    await writeFile(file, await new FakeVault(0x55).seal(key));
    const asking = {
      prepare: () => vault.prepare(),
      seal: (plain: Buffer) => vault.seal(plain),
      open: (sealed: Buffer, onOutdated?: () => void) => {
        onOutdated?.();
        return new FakeVault(0x55).open(sealed);
      },
    };
    expect(await loadHistoryKey({ secretBox: asking, folder })).toEqual(key);
    expect(await readFile(file)).toEqual(await vault.seal(key));
  });

  test('two people do not get the same key', async () => {
    const secretBox = new FakeVault();
    const first = await loadHistoryKey({ secretBox, folder: await newFolder() });
    const second = await loadHistoryKey({ secretBox, folder: await newFolder() });
    expect(first).not.toEqual(second);
  });

  test('the key is not on the disk unsealed or for others to read', async () => {
    const folder = await newFolder();
    const key = await loadHistoryKey({ secretBox: new FakeVault(), folder });
    expect(await readdir(folder)).toEqual(['history.key']);
    const file = path.join(folder, 'history.key');
    expect((await readFile(file)).includes(key)).toBe(false);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('a history whose key is missing is not given a new one', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'history.db'), 'kept');
    const loading = loadHistoryKey({ secretBox: new FakeVault(), folder });
    await expect(loading).rejects.toMatchObject({ code: 'vault-changed', fields: { reason: 'key-missing' } });
    expect(await readdir(folder)).toEqual(['history.db']);
  });

  test.each([
    ['another computer’s vault', new FakeVault(0x55), 'vault-changed'],
    ['a locked vault', Object.assign(new FakeVault(), { available: false }), 'vault-unavailable'],
  ])('%s does not cost the sealed key', async (_name, secretBox, code) => {
    const folder = await newFolder();
    await loadHistoryKey({ secretBox: new FakeVault(), folder });
    const file = path.join(folder, 'history.key');
    const before = await readFile(file);
    await expect(loadHistoryKey({ secretBox, folder })).rejects.toMatchObject({ code });
    expect(await readFile(file)).toEqual(before);
  });

  test('a key that was cut short does not open a database with less than 32 bytes', async () => {
    const folder = await temporaryFolder();
    const secretBox = new FakeVault();
    await writeFile(path.join(folder, 'history.key'), await secretBox.seal(Buffer.alloc(16)));
    await expect(loadHistoryKey({ secretBox, folder })).rejects.toMatchObject({ code: 'vault-changed' });
  });

  test('without a vault nothing is begun', async () => {
    const folder = await temporaryFolder();
    const secretBox = Object.assign(new FakeVault(), { available: false });
    await expect(loadHistoryKey({ secretBox, folder })).rejects.toMatchObject({ code: 'vault-unavailable' });
    expect(await readdir(folder)).toEqual([]);
  });
});
