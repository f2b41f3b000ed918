import path from 'node:path';
import { readdir, rm } from 'node:fs/promises';
import type { SignInMethod } from '../../../shared/model/account.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Directory, Policy } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import { untilAborted } from '../until-aborted.ts';
import { type AccountRecord, AccountRegistry } from './account-registry.ts';
import { BrokerClient, type BrokerStatus } from './broker/broker-client.ts';
import { BrokerUnavailableError } from './broker/broker-error.ts';
import { BrokerVerdict } from './broker/broker-verdict.ts';
import { clientCapabilities, MsalTokenSource } from './msal-token-source.ts';
import type { AccountTokens, SignedInAccount, SignInRequest } from './token-source.ts';

/** A wish to sign in, before a method has been chosen. */
export interface IdentitySignIn extends Omit<SignInRequest, 'method' | 'isKnown'> {
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

  /**
   * Reads who is signed in; resolves to whether anybody ever was. Tokens of who is not, and accounts that policy no longer
   * serves, are forgotten.
   */
  async load(): Promise<boolean> {
    const wasUsed = await this.#registry.load();
    try {
      await this.#registry.keep((record) => this.#serves(record));
      await this.#forgetLeftovers();
    } catch (thrown) {
      this.#ports.log.warn('accounts-tidy-fail', { code: toAppError(thrown).code });
    }
    return wasUsed;
  }

  /** Who is signed in, last used last. */
  get accounts(): readonly SignedInAccount[] {
    return this.#registry.accounts.filter((record) => this.#serves(record));
  }

  get active(): SignedInAccount | undefined {
    const { active } = this.#registry;
    return active !== undefined && this.#serves(active) ? active : this.accounts.at(-1);
  }

  get brokerStatus(): BrokerStatus {
    return this.#broker.status;
  }

  /** The directory that an account is signed in to. @throws AppError `sign-in-required` */
  directoryOf(account: SignedInAccount): Directory {
    return this.#source(this.#record(account)).directory;
  }

  /** The directory of an account that need not be signed in; undefined where policy serves it no more. */
  directoryFor(record: Pick<AccountRecord, 'directoryKey' | 'tenantId'>): Directory | undefined {
    return this.#serves(record) ? this.#sources.get(record.directoryKey)?.directory : undefined;
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
        await this.#wake(record, signal);
        return this.#source(record).source.token(record, request, signal);
      },
      idToken: async (options, signal) => {
        const record = this.#record(account);
        await this.#wake(record, signal);
        return this.#source(record).source.idToken(record, options, signal);
      },
    };
  }

  /** Goes on with the account that the computer itself is signed in with, without a window; undefined where it can't be. */
  async signInSilently(signal: AbortSignal): Promise<SignedInAccount | undefined> {
    const { state } = await untilAborted(this.#broker.probe(), signal);
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
      const isKnown = (accountId: string) => this.#registry.find(accountId) !== undefined;
      const signedIn = await source.signIn({ ...wish, method, isKnown }, record, signal);
      await this.#replace(signedIn);
      return signedIn;
    };
    const method = await this.#chooseMethod(wish.method, signal);
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

  /** Forgets an account's tokens, in memory and on disk. @throws AppError */
  async forgetTokens(account: SignedInAccount): Promise<void> {
    const record = this.#record(account);
    await this.#source(record).source.signOut(record);
  }

  /** Ends that an account is signed in: to be called last, so that what has failed before can be asked for again. */
  async remove({ id }: SignedInAccount): Promise<void> {
    await this.#registry.remove(id);
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
  async #wake({ broker }: AccountRecord, signal: AbortSignal): Promise<void> {
    if (broker !== undefined) await untilAborted(this.#broker.probe(), signal);
  }

  /** Whether policy still lets this account in: its directory is there, and allows its tenant. */
  #serves({ directoryKey, tenantId }: Pick<AccountRecord, 'directoryKey' | 'tenantId'>): boolean {
    const directory = this.#sources.get(directoryKey)?.directory;
    if (directory === undefined) return false;
    const { allowedTenants } = directory;
    return allowedTenants.length === 0 || allowedTenants.includes(tenantId.toLowerCase());
  }

  async #forgetLeftovers(): Promise<void> {
    const { app } = this.#ports;
    const folder = path.join(app.profileFolder, 'tokens');
    const files = await readdir(folder).catch(() => []);
    for (const file of files) {
      const source = this.#sources.get(file)?.source;
      if (source === undefined) await rm(path.join(folder, file), { force: true });
      else {
        const here = this.#registry.accounts.filter(({ directoryKey }) => directoryKey === file);
        await source.forgetOthers((id) => here.some(({ homeAccountId }) => homeAccountId === id));
      }
    }
  }

  /** The same person may come in by another directory of policy: the tokens of the former way are not kept. */
  async #replace(signedIn: AccountRecord): Promise<void> {
    const before = this.#registry.find(signedIn.id);
    await this.#registry.put(signedIn);
    if (before === undefined || before.directoryKey === signedIn.directoryKey) return;
    await this.#sources.get(before.directoryKey)?.source.signOut(before);
  }

  async #chooseMethod(chosen: SignInMethod | undefined, signal: AbortSignal): Promise<SignInMethod> {
    const { broker, allowDeviceCode } = this.#policy;
    if (chosen === 'device-code' && allowDeviceCode && broker !== 'required') return chosen;
    await untilAborted(this.#broker.probe(), signal);
    // It may have hung since it was looked at.
    const { state, reason } = this.#broker.status;
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
    if (record === undefined || !this.#serves(record)) throw new AppError('sign-in-required');
    return record;
  }

  #source({ directoryKey }: AccountRecord) {
    const source = this.#sources.get(directoryKey);
    if (source === undefined) throw new AppError('sign-in-required');
    return source;
  }
}
