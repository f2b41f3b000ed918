import { z } from 'zod';

const textLimit = 300;
const text = z.string().max(textLimit);
/** Capabilities are texts: `"chatCompletion": "true"`. What is neither is as good as not said. */
const flag = z
  .union([z.boolean(), z.string()])
  .transform((value) => String(value).toLowerCase() === 'true')
  .optional()
  .catch(undefined);
const count = z.coerce.number().int().min(16).max(100_000_000).optional().catch(undefined);
/**
 * SECURITY: becomes a part of an address that the person's token is sent to; names may have any letters, but nothing that
 * leaves its place there.
 */
const resourceId = z
  .string()
  .max(1000)
  .regex(/^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/?#%\\\p{C}]+\/providers\/[^?#%\\\p{C}]+$/iu)
  .refine((id) => !id.split('/').some((part) => part === '.' || part === '..'));

/** Source: https://learn.microsoft.com/rest/api/resources/subscriptions/list */
export const Subscription = z.object({ subscriptionId: z.guid(), state: text.default('Enabled') });

/** Source: https://learn.microsoft.com/rest/api/aifoundry/accountmanagement/accounts/list */
export const Account = z.object({
  id: resourceId,
  name: text.min(1),
  kind: text,
  location: text.default(''),
  tags: z.record(z.string(), z.string()).nullish().catch(undefined),
  properties: z.object({
    endpoint: z.string().max(2000).optional(),
    endpoints: z.record(z.string(), z.string().max(2000)).optional().catch(undefined),
  }),
});
export type Account = z.infer<typeof Account>;

const ModelName = z.object({ format: text.default(''), name: text.default(''), version: text.nullish() });

const Capabilities = z
  .object({
    chatCompletion: flag,
    responses: flag,
    realtime: flag,
    embeddings: flag,
    imageGenerations: flag,
    reasoning: flag,
    vision: flag,
    toolCalling: flag,
    functionCalling: flag,
    maxContextToken: count,
    maxOutputToken: count,
  })
  .prefault({})
  .catch({});

/** Source: https://learn.microsoft.com/rest/api/aifoundry/accountmanagement/deployments/list */
export const Deployment = z.object({
  id: resourceId,
  name: text.min(1),
  properties: z.object({
    model: ModelName.prefault({}),
    provisioningState: text.default('Succeeded'),
    deploymentState: text.default('Running'),
    versionUpgradeOption: text.optional().catch(undefined),
    capabilities: Capabilities,
  }),
});
export type Deployment = z.infer<typeof Deployment>;

/** Source: https://learn.microsoft.com/rest/api/aifoundry/accountmanagement/accounts/list-models */
export const CatalogueModel = ModelName.extend({
  capabilities: Capabilities,
  deprecation: z
    .object({ inference: z.string().max(40).optional() })
    .nullish()
    .catch(undefined),
});
export type CatalogueModel = z.infer<typeof CatalogueModel>;
