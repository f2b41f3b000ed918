/** A schema of JSON for an object, as far as it has been looked at. */
export type ToolSchema = Readonly<Record<string, unknown>> & { readonly type: 'object' };

const lengthLimit = 32_000;
const depthLimit = 12;

/** At the top of a schema these are refused by Azure OpenAI, and the whole request with them. */
const refusedAtTop = ['oneOf', 'anyOf', 'allOf', 'enum', 'not'];

/**
 * What a server says that a tool takes, as far as a model can be given it.
 * @returns undefined for a schema that is none, is too large or too deep, points outside itself, or that Azure refuses
 */
export function readToolSchema(written: unknown): ToolSchema | undefined {
  if (!isObject(written) || written['type'] !== 'object') return undefined;
  if (refusedAtTop.some((key) => Object.hasOwn(written, key))) return undefined;
  const text = JSON.stringify(written);
  if (text.length > lengthLimit || !isSound(written, 0)) return undefined;
  const { $schema: _dialect, ...schema } = JSON.parse(text) as Record<string, unknown>;
  return { ...schema, type: 'object', properties: isObject(schema['properties']) ? schema['properties'] : {} };
}

function isSound(value: unknown, depth: number): boolean {
  if (depth > depthLimit) return false;
  if (Array.isArray(value)) return value.every((entry) => isSound(entry, depth + 1));
  if (!isObject(value)) return true;
  return Object.entries(value).every(([key, entry]) => {
    // SECURITY: a schema that points elsewhere could change after it was approved.
    if ((key === '$ref' || key === '$dynamicRef') && typeof entry === 'string' && !entry.startsWith('#')) return false;
    return key !== '__proto__' && isSound(entry, depth + 1);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
