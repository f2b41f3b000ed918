import type { Person } from '../demo-tenant.ts';
import type { TokenVerifier } from '../entra/token-authority.ts';
import { checkBearer, claimsChallenge } from '../http/bearer.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { insufficientPrivileges } from './graph-error.ts';
import type { WriteGraphError } from './graph-error.ts';

/** The person whose token came with a request. */
export interface Caller {
  readonly person: Person;
  readonly permissions: readonly string[];
}

/** Says who calls, or answers with the refusal. `allows` looks at the token's permissions. */
export type Identify = (
  context: NodeContext,
  allows?: (permissions: readonly string[]) => boolean,
) => Promise<Caller | Response>;

/** Reading oneself. Source: https://learn.microsoft.com/graph/api/user-get#permissions */
const readsSelf = (permissions: readonly string[]): boolean =>
  ['User.Read', 'User.Read.All', 'Directory.Read.All'].some((permission) => permissions.includes(permission));

/** Makes the check of Graph's tokens, whose audience is Graph's own origin. */
export function createIdentify(options: {
  readonly origin: string;
  readonly loginOrigin: string;
  readonly verifier: TokenVerifier;
  readonly fail: WriteGraphError;
}): Identify {
  const { origin, loginOrigin, verifier, fail } = options;
  return async (context, allows = readsSelf) => {
    const verdict = await checkBearer(context.req.header('authorization'), verifier, origin);
    const refuse = (message: string, headers: Readonly<Record<string, string>> = {}): Response =>
      fail(context, { status: 401, code: 'InvalidAuthenticationToken', message, headers });
    switch (verdict.kind) {
      case 'missing':
        return refuse('Access token is empty.');
      case 'expired':
        return refuse('Lifetime validation failed, the token is expired.');
      case 'wrong-audience':
        return refuse('Access token validation failure. Invalid audience.');
      case 'invalid':
        return refuse(`IDX10511: Signature validation failed. ${verdict.reason}`);
      case 'challenged':
        if (verdict.claims === undefined) return refuse('Access token has been revoked.');
        return refuse(
          'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
          { 'www-authenticate': claimsChallenge(loginOrigin, JSON.stringify(verdict.claims)) },
        );
      case 'valid': {
        const { person, permissions } = verdict;
        return allows(permissions) ? { person, permissions } : fail(context, insufficientPrivileges);
      }
    }
  };
}
