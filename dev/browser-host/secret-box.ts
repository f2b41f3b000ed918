import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SecretBox } from '../../src/main/core/ports.ts';
import { AppError } from '../../src/shared/errors.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A vault for development: its key lies in a file beside what it seals, so it protects nothing.
 * @param keyring false plays a computer without one
 */
export function fileSecretBox(profileFolder: string, keyring: boolean): SecretBox {
  const file = path.join(profileFolder, 'development-vault.key');
  return {
    async prepare(allowPlain) {
      if (keyring) return 'protected';
      return allowPlain ? 'plain' : 'unavailable';
    },
    async seal(plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, readKey(file), nonce);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    async open(sealed) {
      try {
        const decipher = createDecipheriv(algorithm, readKey(file), sealed.subarray(0, nonceBytes));
        decipher.setAuthTag(sealed.subarray(-tagBytes));
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
      } catch (cause) {
        throw new AppError('vault-changed', { fields: { reason: 'not sealed here' }, cause });
      }
    },
  };
}

/** The key of this profile; made where there is none. */
function readKey(file: string): Buffer {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
  return readFileSync(file);
}
