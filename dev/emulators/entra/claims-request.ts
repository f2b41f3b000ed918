import { isDeepStrictEqual } from 'node:util';
import { refuse } from './oauth-error.ts';

/** A `claims` parameter: what a client wants in its tokens, by token (`access_token`, `id_token`) and claim. */
export type ClaimsRequest = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Reads a `claims` parameter. @throws OAuthRefusal for one that is not an object of objects in JSON */
export function parseClaims(parameter: string | null | undefined): ClaimsRequest {
  if (parameter === null || parameter === undefined || parameter === '') return {};
  try {
    const asked = JSON.parse(parameter) as unknown;
    if (isObject(asked) && Object.values(asked).every(isObject)) return asked as ClaimsRequest;
  } catch {
    // Refused below, like everything else that is no claims request.
  }
  return refuse('invalid_request', 50156, 'The claims request parameter is not valid JSON.');
}

/** Both requests as one; where they name the same claim, the later one counts. */
export function mergeClaims(earlier: ClaimsRequest, later: ClaimsRequest): ClaimsRequest {
  const tokens = new Set([...Object.keys(earlier), ...Object.keys(later)]);
  return Object.fromEntries([...tokens].map((token) => [token, { ...earlier[token], ...later[token] }]));
}

/** Whether `asked` asks for everything that `wanted` does, in exactly the same words. */
export function containsClaims(asked: ClaimsRequest, wanted: ClaimsRequest): boolean {
  return Object.entries(wanted).every(([token, claims]) =>
    Object.entries(claims).every(([claim, value]) => isDeepStrictEqual(asked[token]?.[claim], value)),
  );
}

/** The client capabilities (`cp1`) that a claims request declares. */
export function capabilitiesOf(claims: ClaimsRequest): readonly string[] {
  const declared = claims['access_token']?.['xms_cc'];
  const values = isObject(declared) ? declared['values'] : undefined;
  return Array.isArray(values) ? values.map(String) : [];
}

/** The claims of continuous access evaluation after a revocation: any token that is newer than `now`, in milliseconds. */
export function newerThan(now: number): ClaimsRequest {
  return { access_token: { nbf: { essential: true, value: String(Math.floor(now / 1000)) } } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
