import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { type AccountInfo, type AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import { AppError } from '../../../shared/errors.ts';
import type { Policy } from '../policy/schema.ts';
import type { Ports } from '../ports.ts';
import { isMicrosoftCloud } from './cloud.ts';
import { arrivedPage, endLoopbackWait, refusedPage } from './loopback.ts';
import { MsalNetwork } from './msal-network.ts';
import { signInError } from './sign-in-error.ts';
import { TokenCache } from './token-cache.ts';
import type { Resource, SignedInAccount, TokenSource } from './token-source.ts';

type MsalPorts = Pick<Ports, 'fetch' | 'openUrl' | 'secretBox' | 'log' | 'app'>;

/**
 * The one place that knows MSAL's public client: authorization code with PKCE in the system browser, form_post to a
 * loopback server, silent tokens from a sealed cache. Calls are queued, so that a failure belongs to one of them.
 * Source: https://learn.microsoft.com/entra/msal/javascript/node/
 */
export class MsalTokenSource implements TokenSource {
  readonly #policy: Policy;
  readonly #ports: MsalPorts;
  readonly #network: MsalNetwork;
  readonly #cache: TokenCache;
  readonly #client: PublicClientApplication;
  #queue: Promise<unknown> = Promise.resolve();
  #signInLink: string | undefined;

  constructor(policy: Policy, ports: MsalPorts) {
    const { loginOrigin } = policy.cloud;
    this.#policy = policy;
    this.#ports = ports;
    this.#network = new MsalNetwork(ports.fetch);
    this.#cache = new TokenCache({
      file: path.join(ports.app.profileFolder, 'tokens', shortHash(`${loginOrigin}/${policy.tenantId}`)),
      secretBox: ports.secretBox,
      log: ports.log,
    });
    this.#client = new PublicClientApplication({
      auth: {
        clientId: policy.clientId,
        authority: `${loginOrigin}/${policy.tenantId}`,
        // Microsoft's own hosts are known to MSAL; for another one policy vouches, or MSAL would ask Microsoft about it.
        knownAuthorities: isMicrosoftCloud(policy.cloud) ? [] : [new URL(loginOrigin).host],
      },
      cache: { cachePlugin: this.#cache },
      system: { networkClient: this.#network },
    });
  }

  async account(): Promise<SignedInAccount | undefined> {
    const account = await this.#enqueue(() => this.#cachedAccount());
    return account === undefined ? undefined : this.#describe(account);
  }

  async token(resource: Resource, signal: AbortSignal): Promise<string> {
    const scopes = [this.#scope(resource)];
    const queued = this.#enqueue(async () => {
      signal.throwIfAborted();
      const account = await this.#cachedAccount();
      if (account === undefined) throw new AppError('sign-in-required');
      try {
        return (await this.#client.acquireTokenSilent({ account, scopes })).accessToken;
      } catch (thrown) {
        await this.#dropDeadTokens();
        throw thrown;
      }
    });
    const token = await Promise.race([queued, rejectOnAbort(signal)]);
    // MSAL resolves with an empty token when a proxy answers in the service's place.
    if (token === '') throw new AppError('sign-in-bad-reply');
    return token;
  }

  async signIn(signal: AbortSignal): Promise<SignedInAccount> {
    const result = await this.#enqueue(async () => {
      const signedIn = await this.#signInInBrowser(signal);
      if (signal.aborted) {
        // Called off while the code was redeemed: nothing of it is kept.
        await this.#forgetAccounts((account) => account.homeAccountId === signedIn.account?.homeAccountId);
        signal.throwIfAborted();
      }
      // One account at a time: whoever was there before must not answer for the new one.
      await this.#forgetAccounts((account) => account.homeAccountId !== signedIn.account?.homeAccountId);
      return signedIn;
    }, 'sign-in');
    const { account } = result;
    if (account === null || result.accessToken === '') throw new AppError('sign-in-bad-reply');
    return this.#describe(account);
  }

  signInLink(): string | undefined {
    return this.#signInLink;
  }

  async signOut(): Promise<void> {
    await this.#enqueue(async () => {
      await this.#forgetAccounts(() => true);
      this.#client.clearCache();
      await this.#cache.clear();
    });
  }

  async #signInInBrowser(signal: AbortSignal): Promise<AuthenticationResult> {
    const cancel = () => {
      if (this.#signInLink !== undefined) endLoopbackWait(this.#signInLink);
    };
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel);
    try {
      return await this.#client.acquireTokenInteractive({
        scopes: [this.#scope('azure-openai')],
        prompt: 'select_account',
        nonce: randomUUID(),
        successTemplate: arrivedPage,
        errorTemplate: refusedPage,
        openBrowser: async (url) => {
          signal.throwIfAborted();
          this.#signInLink = url;
          await this.#ports.openUrl(url);
        },
      });
    } catch (thrown) {
      signal.throwIfAborted();
      throw thrown;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#signInLink = undefined;
    }
  }

  /** MSAL drops a refused refresh token from memory without telling the cache, and would read it from disk next time. */
  async #dropDeadTokens(): Promise<void> {
    if (this.#client.getTokenCache().hasChanged()) await this.#cache.save(this.#client.getTokenCache().serialize());
  }

  async #forgetAccounts(isForgotten: (account: AccountInfo) => boolean): Promise<void> {
    for (const account of (await this.#client.getAllAccounts()).filter(isForgotten)) {
      await this.#client.signOut({ account });
    }
  }

  async #cachedAccount(): Promise<AccountInfo | undefined> {
    const accounts = await this.#client.getAllAccounts();
    return accounts[0];
  }

  #describe(account: AccountInfo): SignedInAccount {
    return {
      id: shortHash(`${this.#policy.cloud.loginOrigin}/${account.homeAccountId}`),
      name: account.name ?? account.username,
      username: account.username,
      tenantId: account.tenantId,
    };
  }

  #scope(resource: Resource): string {
    const { cloud } = this.#policy;
    return resource === 'graph' ? `${cloud.graphOrigin}/User.Read` : cloud.azureOpenAIScope;
  }

  #enqueue<Value>(task: () => Promise<Value>, during: 'sign-in' | 'silent' = 'silent'): Promise<Value> {
    const run = this.#queue.then(async () => {
      this.#network.takeFailure();
      try {
        return await task();
      } catch (thrown) {
        // What this class throws itself is the reason; a failed request is only where MSAL has put words of its own for it.
        throw thrown instanceof AppError ? thrown : (this.#network.takeFailure() ?? signInError(thrown, during));
      }
    });
    this.#queue = run.catch(() => {});
    return run;
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
