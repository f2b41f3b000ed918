import path from 'node:path';
import { rm } from 'node:fs/promises';
import type { SignInMethod } from '../../../shared/model/account.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Directory, Policy } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import { type AccountRecord, AccountRegistry } from './account-registry.ts';
import { BrokerClient, type BrokerStatus } from './broker/broker-client.ts';
import { BrokerUnavailableError } from './broker/broker-error.ts';
import { BrokerVerdict } from './broker/broker-verdict.ts';
import { clientCapabilities, MsalTokenSource } from './msal-token-source.ts';
import type { AccountTokens, SignedInAccount, SignInRequest } from './token-source.ts';

/** A wish to sign in, before a method has been chosen. */
export interface IdentitySignIn extends Omit<SignInRequest, 'method'> {
  /** Key of the directory where an account is added. */
  readonly directoryKey?: string | undefined;
  /** The person's own choice; the usual order if left out. */
  readonly method?: SignInMethod | undefined;
  /** Told which method is tried now. */
  readonly onMethod: (method: SignInMethod) => void;
}

/** Every account of every directory that policy names: who is signed in, by which way, with which tokens. */
export class Identity {
  readonly #policy: Policy;
  readonly #ports: Ports;
  readonly #registry: AccountRegistry;
  readonly #broker: BrokerClient;
  readonly #sources: ReadonlyMap<string, { readonly source: MsalTokenSource; readonly directory: Directory }>;

