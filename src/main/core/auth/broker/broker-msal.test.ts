import path from 'node:path';
import {
  type AccountInfo,
  InteractionRequiredAuthError,
  PublicClientApplication,
  type SilentFlowRequest,
} from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BrokerEmulator, startBrokerEmulator } from '../../../../../dev/emulators/broker/broker.ts';
import { CountingHost } from '../../../../../dev/emulators/broker/counting-host.ts';
import { type Emulators, startEmulators } from '../../../../../dev/emulators/index.ts';
import { modelScope } from '../../../../../dev/emulators/testing/msal-client.ts';
import { AppError } from '../../../../shared/errors.ts';
import { FakeClock, MemoryLog, temporaryFolder } from '../../testing/fakes.ts';
import { BrokerClient } from './broker-client.ts';
import { BrokerVerdict } from './broker-verdict.ts';

let emulators: Emulators;
let broker: BrokerEmulator;
let host: CountingHost;
let plugin: BrokerClient;
let msal: PublicClientApplication;

beforeEach(async () => {
  emulators = await startEmulators();
  broker = await startBrokerEmulator(emulators);
  host = new CountingHost(broker.entry);
  const clock = new FakeClock();
  const log = new MemoryLog();
  const file = path.join(await temporaryFolder(), 'broker.json');
  const verdict = new BrokerVerdict({ file, version: '1.0.0', system: 'test 1', clock, log });
  plugin = new BrokerClient({ mode: 'auto', processHost: host, verdict, clientCapabilities: ['cp1'], clock, log });
  await plugin.probe();
  msal = createMsal();
});

afterEach(async () => {
  await host.end();
  await broker.close();
  await emulators.close();
});

function createMsal(): PublicClientApplication {
  const { origin, tenant } = emulators.entra;
  return new PublicClientApplication({
    auth: {
      clientId: tenant.clientId,
      authority: `${origin}/${tenant.id}`,
      knownAuthorities: [new URL(origin).host],
    },
    broker: { nativeBrokerPlugin: plugin },
  });
}

function signIn(options: { readonly windowHandle?: Buffer } = {}) {
  const openBrowser = () => Promise.reject(new Error('asked the browser'));
  return msal.acquireTokenInteractive({ scopes: [modelScope], prompt: 'select_account', openBrowser, ...options });
}

async function signedIn(): Promise<AccountInfo> {
  const { account } = await signIn();
  if (account === null) throw new Error('nobody was signed in');
  return account;
}

const silent = (account: AccountInfo, changes: Partial<SilentFlowRequest> = {}) =>
  msal.acquireTokenSilent({ account, scopes: [modelScope], ...changes });

