import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ISerializableTokenCache, TokenCacheContext } from '@azure/msal-node';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeVault, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { TokenCache } from './token-cache.ts';

const serialized = JSON.stringify({ RefreshToken: { a: { secret: 'refresh-token-of-ada' } } });

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = path.join(folder, 'tokens', 'cache');
});

function cache(secretBox = new FakeVault(), log = new MemoryLog()) {
  return new TokenCache({ file, secretBox, log });
}

/** MSAL's side of the cache: what it was given, and what it has to give. */
function memory(text = ''): ISerializableTokenCache & { text: string } {
  return {
    text,
    serialize() {
      return this.text;
    },
    deserialize(given: string) {
      this.text = given;
    },
  };
}

describe('TokenCache', () => {
  it('gives back after a restart what was kept', async () => {
    await cache().afterCacheAccess(new TokenCacheContext(memory(serialized), true));
    const restarted = memory();
    await cache().beforeCacheAccess(new TokenCacheContext(restarted, false));
    expect(restarted.text).toBe(serialized);
  });

  it('leaves no token readable on disk', async () => {
    await cache().afterCacheAccess(new TokenCacheContext(memory(serialized), true));
    expect((await readFile(file)).includes('refresh-token-of-ada')).toBe(false);
    expect(await readdir(path.dirname(file))).toHaveLength(1);
  });

  it.each(['', 'garbage', '\u00ff{"half'])('counts a damaged file as empty: %j', async (content) => {
    const log = new MemoryLog();
    await cache().save(serialized);
    await writeFile(file, content, 'latin1');
    const restarted = memory();
    await cache(new FakeVault(), log).beforeCacheAccess(new TokenCacheContext(restarted, false));
    expect(restarted.text).toBe('');
    expect(log.lines.join()).toContain('token-cache-unreadable');
  });

  it('counts a file that cannot be read as empty: one sign-in, not a locked door', async () => {
    const log = new MemoryLog();
    await mkdir(file, { recursive: true });
    const restarted = memory();
    await cache(new FakeVault(), log).beforeCacheAccess(new TokenCacheContext(restarted, false));
    expect(restarted.text).toBe('');
    expect(log.lines.join()).toContain('token-cache-unreadable');
  });

  it('counts a cache from another computer as empty', async () => {
    await cache(new FakeVault(0x0f)).save(serialized);
    const restarted = memory();
    await cache(new FakeVault(0xf0)).beforeCacheAccess(new TokenCacheContext(restarted, false));
    expect(restarted.text).toBe('');
  });

  it('does not throw the cache away because the vault is locked for now', async () => {
    await cache().save(serialized);
    const locked = new FakeVault();
    locked.available = false;
    const reading = cache(locked).beforeCacheAccess(new TokenCacheContext(memory(), false));
    await expect(reading).rejects.toMatchObject({ code: 'vault-unavailable' });
    const restarted = memory();
    await cache().beforeCacheAccess(new TokenCacheContext(restarted, false));
    expect(restarted.text).toBe(serialized);
  });

  it('removes the file on sign-out, also when there is none', async () => {
    await cache().save(serialized);
    await cache().clear();
    await cache().clear();
    expect(await readdir(path.dirname(file))).toEqual([]);
  });
});
