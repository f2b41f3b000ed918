import { createDirectory } from '../directory/directory.ts';
import type { Person } from '../demo-tenant.ts';
import { createFaults } from '../http/faults.ts';
import { createScriptQueue } from '../http/script-queue.ts';
import { createAdminConsent } from './admin-consent.ts';
import { createBrowserSessions } from './browser-sessions.ts';
import { createConsents } from './consents.ts';
import { createDeviceCodes } from './device-codes.ts';
import type { TokenFailure } from './endpoint-failure.ts';
import { createGrants } from './grants.ts';
import { describeFailure } from './oauth-error.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';
import { createRequestLog } from './request-log.ts';
import type { EntraEndpoint, EntraRequest } from './request-log.ts';
import { createRequirements } from './requirements.ts';
import { demoResources } from './scopes.ts';
import { createSignIn } from './sign-in.ts';
import type { ScriptedRefusal } from './sign-in.ts';
import type { SignOut } from './sign-out.ts';
import { createTokenAuthority } from './token-authority.ts';
import type { Clock, TokenSettings } from './token-authority.ts';
import { createTokenRegistry } from './token-registry.ts';

/** Where the Entra emulator is, and what it stands for. */
export interface EntraOptions {
  readonly origin: string;
  readonly signInOrigin: string;
  readonly graphOrigin: string;
  /** Azure Resource Manager's, which is also the audience of its tokens. */
  readonly armOrigin: string;
  /** The audience of Azure OpenAI's tokens in this cloud. */
  readonly modelAudience: string;
  readonly clock: Clock;
  setClockSkew(seconds: number): void;
}

/** What tests switch while the emulator runs. */
export interface EntraSwitches {
  automatic: Person | undefined;
  refreshIn: number | undefined;
  singleTenant: boolean;
}

/** Everything that the endpoints and the tests' handles work on. */
export type EntraState = ReturnType<typeof createEntraState>;

/** Makes the state, in which nothing has happened yet. */
export function createEntraState(options: EntraOptions) {
  const { origin, signInOrigin, clock } = options;
  const directory = createDirectory();
  const resources = demoResources(options);
  const issued: string[] = [];
  const requests: EntraRequest[] = [];
  const signOuts: SignOut[] = [];
  const signInRefusals = createScriptQueue<ScriptedRefusal>();
  const switches: EntraSwitches = { automatic: undefined, refreshIn: undefined, singleTenant: false };
  const settings: TokenSettings = {
    accessTokenLifetime: 3600,
    overageForm: 'claim-names',
    idTokenClaims: new Map(),
    accessTokenClaims: new Map(),
  };
  const registry = createTokenRegistry(clock);
  const authority = createTokenAuthority({ directory, registry, settings, loginOrigin: origin, clock, issued });
  const grants = createGrants({ clock, issued, onReplay: (family) => registry.revoke([family]) });
  const consents = createConsents(directory, resources);
  const requirements = createRequirements();
  const sessions = createBrowserSessions();
  const deviceCodes = createDeviceCodes({ clock, verificationUri: `${signInOrigin}/device` });
  const log = createRequestLog(requests, clock);
  const describe = (failure: OAuthFailure, correlationId?: string): OAuthErrorReply =>
    describeFailure(failure, { correlationId, now: clock(), origin });
  const signIn = createSignIn({
    directory,
    grants,
    consents,
    requirements,
    sessions,
    describe,
    automatic: () => switches.automatic,
    takeRefusal: () => signInRefusals.take(),
  });
  return {
    options,
    directory,
    resources,
    issued,
    requests,
    signOuts,
    signInRefusals,
    switches,
    settings,
    registry,
    authority,
    grants,
    consents,
    requirements,
    sessions,
    deviceCodes,
    log,
    describe,
    signIn,
    adminConsent: createAdminConsent({ directory, consents, resources }),
    faults: createFaults<EntraEndpoint, TokenFailure, EntraRequest>(),
    refreshIn: () => switches.refreshIn,
  };
}