  constructor(policy: Policy, ports: Ports) {
    const { app, brokerHost, clock, log } = ports;
    this.#policy = policy;
    this.#ports = ports;
    this.#registry = new AccountRegistry(ports);
    this.#broker = new BrokerClient({
      mode: policy.broker,
      processHost: brokerHost,
      verdict: new BrokerVerdict({
        file: path.join(app.profileFolder, 'broker.json'),
        version: app.version,
        system: app.system,
        clock,
        log,
      }),
      clientCapabilities,
      clock,
      log,
    });
    const sources = policy.directories.map((directory) => {
      return { source: new MsalTokenSource({ directory, broker: this.#broker, ports }), directory };
    });
    this.#sources = new Map(sources.map((entry) => [entry.source.key, entry]));
  }

  /** Reads who is signed in; resolves to whether anybody ever was. An account that policy no longer serves stays, unused. */
  load(): Promise<boolean> {
    return this.#registry.load();
  }

  /** Who is signed in, last used last. */
  get accounts(): readonly SignedInAccount[] {
    return this.#registry.accounts.filter(({ directoryKey }) => this.#sources.has(directoryKey));
  }

  get active(): SignedInAccount | undefined {
    const { active } = this.#registry;
    return active !== undefined && this.#sources.has(active.directoryKey) ? active : this.accounts.at(-1);
  }

  get brokerStatus(): BrokerStatus {
    return this.#broker.status;
  }

  /** The directory that an account is signed in to. @throws AppError `sign-in-required` */
  directoryOf(account: SignedInAccount): Directory {
    return this.#source(this.#record(account)).directory;
  }

  methodOf(account: SignedInAccount): SignInMethod {
    return this.#record(account).method;
  }

  activate(account: SignedInAccount): Promise<void> {
    return this.#registry.activate(account.id);
  }

  keyOf(account: SignedInAccount): string {
    return this.#record(account).directoryKey;
  }

  /** The tokens of one account. */
  tokens(account: SignedInAccount): AccountTokens {
    return {
      token: async (request, signal) => {
        const record = this.#record(account);
        await this.#wake(record);
        return this.#source(record).source.token(record, request, signal);
      },
      idToken: async (options, signal) => {
        const record = this.#record(account);
        await this.#wake(record);
        return this.#source(record).source.idToken(record, options, signal);
      },
    };
  }

  /** Goes on with the account that the computer itself is signed in with, without a window; undefined where it can't be. */
  async signInSilently(signal: AbortSignal): Promise<SignedInAccount | undefined> {
    const { state } = await this.#broker.probe();
    if (state !== 'available') return undefined;
    try {
      const record = await this.#usualSource().signInSilently(signal);
      await this.#registry.put(record);
      return record;
    } catch (thrown) {
      signal.throwIfAborted();
      this.#ports.log.info('broker-no-account', { code: toAppError(thrown).code });
      return undefined;
    }
  }

  /**
   * Asks the person to sign in: through the broker where there is one, else in the system browser, or by the way that the
   * person chose.
   * @throws AppError; the signal's reason where it ended the attempt
   */
  async signIn(wish: IdentitySignIn, signal: AbortSignal): Promise<SignedInAccount> {
    const record = wish.account === undefined ? undefined : this.#registry.find(wish.account.id);
    const source = this.#sourceFor(wish, record);
    const attempt = async (method: SignInMethod) => {
      wish.onMethod(method);
      const signedIn = await source.signIn({ ...wish, method }, record, signal);
      await this.#registry.put(signedIn);
      return signedIn;
    };
    const method = await this.#chooseMethod(wish.method);
    try {
      return await attempt(method);
    } catch (thrown) {
      if (!(thrown instanceof BrokerUnavailableError) || signal.aborted) throw thrown;
      const { reason } = thrown;
      if (this.#policy.broker === 'required') throw new AppError('broker-required', { fields: { reason } });
      this.#ports.log.warn('broker-fall-back', { reason });
      return attempt('browser');
    }
  }

  /** Forgets an account and its tokens; `forget` deletes everything that is kept for it on this computer. @throws AppError */
  async signOut(account: SignedInAccount, { forget }: { readonly forget: boolean }): Promise<void> {
    const record = this.#record(account);
    await this.#source(record).source.signOut(record);
    await this.#registry.remove(record.id);
    if (forget) await rm(this.folderOf(account), { recursive: true, force: true, maxRetries: 3 });
  }

  /** The page that ends the account's session in the browser too. */
  signOutPage(account: SignedInAccount): string {
    const record = this.#record(account);
    return this.#source(record).source.signOutPage(record);
  }

  /** Absolute path of the folder that holds what is kept for an account. */
  folderOf({ id }: SignedInAccount): string {
    return path.join(this.#ports.app.profileFolder, 'accounts', id);
  }

  /** Ends the broker's process; resolves when what is to be remembered is on disk. */
  close(): Promise<void> {
    return this.#broker.close();
  }

  /** A broker's account needs the broker looked at first. */
  async #wake({ broker }: AccountRecord): Promise<void> {
    if (broker !== undefined) await this.#broker.probe();
  }

  async #chooseMethod(chosen: SignInMethod | undefined): Promise<SignInMethod> {
    const { broker, allowDeviceCode } = this.#policy;
    if (chosen === 'device-code' && allowDeviceCode) return chosen;
    const { state, reason } = await this.#broker.probe();
    if (broker === 'required') {
      if (state === 'unavailable') throw new AppError('broker-required', { fields: { reason } });
      return 'broker';
    }
    return state === 'available' && chosen !== 'browser' ? 'broker' : 'browser';
  }

  #sourceFor({ directoryKey }: IdentitySignIn, record: AccountRecord | undefined): MsalTokenSource {
    const key = record?.directoryKey ?? directoryKey;
    return (key === undefined ? undefined : this.#sources.get(key)?.source) ?? this.#usualSource();
  }

  #usualSource(): MsalTokenSource {
    const [usual] = this.#sources.values();
    if (usual === undefined) throw new AppError('internal');
    return usual.source;
  }

  #record({ id }: SignedInAccount): AccountRecord {
    const record = this.#registry.find(id);
    if (record === undefined) throw new AppError('sign-in-required');
    return record;
  }

  #source({ directoryKey }: AccountRecord) {
    const source = this.#sources.get(directoryKey);
    if (source === undefined) throw new AppError('sign-in-required');
    return source;
  }
}
