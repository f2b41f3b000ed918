import { randomUUID } from 'node:crypto';
import type { AccountInfo, AuthenticationResult, DeviceCodeRequest, PublicClientApplication } from '@azure/msal-node';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { AppFacts, Ports } from '../ports.ts';
import type { BrokerClient } from './broker/broker-client.ts';
import { arrivedPage, endLoopbackWait, refusedPage } from './loopback.ts';
import type { SignInRequest } from './token-source.ts';

/** One time that the person is asked to sign in. */
export interface Interaction {
  readonly client: PublicClientApplication;
  readonly broker: BrokerClient;
  readonly ports: Pick<Ports, 'openUrl' | 'windowHandle' | 'app'>;
  readonly request: SignInRequest;
  readonly scopes: readonly string[];
  /** JSON text of a claims challenge that this sign-in is to satisfy. */
  readonly claims: string | undefined;
  /** Set where a known account signs in again. */
  readonly account: AccountInfo | undefined;
  readonly loginHint: string | undefined;
}

/** Asks the person by the method that was chosen. @throws what MSAL throws, or the signal's reason */
export function interact(interaction: Interaction, signal: AbortSignal): Promise<AuthenticationResult> {
  switch (interaction.request.method) {
    case 'broker':
      return askBroker(interaction, signal);
    case 'browser':
      return askBrowser(interaction, signal);
    case 'device-code':
      return askByCode(interaction, signal);
  }
}

async function askBroker({ client, broker, ports, ...interaction }: Interaction, signal: AbortSignal) {
  signal.throwIfAborted();
  const cancel = () => broker.cancelInteractive(toAppError(signal.reason));
  signal.addEventListener('abort', cancel);
  try {
    const windowHandle = ports.windowHandle();
    return await client.acquireTokenInteractive({
      ...authorizeParameters(interaction),
      ...(windowHandle === undefined ? {} : { windowHandle }),
      ...brokerRedirect(ports.app.platform),
      openBrowser: async () => {
        throw new AppError('broker-required', { fields: { reason: 'not asked' } });
      },
    });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function askBrowser({ client, ports, request, ...interaction }: Interaction, signal: AbortSignal) {
  let link: string | undefined;
  let failure: unknown;
  const cancel = () => {
    if (link !== undefined) endLoopbackWait(link);
  };
  signal.addEventListener('abort', cancel);
  try {
    return await client.acquireTokenInteractive({
      ...authorizeParameters({ request, ...interaction }),
      nonce: randomUUID(),
      successTemplate: arrivedPage,
      errorTemplate: refusedPage,
      openBrowser: async (url) => {
        signal.throwIfAborted();
        link = url;
        request.events.onLink(url);
        // Not waited for: what opens the browser may go on for as long as the browser does.
        ports.openUrl(url).catch((thrown: unknown) => {
          failure = thrown;
          cancel();
        });
      },
    });
  } catch (thrown) {
    throw failure ?? thrown;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function askByCode({ client, request, scopes, claims }: Interaction, signal: AbortSignal) {
  const wish: DeviceCodeRequest = {
    scopes: [...scopes],
    ...(claims === undefined ? {} : { claims }),
    deviceCodeCallback: ({ userCode, verificationUri }) =>
      request.events.onDeviceCode({ userCode, page: verificationUri }),
  };
  const stop = () => {
    wish.cancel = true;
  };
  signal.addEventListener('abort', stop);
  try {
    const result = await client.acquireTokenByDeviceCode(wish);
    if (result === null) throw new AppError('sign-in-bad-reply');
    return result;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function authorizeParameters({
  request,
  scopes,
  claims,
  account,
  loginHint,
}: Pick<Interaction, 'request' | 'scopes' | 'claims' | 'account' | 'loginHint'>) {
  return {
    scopes: [...scopes],
    ...(claims === undefined ? {} : { claims }),
    ...(account === undefined ? {} : { account }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(request.chooseAccount ? { prompt: 'select_account' } : {}),
  };
}

/**
 * What Apple's broker wants to be named by a signed application; the library's own default is refused there.
 * Source: https://learn.microsoft.com/entra/msal/javascript/node/brokering
 */
export function brokerRedirect(platform: AppFacts['platform']): { readonly redirectUri?: string } {
  return platform === 'macos' ? { redirectUri: 'msauth.org.parley.desktop://auth' } : {};
}
