import { z } from 'zod';

const filledText = (limit: number) => z.string().trim().min(1).max(limit);

// SECURITY: this becomes a part of an address, so it has no character that could leave its place there.
const groupName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u)
  .meta({ accepts: 'the name of a resource group' });

/** Where Parley may look for models, as policy writes it. */
export const DiscoveryPolicy = z.strictObject({
  Subscriptions: z
    .array(z.guid())
    .min(1)
    .max(100)
    .optional()
    .describe('Ids of the subscriptions to look in; all that the person may see if left out.'),
  ResourceGroups: z
    .array(groupName)
    .min(1)
    .max(100)
    .optional()
    .describe('Names of the resource groups to look in; all if left out.'),
  Resources: z
    .array(filledText(64))
    .min(1)
    .max(100)
    .optional()
    .describe('Names of the Azure OpenAI and Foundry resources whose deployments are offered; all if left out.'),
  Tags: z
    .record(filledText(512), z.string().max(256))
    .default({})
    .describe('Tags that a resource has to have, with their values: `{ "parley": "yes" }`.'),
});

/** Where to look for models. Names are in lower case, as Azure does not tell cases apart. */
export interface DiscoveryRule {
  /** Ids; all that the person may see if empty. */
  readonly subscriptions: readonly string[];
  /** All if empty. */
  readonly resourceGroups: readonly string[];
  /** All if empty. */
  readonly resources: readonly string[];
  /** Those that a resource has to have; only the names are in lower case. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Turns what is written into the rule that core works with. */
export function toDiscoveryRule(written: z.output<typeof DiscoveryPolicy>): DiscoveryRule {
  return {
    subscriptions: lowerCase(written.Subscriptions),
    resourceGroups: lowerCase(written.ResourceGroups),
    resources: lowerCase(written.Resources),
    tags: new Map(Object.entries(written.Tags).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

function lowerCase(names: readonly string[] = []): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase()))];
}
