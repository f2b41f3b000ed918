import { decodeJwt } from 'jose';
import type { BrokerAccount, BrokerToken, BrokerTokenRequest } from '../../../src/main/core/auth/broker/protocol.ts';
import type { PersonId } from '../demo-tenant.ts';
import type { Emulators } from '../index.ts';
import { createHandMadeClient } from '../testing/hand-made-client.ts';
import { BrokerRefusal } from './refusal.ts';

/** The accounts that an operating system keeps, each with a refresh token of Entra's. */
export interface OsAccounts {
  /** The accounts that this application has used. */
  list(): BrokerAccount[];
  /** @throws BrokerRefusal `AccountNotFound` */
  find(accountId: string): BrokerAccount;
  /** @throws BrokerRefusal what Entra says: `InteractionRequired`, `ServerTemporarilyUnavailable` */
  renew(request: BrokerTokenRequest, person: PersonId): Promise<BrokerToken>;
  /** Signs a person in with Entra, and gives their first token. */
  signIn(request: BrokerTokenRequest, person: PersonId): Promise<BrokerToken>;
  /** Takes the account away from this application. */
  remove(accountId: string): void;
  /** Whose account it is. @throws BrokerRefusal `AccountNotFound` */
  personOf(accountId: string): PersonId;
}

/** Makes the accounts of an operating system on which nobody has used the application yet. */
export function createOsAccounts(emulators: Emulators): OsAccounts {
  const refreshTokens = new Map<PersonId, string>();
  const used = new Map<string, { readonly account: BrokerAccount; readonly person: PersonId }>();

  const entryOf = (accountId: string) => {
    const entry = used.get(accountId);
    if (entry === undefined) throw new BrokerRefusal('AccountNotFound');
    return entry;
  };
  const redeem = async (
    request: BrokerTokenRequest,
    person: PersonId,
    grant: Readonly<Record<string, string>>,
  ): Promise<BrokerToken> => {
    const { status, body } = await createHandMadeClient(emulators).token({
      client_id: request.clientId,
      scope: scopeOf(request),
      claims: request.claims,
      ...grant,
    });
    if (status >= 500) throw new BrokerRefusal('ServerTemporarilyUnavailable');
    if (status >= 400) throw new BrokerRefusal('InteractionRequired', text(body, 'error_description'));
    refreshTokens.set(person, text(body, 'refresh_token'));
    const idToken = text(body, 'id_token');
    const account = describeAccount(emulators, idToken);
    used.set(account.nativeAccountId, { account, person });
    return {
      authority: request.authority,
      uniqueId: account.localAccountId,
      tenantId: account.tenantId,
      scopes: text(body, 'scope').split(' '),
      account,
      idToken,
      idTokenClaims: decodeJwt(idToken),
      accessToken: text(body, 'access_token'),
      fromCache: false,
      expiresOn: Date.now() + Number(body['expires_in']) * 1000,
      tokenType: 'Bearer',
      correlationId: request.correlationId,
    };
  };
  const signIn = async (request: BrokerTokenRequest, person: PersonId): Promise<BrokerToken> => {
    const client = createHandMadeClient(emulators);
    const { code = '' } = await client.authorize(person, { client_id: request.clientId, scope: scopeOf(request) });
    const { redirectUri, verifier } = client;
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    return redeem(request, person, grant);
  };

  return {
    list: () => [...used.values()].map(({ account }) => account),
    find: (accountId) => entryOf(accountId).account,
    personOf: (accountId) => entryOf(accountId).person,
    remove: (accountId) => void used.delete(entryOf(accountId).account.nativeAccountId),
    signIn,
    renew: (request, person) => {
      const token = refreshTokens.get(person);
      // The person has signed in to the computer itself.
      if (token === undefined) return signIn(request, person);
      return redeem(request, person, { grant_type: 'refresh_token', refresh_token: token });
    },
  };
}

function scopeOf({ scopes }: BrokerTokenRequest): string {
  return ['openid', 'profile', 'offline_access', ...scopes].join(' ');
}

function describeAccount({ entra }: Emulators, idToken: string): BrokerAccount {
  const { oid, tid, name, preferred_username: username } = decodeJwt(idToken);
  return {
    homeAccountId: `${String(oid)}.${String(tid)}`,
    environment: new URL(entra.origin).host,
    tenantId: String(tid),
    username: String(username),
    localAccountId: String(oid),
    name: String(name),
    nativeAccountId: `os-${String(oid)}`,
  };
}

function text(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
