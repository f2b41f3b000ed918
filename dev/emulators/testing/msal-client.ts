import { PublicClientApplication } from '@azure/msal-node';
import type { Configuration, INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Emulators } from '../index.ts';
import { createTrustingRequest } from './trusting-request.ts';
import type { PlainRequest } from './trusting-request.ts';

/** The scope of the models' token. */
export const modelScope = 'https://cognitiveservices.azure.com/.default';

/** A real MSAL public client of the demo tenant; `auth` replaces parts of its configuration. */
export function createMsalClient(
  emulators: Emulators,
  auth: Partial<Configuration['auth']> = {},
): PublicClientApplication {
  const { origin, tenant } = emulators.entra;
  return new PublicClientApplication({
    auth: {
      clientId: tenant.clientId,
      authority: `${origin}/${tenant.id}`,
      knownAuthorities: [new URL(origin).host],
      ...auth,
    },
    system: { networkClient: createNetworkClient(emulators.certificateAuthority) },
  });
}

function createNetworkClient(certificateAuthority: string): INetworkModule {
  const send = createTrustingRequest(certificateAuthority);
  const exchange = async <T>(url: string, init: PlainRequest): Promise<NetworkResponse<T>> => {
    const response = await send(url, init);
    return { status: response.status, headers: { ...response.headers }, body: JSON.parse(response.body) as T };
  };
  return {
    sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      exchange<T>(url, { headers: options?.headers ?? {} }),
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      exchange<T>(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
  };
}
