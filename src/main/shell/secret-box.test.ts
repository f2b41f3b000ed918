import { describe, expect, it } from 'vitest';
import { createSecretBox, type Vault } from './secret-box.ts';

interface Machine {
  /** Whether the operating system has a vault. */
  readonly keyring: boolean;
  /** Which calls this Electron has. */
  readonly calls: 'sync' | 'async';
  readonly backend?: ReturnType<Vault['getSelectedStorageBackend']>;
}

/** Electron's safeStorage on one machine, as its documentation describes it. */
function vaultOf({ keyring, calls, backend = 'gnome_libsecret' }: Machine): Vault {
  let plainAllowed = false;
  const available = () => keyring || plainAllowed;
  const encrypt = (text: string) => Buffer.from(`v11${Buffer.from(text).toString('base64')}`);
  const decrypt = (sealed: Buffer) => {
    const text = sealed.toString();
    if (!text.startsWith('v11')) throw new Error('Error while decrypting the ciphertext provided to safeStorage');
    return Buffer.from(text.slice(3), 'base64').toString();
  };
  return {
    isEncryptionAvailable: available,
    encryptString: encrypt,
    decryptString: decrypt,
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption: (allowed) => void (plainAllowed = allowed),
    ...(calls === 'async'
      ? {
          isAsyncEncryptionAvailable: async () => available(),
          encryptStringAsync: async (text) => encrypt(text),
          decryptStringAsync: async (sealed) => ({ result: decrypt(sealed), shouldReEncrypt: false }),
        }
      : {}),
  };
}

describe.each(['sync', 'async'] as const)('the secret box over %s calls', (calls) => {
  it('gives back every byte that it sealed', async () => {
    const box = createSecretBox(vaultOf({ keyring: true, calls }), 'darwin');
    const secret = Buffer.from([0, 1, 2, 253, 254, 255]);
    expect(await box.prepare(false)).toBe('protected');
    expect(await box.open(await box.seal(secret))).toEqual(secret);
  });

  it('hands on that the operating system wants a secret sealed anew, and makes nothing of the kind up', async () => {
    const vault = vaultOf({ keyring: true, calls });
    const asked: string[] = [];
    const open = async (shouldReEncrypt: boolean) => {
      const given = {
        decryptStringAsync: async (sealed: Buffer) => ({ result: vault.decryptString(sealed), shouldReEncrypt }),
      };
      const box = createSecretBox({ ...vault, ...(calls === 'async' ? given : {}) }, 'darwin');
      await box.open(await box.seal(Buffer.from('key')), () => asked.push('asked'));
    };
    await open(false);
    expect(asked).toEqual([]);
    await open(true);
    expect(asked).toEqual(calls === 'async' ? ['asked'] : []);
  });

  it('tells a foreign seal from a missing vault', async () => {
    const box = createSecretBox(vaultOf({ keyring: true, calls }), 'win32');
    await expect(box.open(Buffer.from('from another computer'))).rejects.toMatchObject({ code: 'vault-changed' });
    const without = createSecretBox(vaultOf({ keyring: false, calls }), 'win32');
    await expect(without.open(Buffer.from('v11x'))).rejects.toMatchObject({ code: 'vault-unavailable' });
    await expect(without.seal(Buffer.from('x'))).rejects.toMatchObject({ code: 'vault-unavailable' });
  });

  it('refuses a Linux without a keyring unless policy allows it, and then says that nothing is protected', async () => {
    const machine = { keyring: false, calls, backend: 'basic_text' } as const;
    expect(await createSecretBox(vaultOf(machine), 'linux').prepare(false)).toBe('unavailable');
    expect(await createSecretBox(vaultOf(machine), 'linux').prepare(true)).toBe('plain');
  });

  it('does not take the fixed password of `basic_text` for protection', async () => {
    const machine = { keyring: true, calls, backend: 'basic_text' } as const;
    expect(await createSecretBox(vaultOf(machine), 'linux').prepare(false)).toBe('unavailable');
  });

  it('never falls back to plain text on Windows and macOS', async () => {
    expect(await createSecretBox(vaultOf({ keyring: false, calls }), 'win32').prepare(true)).toBe('unavailable');
  });
});
