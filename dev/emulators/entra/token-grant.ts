import { createHash } from 'node:crypto';
import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { ClaimsRequest } from './claims-request.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { Grants } from './grants.ts';
import { refuse, required } from './oauth-error.ts';
import { accountObstacle, wrongTenant } from './account-obstacle.ts';

/** What a token request has proved: who signed in, and for what. */
export interface TokenGrant {
  /** Whether the person has just been seen, or a refresh token speaks for them. */
  readonly kind: 'signed-in' | 'renewal';
  readonly person: Person;
  readonly family: string;
  readonly scope: string;
  readonly nonce: string | undefined;
  /** What the sign-in was asked for by `claims`. */
  readonly claims: ClaimsRequest;
}

/** Takes the grant of a token request. @throws OAuthRefusal for every grant that Entra would refuse */
export function readGrant(
  sources: { readonly directory: Directory; readonly grants: Grants; readonly deviceCodes: DeviceCodes },
  form: URLSearchParams,
  tenant: DemoTenant | undefined,
): TokenGrant {
  const { directory, grants, deviceCodes } = sources;
  const grantType = required(form, 'grant_type');
  switch (grantType) {
    case 'authorization_code': {
      const proof = { verifier: required(form, 'code_verifier'), redirectUri: required(form, 'redirect_uri') };
      const code = grants.redeemCode(required(form, 'code'));
      checkRedemption(code, proof);
      if (tenant !== undefined && directory.tenantOf(code.person) !== tenant) {
        refuse(
          'invalid_grant',
          700005,
          'Provided Authorization Code is intended to use against other tenant, thus rejected.',
        );
      }
      return { ...code, kind: 'signed-in' };
    }
    case 'refresh_token': {
      const grant = grants.refresh(required(form, 'refresh_token'));
      const obstacle = wrongTenant(directory, grant.person, tenant) ?? accountObstacle(directory, grant.person);
      if (obstacle !== undefined) refuse('invalid_grant', obstacle.aadsts, obstacle.description);
      // The nonce belongs to the sign-in: repeated in a refreshed id token, it would look like a replay to MSAL.
      return { ...grant, kind: 'renewal', nonce: undefined, claims: {} };
    }
    // MSAL still sends the name that the flow had before it was a standard.
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code': {
      const { person, family, request } = deviceCodes.poll(required(form, 'device_code'));
      return { kind: 'signed-in', person, family, scope: request.scope, nonce: undefined, claims: request.claims };
    }
    default:
      return refuse('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grantType}'.`);
  }
}

function checkRedemption(
  code: { readonly redirectUri: string; readonly codeChallenge: string },
  { verifier, redirectUri }: { readonly verifier: string; readonly redirectUri: string },
): void {
  if (code.redirectUri !== redirectUri) {
    refuse(
      'invalid_grant',
      500112,
      `The reply address '${redirectUri}' does not match the reply address '${code.redirectUri}' provided when requesting Authorization code.`,
    );
  }
  if (createHash('sha256').update(verifier).digest('base64url') !== code.codeChallenge) {
    refuse(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    );
  }
}
