import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';

/** One key pair of a tenant. */
export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public half, as the JWKS shows it. */
  readonly jwk: JWK;
}

/** A tenant's keys; the first is made when it is first wanted, since that takes its time. */
export interface SigningKeys {
  current(): Promise<SigningKey>;
  /** The keys that are published, and with which resources verify. */
  published(): Promise<readonly SigningKey[]>;
  /** Signs with a new key from now on; the old ones stay published only with `keepOld`. */
  roll(keepOld: boolean): Promise<void>;
}

/** A key that is there already: to make one takes longer than all else of a sign-in, and tests start Entra by the hundred. */
export const keyOfThisProcess = createKey();

/** Makes a tenant's keys; the first may be given. */
export function createSigningKeys(first?: Promise<SigningKey>): SigningKeys {
  let keys: Promise<readonly [SigningKey, ...SigningKey[]]> | undefined;
  const ready = () => (keys ??= (first ?? createKey()).then((key) => [key]));
  return {
    current: async () => (await ready())[0],
    published: () => ready(),
    roll: async (keepOld) => {
      const old = await ready();
      keys = createKey().then((key) => [key, ...(keepOld ? old : [])]);
      await keys;
    },
  };
}

async function createKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const id = randomBytes(16).toString('base64url');
  return { id, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid: id, use: 'sig', alg: 'RS256' } };
}
