import { z } from 'zod';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Ports } from '../ports.ts';
import { requestJson } from './request-json.ts';
import { isGroupId as isGuid } from './role-mapping.ts';
import { SealedJson } from '../sealed-json.ts';

const DiscoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** SECURITY: a public RSA key and nothing else; whatever more a reply holds is dropped. */
const SigningKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(256),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').default('sig'),
  /** Whose tokens the key may sign; Entra says so by an address with the tenant's id, or `{tenantid}` for everybody's. */
  issuer: z.string().optional(),
});

const KeySet = z.object({
  /** The tenant that the directory calls itself; null behind `organizations` and `common`. */
  tenantId: z.string().nullable(),
  keys: z.array(SigningKey).min(1),
});

/** A directory's public keys. */
export type KeySet = Readonly<z.infer<typeof KeySet>>;

const StoredKeys = KeySet.extend({ address: z.string(), fetchedAt: z.number() });
type StoredKeys = z.infer<typeof StoredKeys>;

/** Whose keys, and where they are kept for a start without a network. */
export interface SigningKeysOptions {
  readonly ports: Pick<Ports, 'fetch' | 'clock' | 'secretBox' | 'log'>;
  /** Origin of the sign-in service. */
  readonly loginOrigin: string;
  /** The tenant's id or domain, `organizations` or `common`. */
  readonly tenant: string;
  /** Absolute path. */
  readonly file: string;
}

const maximumAgeMilliseconds = 24 * 60 * 60 * 1000;
const pauseMilliseconds = 60 * 1000;
const keyLimit = 100;

/**
 * The keys that a tenant signs its tokens with: from memory, from the file, or from the directory when a day has passed.
 * Source: https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
 */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  readonly #address: string;
  readonly #file: SealedJson<StoredKeys>;
  #known: Promise<StoredKeys | undefined> | undefined;
  #lastAttempt: { readonly at: number; readonly error?: AppError } | undefined;
  /** When the keys were last had because one was missing. */
  #renewedAt: number | undefined;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
    this.#address = `${options.loginOrigin}/${encodeURIComponent(options.tenant)}/v2.0/.well-known/openid-configuration`;
    // SECURITY: the keys are public, but whoever could put one here could sign tokens: the file is sealed.
    this.#file = new SealedJson({ file: options.file, schema: StoredKeys, ports: options.ports });
  }

  /**
   * The keys, fetched where there are none or they are a day old. Old keys are better than none: a signature does not age.
   * @throws AppError `network-unreachable`, `network-certificate`, `sign-in-bad-reply`
   */
  async current(signal: AbortSignal): Promise<KeySet> {
    this.#known ??= this.#readFile();
    const known = await this.#known;
    if (known !== undefined && this.#isWithin(known.fetchedAt, maximumAgeMilliseconds)) return known;
    try {
      return await this.#fetch(signal);
    } catch (thrown) {
      signal.throwIfAborted();
      if (known === undefined) throw thrown;
      return known;
    }
  }

  /**
   * The keys after one was missing, since directories change theirs; SECURITY: asked at most once a minute, so that made-up
   * key ids cause no flood. Keys that `current` has just fetched do not count: the change may have come after them.
   * @returns undefined where the directory was asked for this within the last minute
   * @throws AppError as `current`, also where the attempt within the last minute failed
   */
  async renewed(signal: AbortSignal): Promise<KeySet | undefined> {
    const last = this.#lastAttempt;
    if (last?.error !== undefined && this.#isWithin(last.at, pauseMilliseconds)) throw last.error;
    if (this.#renewedAt !== undefined && this.#isWithin(this.#renewedAt, pauseMilliseconds)) return undefined;
    const keys = await this.#fetch(signal);
    this.#renewedAt = this.#options.ports.clock.now();
    return keys;
  }

  /** Removes the file. */
  async forget(): Promise<void> {
    this.#known = undefined;
    this.#lastAttempt = undefined;
    this.#renewedAt = undefined;
    await this.#file.remove();
  }

  async #readFile(): Promise<StoredKeys | undefined> {
    const stored = await this.#file.read();
    return stored?.address === this.#address ? stored : undefined;
  }

  async #fetch(signal: AbortSignal): Promise<KeySet> {
    const at = this.#options.ports.clock.now();
    try {
      const stored = { ...(await this.#ask(signal)), address: this.#address, fetchedAt: at };
      this.#lastAttempt = { at };
      this.#known = Promise.resolve(stored);
      await this.#file.remember(stored);
      return stored;
    } catch (thrown) {
      signal.throwIfAborted();
      this.#lastAttempt = { at, error: toAppError(thrown) };
      throw thrown;
    }
  }

  async #ask(signal: AbortSignal): Promise<KeySet> {
    const document = DiscoveryDocument.safeParse(await this.#get(this.#address, signal));
    if (!document.success) throw this.#badReply('discovery-form');
    const { issuer, jwks_uri: keysAddress } = document.data;
    // SECURITY: the keys come from the sign-in service itself, whatever the document says.
    if (!URL.canParse(keysAddress) || new URL(keysAddress).origin !== this.#options.loginOrigin) {
      throw this.#badReply('discovery-keys');
    }
    const tenantId = this.#tenantOf(issuer);
    const reply = z
      .object({ keys: z.array(z.unknown()).max(keyLimit) })
      .safeParse(await this.#get(keysAddress, signal));
    const keys = reply.data?.keys.flatMap((key) => SigningKey.safeParse(key).data ?? []) ?? [];
    if (keys.length === 0) throw this.#badReply('keys-form');
    return { tenantId, keys };
  }

  /** SECURITY: a directory speaks for itself alone: for the tenant it was asked for, in its own cloud. */
  #tenantOf(issuer: string): string | null {
    const { loginOrigin, tenant } = this.#options;
    const [name = '', version, ...more] = issuer.startsWith(`${loginOrigin}/`)
      ? issuer.slice(loginOrigin.length + 1).split('/')
      : [];
    const tenantId = name === '{tenantid}' ? null : name.toLowerCase();
    const isShared = tenant === 'organizations' || tenant === 'common';
    const fits =
      tenantId === null ? isShared : isGuid(tenantId) && (!isGuid(tenant) || tenantId === tenant.toLowerCase());
    if (!fits || version !== 'v2.0' || more.length > 0) throw this.#badReply('discovery-issuer');
    return tenantId;
  }

  async #get(url: string, signal: AbortSignal): Promise<unknown> {
    const { response, body } = await requestJson(this.#options.ports, { url }, signal);
    if (response.ok && body !== undefined) return body;
    // An error of the service or the page of a proxy: whoever asks later may be luckier.
    const reason = response.ok ? 'NOT_JSON' : 'HTTP_ERROR';
    throw new AppError('network-unreachable', {
      fields: { host: new URL(url).host, reason, status: response.status },
    });
  }

  #badReply(reason: string): AppError {
    return new AppError('sign-in-bad-reply', { fields: { reason } });
  }

  /** A time that lies ahead, on a clock that was set back since, is not within anything. */
  #isWithin(time: number, milliseconds: number): boolean {
    const age = this.#options.ports.clock.now() - time;
    return age >= 0 && age < milliseconds;
  }
}
