import { z } from 'zod';
import { Ability } from '../../../shared/model/session.ts';

/** What a person may use: deployments by id, and abilities. */
export const Grant = z.object({
  deployments: z.union([z.literal('all'), z.array(z.string())]),
  abilities: z.array(Ability),
});
export type Grant = Readonly<z.infer<typeof Grant>>;

/** How policy writes the mapping: `{ "Parley.User": { "Deployments": ["gpt"], "Abilities": ["attachments"] } }`. */
export const RoleMappingPolicy = z.record(
  z.string().min(1).max(256),
  z.strictObject({
    Deployments: z
      .array(z.string().min(1))
      .optional()
      .describe('Ids of the models that the role gives; all if left out.'),
    Abilities: z.array(Ability).optional().describe('What the role allows besides; everything if left out.'),
  }),
);

/** What each role gives, by the value of an app role or the object id of a group. */
export type RoleMapping = ReadonlyMap<string, Grant>;

/** Turns the written mapping into the one that the gate works with; object ids of groups become lower case. */
export function toRoleMapping(written: z.output<typeof RoleMappingPolicy>): RoleMapping {
  return new Map(
    Object.entries(written).map(([name, { Deployments, Abilities }]) => [
      isGroupId(name) ? name.toLowerCase() : name,
      { deployments: Deployments ?? 'all', abilities: Abilities ?? [...Ability.options] },
    ]),
  );
}

/** Everything: what a person may use where policy maps no roles. */
export const fullGrant: Grant = { deployments: 'all', abilities: [...Ability.options] };

/** The union of what a person's roles give; nothing for who has none of the mapped ones. */
export function grantOf(mapping: RoleMapping, isHeld: (name: string) => boolean): Grant {
  const grants = [...mapping].filter(([name]) => isHeld(name)).map(([, grant]) => grant);
  const deployments = grants.flatMap((grant) => (grant.deployments === 'all' ? [] : grant.deployments));
  const held = new Set(grants.flatMap((grant) => grant.abilities));
  return {
    deployments: grants.some((grant) => grant.deployments === 'all') ? 'all' : [...new Set(deployments)],
    abilities: Ability.options.filter((ability) => held.has(ability)),
  };
}

/** The deployments that a mapping names and policy does not have, with the role that names them: errors of the policy. */
export function unknownDeployments(
  mapping: RoleMapping,
  deploymentIds: readonly string[],
): { readonly role: string; readonly deployment: string }[] {
  const known = new Set(deploymentIds);
  return [...mapping].flatMap(([role, { deployments }]) =>
    deployments === 'all' ? [] : deployments.filter((id) => !known.has(id)).map((deployment) => ({ role, deployment })),
  );
}

/** Whether a name has the form of a group's object id. */
export function isGroupId(name: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
}
