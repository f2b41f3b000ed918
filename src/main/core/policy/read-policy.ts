import type { z } from 'zod';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { PolicySource } from '../ports.ts';
import { acceptedText, keysAt, settingAt } from './accepted.ts';
import { findFault } from './check-policy.ts';
import { type Policy, toPolicy } from './policy.ts';
import { PolicySchema } from './schema.ts';

/**
 * Reads policy from the first source that has one.
 * @throws AppError `policy-missing`, `policy-unreadable`, or `policy-invalid` that names the key and what it accepts
 */
export async function readPolicy(sources: readonly PolicySource[]): Promise<Policy> {
  for (const source of sources) {
    const text = await source.read();
    if (text !== undefined) return parsePolicy(source.name, text);
  }
  throw new AppError('policy-missing', { fields: { source: sources.map(({ name }) => name).join(', ') } });
}

function parsePolicy(source: string, text: string): Policy {
  const written = PolicySchema.safeParse(parseJson(source, text), { reportInput: true });
  if (written.success) {
    const policy = named(source, () => toPolicy(written.data, source));
    const fault = findFault(policy);
    if (fault !== undefined) throw new AppError('policy-invalid', { fields: { source, ...fault } });
    return policy;
  }
  const issue = written.error.issues[0];
  throw new AppError('policy-invalid', {
    fields: { source, ...(issue === undefined ? {} : describe(issue)) },
    cause: written.error,
  });
}

/** What fails names where it was written. */
function named<Value>(source: string, work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    const { code, fields } = toAppError(thrown);
    throw new AppError(code, { fields: { source, ...fields }, cause: thrown });
  }
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new AppError('policy-invalid', {
      fields: { source, key: 'the file', problem: `is not JSON${placeOf(cause)}`, accepted: 'a JSON object' },
      cause,
    });
  }
}

/** Where the parser stopped, if it says; the rest of its words quotes the file. */
function placeOf(cause: unknown): string {
  const place = cause instanceof SyntaxError ? /\(line (\d+) column (\d+)\)$/.exec(cause.message) : null;
  return place === null ? '' : `: line ${place[1]}, column ${place[2]}`;
}

/** Names one fault in an administrator's words: the key, what is wrong with it, and what it accepts. */
function describe(issue: z.core.$ZodIssue): { key: string; problem: string; accepted: string } {
  const key = keyName(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const unknownKey = [...issue.path, issue.keys[0] ?? ''];
      return { key: keyName(unknownKey), problem: 'is not a known key', accepted: keysAt(issue.path).join(', ') };
    }
    case 'invalid_type':
      return {
        key,
        problem: issue.input === undefined ? 'is missing' : 'has the wrong type',
        accepted: acceptedAt(issue.path),
      };
    case 'invalid_value':
      return { key, problem: 'has an unknown value', accepted: issue.values.map(String).join(', ') };
    case 'invalid_union':
      return describeUnion(issue, key);
    case 'too_small':
      return { key, problem: 'is too small or too short', accepted: `at least ${issue.minimum}` };
    case 'too_big':
      return { key, problem: 'is too large or too long', accepted: `at most ${issue.maximum}` };
    case 'invalid_format':
      return { key, problem: 'has the wrong form', accepted: acceptedAt(issue.path) };
    case 'invalid_key':
      return { key, problem: 'has a name that is not accepted', accepted: acceptedName(issue.path) };
    default:
      return { key, problem: 'is not accepted', accepted: issue.message };
  }
}

/** A value that is an object is measured against the form of a union that is one, anything else against all forms. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion, key: string) {
  const inner = issue.errors
    .flat()
    .find((candidate) => candidate.path.length > 0 || candidate.code === 'unrecognized_keys');
  if (inner !== undefined) return describe({ ...inner, path: [...issue.path, ...inner.path] });
  return { key, problem: 'has an unknown value', accepted: acceptedAt(issue.path) };
}

/** What docs/policy.md says of the setting, as plain text. */
function acceptedAt(path: readonly PropertyKey[]): string {
  return acceptedText(settingAt(path) ?? {}).replaceAll('`', '');
}

/** What the names in an object with names of the administrator's own have to be. */
function acceptedName(path: readonly PropertyKey[]): string {
  return acceptedText(settingAt(path.slice(0, -1))?.propertyNames ?? {}).replaceAll('`', '');
}

function keyName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
