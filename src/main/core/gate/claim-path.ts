/** The claims of a token, as they were parsed. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a token says at a path: `unusable` is something that is neither a text nor a list of texts. */
export type ClaimReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'values'; readonly values: ReadonlySet<string> };

/** SECURITY: names that lead out of the token into JavaScript's own objects. */
const prototypeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a claim by the path that policy names: `roles`, `realm_access.roles`, `https://contoso.com/roles`. A claim whose own
 * name has dots wins over the path through objects, the longest name first.
 */
export function readClaim(claims: Claims, path: string): ClaimReading {
  const value = valueAt(claims, path);
  if (value === undefined) return { kind: 'absent' };
  if (typeof value === 'string') return { kind: 'values', values: new Set(value === '' ? [] : [value]) };
  if (!Array.isArray(value)) return { kind: 'unusable' };
  const texts = value.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
  // A list of objects is no list without roles.
  return texts.length === 0 && value.length > 0 ? { kind: 'unusable' } : { kind: 'values', values: new Set(texts) };
}

function valueAt(from: unknown, path: string): unknown {
  if (!isRecord(from)) return undefined;
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const name = path.slice(0, end);
    if (prototypeKeys.has(name) || !Object.hasOwn(from, name)) continue;
    const value = end === path.length ? from[name] : valueAt(from[name], path.slice(end + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether this is an object with named members, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
