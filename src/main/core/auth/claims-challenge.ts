import { z } from 'zod';

const lengthLimit = 32_768;

/**
 * What a resource asks to be proved: the decoded JSON text of the claims in a `WWW-Authenticate` header of a 401.
 * @returns undefined where there is no challenge, or one that is junk
 * Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function claimsOf(headers: Headers): string | undefined {
  const header = headers.get('www-authenticate') ?? '';
  if (header.length > lengthLimit || !/\berror="?insufficient_claims"?/.test(header)) return undefined;
  const encoded = /\bclaims="?([A-Za-z0-9+/=_-]+)"?/.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return isClaimsRequest(text) ? text : undefined;
}

const Wishes = z.record(z.string(), z.union([z.null(), z.record(z.string(), z.unknown())]));

/** Source: https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter */
const ClaimsRequest = z.looseObject({
  access_token: Wishes.optional(),
  id_token: Wishes.optional(),
  userinfo: Wishes.optional(),
});

function isClaimsRequest(text: string): boolean {
  try {
    return ClaimsRequest.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
