import type { GraphCall } from './graph-call.ts';
import { badRequest } from './graph-call.ts';

/** A resource with all that it has. */
export type Resource = Readonly<Record<string, unknown>>;

/** Which properties of a type go out. */
export interface SelectRule {
  /** `user` for microsoft.graph.user. */
  readonly type: string;
  readonly known: readonly string[];
  /** Those that come without `$select`; all of them if left out. */
  readonly usual?: readonly string[];
}

/** The properties that a call selects. @throws GraphRefusal for one that the type does not have */
export function selected(call: GraphCall, rule: SelectRule): readonly string[] {
  const names = call.query.get('$select')?.split(',');
  if (names === undefined) return rule.usual ?? rule.known;
  const unknown = names.find((name) => !rule.known.includes(name));
  if (unknown !== undefined) {
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${rule.type}'.`,
    );
  }
  return names;
}

/** A resource reduced to these properties; what it does not have stays out, as annotations do. */
export function reduce(resource: Resource, names: readonly string[]): Resource {
  return Object.fromEntries(names.filter((name) => name in resource).map((name) => [name, resource[name]]));
}
