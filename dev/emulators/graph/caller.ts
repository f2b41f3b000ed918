import type { Person } from '../demo-tenant.ts';
import type { TokenVerifier } from '../entra/token-authority.ts';
import { checkBearer, claimsChallenge } from '../http/bearer.ts';
import type { DemoTenant } from '../demo-tenant.ts';
import { GraphRefusal } from './graph-call.ts';

/** The person whose token came with a request. */
export interface Caller {
  readonly person: Person;
  readonly tenant: DemoTenant;
  readonly permissions: readonly string[];
  /** Whether the person is a guest of the tenant. */
  readonly isGuest: boolean;
}

/** Says who calls. @throws GraphRefusal 401 */
export type Identify = (authorization: string | undefined) => Promise<Caller>;

/** Makes the check of Graph's tokens, whose audience is Graph's own origin. */
export function createIdentify(options: {
  readonly origin: string;
  readonly loginOrigin: string;
  readonly verifier: TokenVerifier;
  readonly isGuest: (person: Person) => boolean;
}): Identify {
  const { origin, loginOrigin, verifier, isGuest } = options;
  return async (authorization) => {
    const verdict = await checkBearer(authorization, verifier, origin);
    switch (verdict.kind) {
      case 'missing':
        throw refused('Access token is empty.');
      case 'expired':
        throw refused('Lifetime validation failed, the token is expired.');
      case 'wrong-audience':
        throw refused('Access token validation failure. Invalid audience.');
      case 'invalid':
        throw refused(`IDX10511: Signature validation failed. ${verdict.reason}`);
      case 'challenged':
        if (verdict.claims === undefined) throw refused('Access token has been revoked.');
        throw refused(
          'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
          { 'www-authenticate': claimsChallenge(loginOrigin, JSON.stringify(verdict.claims)) },
        );
      case 'valid': {
        const { person, permissions, tenant } = verdict;
        return { person, permissions, tenant, isGuest: isGuest(person) };
      }
    }
  };
}

function refused(message: string, headers?: Readonly<Record<string, string>>): GraphRefusal {
  return new GraphRefusal(401, 'InvalidAuthenticationToken', message, headers);
}