describe('MSAL with the broker in its own process', () => {
  it('signs in with the broker’s window, above ours, and never opens a browser', async () => {
    const result = await signIn({ windowHandle: Buffer.from([1, 2, 3, 4]) });
    expect(result).toMatchObject({
      fromPlatformBroker: true,
      account: { username: 'ada@contoso.example', name: 'Ada Lovelace', tenantId: emulators.entra.tenant.id },
    });
    expect(result.expiresOn?.getTime()).toBeGreaterThan(Date.now());
    expect(decodeJwt(result.accessToken)).toMatchObject({
      aud: 'https://cognitiveservices.azure.com',
      xms_cc: ['cp1'],
    });
    expect(broker.requests.at(-1)?.fields).toMatchObject({ windowHandle: '01020304' });
  });

  it('gives each resource its own token, silently', async () => {
    const account = await signedIn();
    const graph = await silent(account, { scopes: [`${emulators.graph.origin}/User.Read`] });
    expect(decodeJwt(graph.accessToken)).toMatchObject({ aud: emulators.graph.origin, xms_cc: ['cp1'] });
    expect(decodeJwt((await silent(account)).accessToken).aud).toBe('https://cognitiveservices.azure.com');
  });

  it('takes one request for a token that ten callers want at once', async () => {
    const account = await signedIn();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => silent(account)));
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(broker.requests.filter(({ method }) => method === 'silent')).toHaveLength(1);
  });

  it('hands a claims challenge on', async () => {
    const account = await signedIn();
    await silent(account, { claims: '{"access_token":{"nbf":{"essential":true,"value":"1"}}}' });
    expect(JSON.stringify(broker.requests.at(-1)?.fields)).toContain('nbf');
    const junk = silent(account, { claims: 'junk' });
    await expect(junk).rejects.toMatchObject({ name: 'ClientConfigurationError', errorCode: 'invalid_claims' });
  });

  it('knows its accounts after a restart, and forgets one that signs out', async () => {
    const account = await signedIn();
    msal = createMsal();
    const [known] = await msal.getAllAccounts();
    expect(known).toMatchObject({ homeAccountId: account.homeAccountId, nativeAccountId: account.nativeAccountId });
    await msal.signOut({ account });
    await expect(msal.getAllAccounts()).resolves.toEqual([]);
    await expect(silent(account)).rejects.toMatchObject({ errorCode: 'no_account_found', status: 'AccountNotFound' });
  });

  it('an error that needs the person is told by its name: the class is another one', async () => {
    const account = await signedIn();
    emulators.entra.revokeAll();
    const thrown: unknown = await silent(account).catch((error: unknown) => error);
    expect(thrown).not.toBeInstanceOf(InteractionRequiredAuthError);
    expect(thrown).toMatchObject({
      name: 'InteractionRequiredAuthError',
      errorCode: 'interaction_required',
      errorMessage: expect.stringContaining('AADSTS50173') as string,
      status: 'InteractionRequired',
    });
    expect(plugin.status.state).toBe('available');
  });

  it.each([
    ['Unexpected', 'ClientAuthError', 'platform_broker_error'],
    ['InteractionRequired', 'InteractionRequiredAuthError', 'interaction_required'],
    ['NoNetwork', 'ClientAuthError', 'no_network_connectivity'],
    ['NetworkTemporarilyUnavailable', 'ClientAuthError', 'no_network_connectivity'],
    ['ServerTemporarilyUnavailable', 'ServerError', 'server_unavailable'],
    ['ApiContractViolation', 'ClientAuthError', 'platform_broker_error'],
    ['UserCanceled', 'ClientAuthError', 'user_canceled'],
    ['ApplicationCanceled', 'ClientAuthError', 'platform_broker_error'],
    ['IncorrectConfiguration', 'ClientAuthError', 'platform_broker_error'],
    ['AuthorityUntrusted', 'ClientConfigurationError', 'untrusted_authority'],
    ['AccountUnusable', 'InteractionRequiredAuthError', 'interaction_required'],
    ['UserDataRemovalRequired', 'ClientAuthError', 'platform_broker_error'],
    ['AccountNotFound', 'ClientAuthError', 'no_account_found'],
  ] as const)('a refusal keeps its status, number and tag: %s', async (status, name, errorCode) => {
    broker.next('interactive', { kind: 'refuse', status, code: 3_399_942_148, context: 'ada@contoso.example' });
    const thrown: unknown = await signIn().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name, errorCode, status, statusCode: 3_399_942_148 });
    expect(thrown).toHaveProperty('tag', expect.stringMatching(/^.{5}$/));
    expect(String(thrown)).not.toContain('ada@');
    expect(plugin.status.state).toBe('available');
  });

  it('a window that is closed by Cancel ends MSAL’s wait with our reason', async () => {
    broker.next('interactive', { kind: 'hang' });
    const waiting = signIn();
    await broker.nextRequest('interactive');
    const cancelled = new AppError('sign-in-cancelled');
    plugin.cancelInteractive(cancelled);
    await expect(waiting).rejects.toBe(cancelled);
    await expect(signIn()).resolves.toMatchObject({ fromPlatformBroker: true });
  });
});
