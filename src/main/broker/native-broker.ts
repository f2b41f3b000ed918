import type { NativeBrokerPlugin } from '@azure/msal-node-extensions';
import { assertNever } from '../../shared/errors.ts';
import type { BrokerProbe, BrokerReply, BrokerRequest, BrokerTokenRequest } from '../core/auth/broker/protocol.ts';
import { describeFailure, describeToken } from './wire.ts';

/** The computer that the broker belongs to. */
export interface BrokerSystem {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** Where MSAL's runtime has a library, as its own list has it; 0.20.7. */
const supported: ReadonlySet<string> = new Set(['win32 x64', 'win32 arm64', 'darwin arm64', 'darwin x64', 'linux x64']);

type TokenRequest = Parameters<NativeBrokerPlugin['acquireTokenSilent']>[0];

type Loaded =
  | { readonly plugin: NativeBrokerPlugin; readonly probe: BrokerProbe }
  | { readonly plugin: undefined; readonly probe: BrokerProbe };

/** Answers the main process's requests with the operating system's broker. */
export class NativeBroker {
  readonly #system: BrokerSystem;
  #loading: Promise<Loaded> | undefined;

  constructor(system: BrokerSystem) {
    this.#system = system;
  }

  /** Never rejects: what goes wrong is an answer too. */
  async reply(request: BrokerRequest): Promise<BrokerReply> {
    const { id } = request;
    try {
      return { id, ok: true, value: await this.#answer(request) };
    } catch (thrown) {
      return { id, ok: false, error: describeFailure(thrown) };
    }
  }

  async #answer(request: BrokerRequest): Promise<unknown> {
    this.#loading ??= this.#load();
    const { plugin, probe } = await this.#loading;
    if (request.method === 'probe') return probe;
    if (plugin === undefined) throw new Error('There is no broker.');
    switch (request.method) {
      case 'account':
        return plugin.getAccountById(request.accountId, request.correlationId);
      case 'accounts':
        return plugin.getAllAccounts(request.clientId, request.correlationId);
      case 'silent':
        return describeToken(await plugin.acquireTokenSilent(tokenRequest(request.request)));
      case 'interactive':
        return describeToken(
          await plugin.acquireTokenInteractive(tokenRequest(request.request), this.#parentWindow(request.windowHandle)),
        );
      case 'sign-out': {
        const { clientId, accountId, correlationId } = request;
        return plugin.signOut({ clientId, accountId, correlationId });
      }
      default:
        return assertNever(request);
    }
  }

  /** Loaded by the probe, not before: the library may hang or take the process with it. */
  async #load(): Promise<Loaded> {
    const without = (reason: string): Loaded => ({ plugin: undefined, probe: { available: false, reason } });
    const { platform, arch } = this.#system;
    if (!supported.has(`${platform} ${arch}`)) return without('system-not-supported');
    try {
      const { msalNodeRuntime } = await import('@azure/msal-node-runtime');
      const { NativeBrokerPlugin } = await import('@azure/msal-node-extensions');
      const plugin = new NativeBrokerPlugin();
      // In the place of a library that does not load, MSAL's runtime has a stub, which knows no tag.
      const { errorTag } = msalNodeRuntime.StartupError ?? {};
      if (!plugin.isBrokerAvailable) return without(errorTag === 0 ? 'library-not-loaded' : 'broker-not-started');
      return { plugin, probe: { available: true, reason: 'loaded' } };
    } catch {
      return without('not-installed');
    }
  }

  /** SECURITY: on macOS the handle is an address in the main process's memory, which means something else in this one. */
  #parentWindow(handle: Uint8Array | undefined): Buffer | undefined {
    return handle === undefined || this.#system.platform === 'darwin' ? undefined : Buffer.from(handle);
  }
}

function tokenRequest(request: BrokerTokenRequest): TokenRequest {
  // MSAL leaves out what is undefined, which its types don't say.
  return request as TokenRequest;
}
