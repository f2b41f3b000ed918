import path from 'node:path';
import {
  type AccountInfo,
  type AuthenticationResult,
  type Configuration,
  PublicClientApplication,
} from '@azure/msal-node';
import { AppError } from '../../../shared/errors.ts';
import type { Directory } from '../policy/policy.ts';
import { directoryKey } from '../policy/directory-key.ts';
import type { Ports } from '../ports.ts';
import { shortHash } from '../short-hash.ts';
import { untilAborted } from '../until-aborted.ts';
import type { AccountRecord } from './account-registry.ts';
import type { BrokerClient } from './broker/broker-client.ts';
import { BrokerUnavailableError } from './broker/broker-error.ts';
import { isMicrosoftCloud } from './cloud.ts';
import { brokerRedirect, interact } from './interaction.ts';
import { MsalNetwork } from './msal-network.ts';
import { PendingWishes } from './pending-wishes.ts';
import { claimsAskedFor, signInError } from './sign-in-error.ts';
import { TokenCache } from './token-cache.ts';
import type { IdToken, SignInRequest, TokenRequest } from './token-source.ts';

/** What Parley can do that a service may ask for: be told within minutes that a token has been revoked. */
export const clientCapabilities = ['cp1'] as const;

/** What a token source stands on. */
export interface MsalTokenSourceOptions {
  readonly directory: Directory;
  readonly broker: BrokerClient;
  readonly ports: Pick<Ports, 'fetch' | 'openUrl' | 'secretBox' | 'log' | 'app' | 'windowHandle'>;
}

/**
 * The one place that knows MSAL's public client, for one directory: the operating system's broker, authorization code with
 * PKCE in the system browser, device code; silent tokens from a sealed cache. What asks nobody anything is queued, so that
 * ten callers cause one request.
 * Source: https://learn.microsoft.com/entra/msal/javascript/node/
 */
