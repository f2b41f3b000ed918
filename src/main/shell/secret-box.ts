import type { SafeStorage } from 'electron';
import { AppError } from '../../shared/errors.ts';
import type { SecretBox, SecretBoxStatus } from '../core/ports.ts';

/** The part of Electron's safeStorage that is used: the async calls where there are some (Electron 45), else the others. */
export type Vault = Pick<
  SafeStorage,
  | 'isEncryptionAvailable'
  | 'encryptString'
  | 'decryptString'
  | 'getSelectedStorageBackend'
  | 'setUsePlainTextEncryption'
> &
  Partial<Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>>;

/** Secrets sealed by the operating system for this user: Keychain, DPAPI or the Secret Service. */
export function createSecretBox(vault: Vault, platform: NodeJS.Platform): SecretBox {
  const available = async () => (await vault.isAsyncEncryptionAvailable?.()) ?? vault.isEncryptionAvailable();

  const encrypt = async (text: string) => (await vault.encryptStringAsync?.(text)) ?? vault.encryptString(text);

  const decrypt = async (sealed: Buffer, onOutdated: () => void) => {
    const decrypted = await vault.decryptStringAsync?.(sealed);
    if (decrypted === undefined) return vault.decryptString(sealed);
    if (decrypted.shouldReEncrypt) onOutdated();
    return decrypted.result;
  };

  const requireVault = async () => {
    if (!(await available())) throw new AppError('vault-unavailable');
  };

  return {
    async prepare(allowPlain): Promise<SecretBoxStatus> {
      const hasKeyring = platform !== 'linux' || vault.getSelectedStorageBackend() !== 'basic_text';
      if (hasKeyring && (await available())) return 'protected';
      if (platform !== 'linux' || !allowPlain) return 'unavailable';
      vault.setUsePlainTextEncryption(true);
      return (await available()) ? 'plain' : 'unavailable';
    },
    async seal(plain) {
      await requireVault();
      return encrypt(plain.toString('base64'));
    },
    async open(sealed, onOutdated = () => {}) {
      await requireVault();
      try {
        return Buffer.from(await decrypt(sealed, onOutdated), 'base64');
      } catch (cause) {
        throw new AppError('vault-changed', { fields: { reason: 'not sealed here' }, cause });
      }
    },
  };
}
