import { z } from 'zod';
import { BrokerError } from './broker-error.ts';

const Claims = z.looseObject({ access_token: z.looseObject({}).nullish() });

/**
 * The claims to ask a broker for, with what this client is capable of: MSAL adds that to its own requests only.
 * @param claims JSON as a claims challenge brings it, decoded; undefined or empty where there was none
 * @throws BrokerError `invalid_claims`, as MSAL calls it
 */
export function addClientCapabilities(claims: string | undefined, capabilities: readonly string[]): string | undefined {
  const asked = claims === undefined || claims === '' ? {} : parseClaims(claims);
  if (capabilities.length === 0) return claims;
  return JSON.stringify({ ...asked, access_token: { ...asked.access_token, xms_cc: { values: capabilities } } });
}

function parseClaims(claims: string): z.infer<typeof Claims> {
  try {
    return Claims.parse(JSON.parse(claims));
  } catch {
    throw new BrokerError({
      name: 'ClientConfigurationError',
      errorCode: 'invalid_claims',
      subError: '',
      correlationId: '',
      status: '',
      statusCode: 0,
      tag: '',
    });
  }
}