export class MsalTokenSource {
  /** Names the directory among those of a policy, for as long as its tenant, cloud and registration stay. */
  readonly key: string;
  readonly #options: MsalTokenSourceOptions;
  readonly #network: MsalNetwork;
  readonly #cache: TokenCache;
  readonly #client: PublicClientApplication;
  readonly #pending = new PendingWishes();
  /** Apart: what can be done without is never asked for when a person signs in to go on. */
  readonly #pendingForArm = new PendingWishes();
  #brokered: PublicClientApplication | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: MsalTokenSourceOptions) {
    const { directory, ports } = options;
    this.#options = options;
    this.key = directoryKey(directory);
    this.#network = new MsalNetwork(ports.fetch);
    this.#cache = new TokenCache({
      file: path.join(ports.app.profileFolder, 'tokens', this.key),
      secretBox: ports.secretBox,
      log: ports.log,
    });
    this.#client = new PublicClientApplication(this.#configuration());
  }

  /** A valid access token, without asking the person anything. @throws AppError as in AccountTokens */
  async token(record: AccountRecord, request: TokenRequest, signal: AbortSignal): Promise<string> {
    const scopes = this.#scopes(request);
    const { claims, rejected } = request;
    const pending = request.resource === 'arm' ? this.#pendingForArm : this.#pending;
    if (rejected !== undefined && pending.insists(record.id, { scopes, claims }))
      throw new AppError('claims-challenge');
    return this.#silently(async () => {
      let result = await this.#acquireSilently(record, { scopes, claims, pending });
      if (result.accessToken === rejected)
        result = await this.#acquireSilently(record, { scopes, claims, pending, renew: true });
      if (result.accessToken === rejected)
        throw new AppError('sign-in-required', { fields: { reason: 'token_refused' } });
      return result.accessToken;
    }, signal);
  }

  /** The account's id token. @throws AppError as in AccountTokens */
  async idToken(record: AccountRecord, { renew }: { readonly renew: boolean }, signal: AbortSignal): Promise<IdToken> {
    const scopes = this.#scopes({ resource: 'azure-openai' });
    const { idToken, expiresOn } = await this.#silently(() => this.#acquireSilently(record, { scopes, renew }), signal);
    return { idToken, expiresAt: expiresOn?.getTime() ?? 0 };
  }

  /** Signs in the account of the operating system, if its broker has one for us. @throws AppError, BrokerUnavailableError */
  async signInSilently(signal: AbortSignal): Promise<AccountRecord> {
    const scopes = this.#scopes({ resource: 'azure-openai' });
    return this.#silently(async () => {
      // No account names the one that the computer itself is signed in with.
      const account = { nativeAccountId: undefined } as unknown as AccountInfo;
      return this.#admit(
        await this.#broker().acquireTokenSilent({
          account,
          scopes,
          ...brokerRedirect(this.#options.ports.app.platform),
        }),
        'broker',
      );
    }, signal);
  }

  /**
   * Asks the person to sign in. Not queued: a renewal that waits for a silent service must not keep anybody from it.
   * @param signal ends the attempt for good; its reason is what this rejects with
   * @throws AppError; BrokerUnavailableError where the browser can do what the broker did not
   */
  signIn(request: SignInRequest, record: AccountRecord | undefined, signal: AbortSignal): Promise<AccountRecord> {
    const wishes = request.resource === 'arm' ? this.#pendingForArm : this.#pending;
    const pending = record === undefined ? undefined : wishes.of(record.id);
    const { broker, ports } = this.#options;
    return this.#call(
      async () => {
        const result = await interact(
          {
            client: request.method === 'broker' ? this.#broker() : this.#client,
            broker,
            ports,
            request,
            scopes: pending?.scopes ?? this.#scopes({ resource: request.resource ?? 'azure-openai' }),
            claims: pending?.claims,
            account: record === undefined ? undefined : await this.#find(record),
            loginHint: record?.username,
          },
          signal,
        );
        const admitted = await this.#admit(result, request.method);
        if (signal.aborted) {
          // Called off while the code was redeemed: nothing of it is kept, but for who is signed in anyway.
          if (!request.isKnown(admitted.id)) await this.#forget(admitted);
          signal.throwIfAborted();
        }
        wishes.clear(admitted.id);
        return admitted;
      },
      { signal, during: 'sign-in' },
    );
  }

  /** Forgets an account and its tokens, in memory and on disk. A broker's account stays what it is to the system. */
  async signOut(record: AccountRecord): Promise<void> {
    for (const wishes of [this.#pending, this.#pendingForArm]) wishes.clear(record.id);
    await this.#silently(() => this.#forget(record), new AbortController().signal);
  }

  /** Forgets whoever is in the cache and is not signed in: what a crash or a damaged list has left. */
  async forgetOthers(isSignedIn: (homeAccountId: string) => boolean): Promise<void> {
    await this.#silently(
      () => this.#forgetWhere(({ homeAccountId }) => !isSignedIn(homeAccountId)),
      new AbortController().signal,
    );
  }

  /** The page that ends the browser's session. Source: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc */
  signOutPage({ loginHint }: AccountRecord): string {
    const { cloud, tenant } = this.#options.directory;
    const page = new URL(`${cloud.loginOrigin}/${tenant}/oauth2/v2.0/logout`);
    if (loginHint !== undefined) page.searchParams.set('logout_hint', loginHint);
    return page.href;
  }

  async #acquireSilently(
    record: AccountRecord,
    {
      scopes,
      claims,
      pending = this.#pending,
      renew = false,
    }: { scopes: string[]; claims?: string | undefined; pending?: PendingWishes; renew?: boolean },
  ): Promise<AuthenticationResult> {
    const isBrokered = record.broker !== undefined;
    const account = await this.#find(record);
    if (account === undefined) throw new AppError('sign-in-required');
    try {
      const result = await (isBrokered ? this.#broker() : this.#client).acquireTokenSilent({
        account,
        scopes,
        ...(isBrokered ? brokerRedirect(this.#options.ports.app.platform) : {}),
        // A broker knows no `forceRefresh`; any claims make it go past its cache.
        ...(claims === undefined && renew && isBrokered ? { claims: '{"id_token":{}}' } : {}),
        ...(claims === undefined ? { forceRefresh: renew && !isBrokered } : { claims }),
      });
      // MSAL resolves with an empty token when a proxy answers in the service's place.
      if (result.accessToken === '') throw new AppError('sign-in-bad-reply');
      // SECURITY: a broker that has lost an account answers for whoever the computer belongs to.
      if (!isOf(result.account, record))
        throw new AppError('sign-in-required', { fields: { reason: 'other_account' } });
      pending.succeed(record.id, { scopes, claims });
      return result;
    } catch (thrown) {
      const wish = { scopes, claims: claimsAskedFor(thrown) ?? claims };
      pending.fail(record.id, wish, signInError(thrown, 'silent'));
      if (!isBrokered) await this.#dropDeadTokens();
      throw thrown;
    }
  }

  async #find(record: AccountRecord): Promise<AccountInfo | undefined> {
    if (record.broker !== undefined) {
      const { username, tenantId, name } = record;
      return { ...record.broker, username, tenantId, name };
    }
    const accounts = await this.#client.getAllAccounts();
    return accounts.find(({ homeAccountId }) => homeAccountId === record.homeAccountId);
  }

  /** SECURITY: an account of a tenant that policy does not name gets no further than this, and leaves nothing behind. */
  async #admit(result: AuthenticationResult, method: AccountRecord['method']): Promise<AccountRecord> {
    const { account, accessToken } = result;
    if (account === null || accessToken === '') throw new AppError('sign-in-bad-reply');
    const { directory } = this.#options;
    const { homeAccountId, environment, localAccountId, nativeAccountId, tenantId, username } = account;
    const hint = account.idTokenClaims?.login_hint;
    const record: AccountRecord = {
      id: shortHash(`${directory.cloud.loginOrigin}/${tenantId}/${homeAccountId}`),
      name: account.name ?? username,
      username,
      tenantId,
      directoryKey: this.key,
      homeAccountId,
      method,
      ...(nativeAccountId === undefined || method !== 'broker'
        ? {}
        : { broker: { homeAccountId, environment, localAccountId, nativeAccountId } }),
      ...(hint === undefined ? {} : { loginHint: hint }),
    };
    const { allowedTenants } = directory;
    if (allowedTenants.length > 0 && !allowedTenants.includes(tenantId.toLowerCase())) {
      await this.#forget(record);
      throw new AppError('tenant-not-allowed');
    }
    return record;
  }

  async #forget({ homeAccountId }: Pick<AccountRecord, 'homeAccountId'>): Promise<void> {
    await this.#forgetWhere((account) => account.homeAccountId === homeAccountId);
  }

  async #forgetWhere(isForgotten: (account: AccountInfo) => boolean): Promise<void> {
    const accounts = await this.#client.getAllAccounts();
    for (const account of accounts.filter(isForgotten)) await this.#client.signOut({ account });
    const isEmpty = accounts.every(isForgotten);
    if (isEmpty) this.#client.clearCache();
    // SECURITY: what could not be written down as forgotten must not come back at the next start.
    if (isEmpty || this.#cache.isBehind) await this.#cache.clear();
  }

  /** MSAL drops a refused refresh token from memory without telling the cache, and would read it from disk next time. */
  async #dropDeadTokens(): Promise<void> {
    if (this.#client.getTokenCache().hasChanged()) await this.#cache.save(this.#client.getTokenCache().serialize());
  }

  /** @throws BrokerUnavailableError where it may not be asked: MSAL's client, made then, would never ask it again. */
  #broker(): PublicClientApplication {
    const { broker } = this.#options;
    if (!broker.isBrokerAvailable) throw new BrokerUnavailableError(broker.status.reason);
    this.#brokered ??= new PublicClientApplication({
      ...this.#configuration(),
      broker: { nativeBrokerPlugin: broker },
    });
    return this.#brokered;
  }

  #configuration(): Configuration {
    const { directory } = this.#options;
    const { loginOrigin } = directory.cloud;
    return {
      auth: {
        clientId: directory.clientId,
        authority: `${loginOrigin}/${directory.tenant}`,
        clientCapabilities: [...clientCapabilities],
        // Microsoft's own hosts are known to MSAL; for another one policy vouches, or MSAL would ask Microsoft about it.
        knownAuthorities: isMicrosoftCloud(directory.cloud) ? [] : [new URL(loginOrigin).host],
      },
      cache: { cachePlugin: this.#cache },
      system: { networkClient: this.#network },
    };
  }

  #scopes({ resource, scope, graphScopes = ['User.Read'] }: TokenRequest): string[] {
    const { cloud } = this.#options.directory;
    switch (resource) {
      case 'azure-openai':
        return [scope ?? cloud.azureOpenAIScope];
      case 'graph':
        return graphScopes.map((permission) => `${cloud.graphOrigin}/${permission}`);
      case 'arm':
        if (cloud.armOrigin === undefined) throw new AppError('internal', { fields: { resource } });
        return [`${cloud.armOrigin}/.default`];
    }
  }

  /** An aborted caller waits no longer; who is behind it in the queue goes on. */
  #silently<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const run = this.#queue.then(() => this.#call(work, { signal, during: 'silent' }));
    this.#queue = run.catch(() => {});
    return untilAborted(run, signal);
  }

  /** An administrator can allow at a page what nobody else can: its address goes with the message to them. */
  #explain(error: AppError): AppError {
    if (error.code !== 'consent-admin') return error;
    const { cloud, tenant, clientId } = this.#options.directory;
    const page = new URL(`${cloud.loginOrigin}/${tenant}/v2.0/adminconsent`);
    page.searchParams.set('client_id', clientId);
    page.searchParams.set('scope', `${cloud.graphOrigin}/.default`);
    const { correlationId, fields } = error;
    return new AppError(error.code, { correlationId, fields: { ...fields, adminConsent: page.href }, cause: error });
  }

  async #call<Value>(
    work: () => Promise<Value>,
    { signal, during }: { readonly signal: AbortSignal; readonly during: 'sign-in' | 'silent' },
  ): Promise<Value> {
    try {
      return await this.#network.run(work, signal);
    } catch (thrown) {
      // The broker's silence is no answer: who asked can go another way.
      const isSilence = during === 'sign-in' && thrown instanceof BrokerUnavailableError;
      throw signal.aborted || isSilence ? thrown : this.#explain(signInError(thrown, during));
    }
  }
}

function isOf(account: AccountInfo | null, { homeAccountId, tenantId }: AccountRecord): boolean {
  return account?.homeAccountId === homeAccountId && account.tenantId === tenantId;
}
