import { z } from 'zod';

/** One signed-in user of one tenant in one cloud, as the window sees it. */
export const Account = z.object({
  /** Opaque and stable for this user, tenant and cloud. */
  id: z.string(),
  name: z.string(),
  /** Empty where the directory has none. */
  givenName: z.string(),
  username: z.string(),
  tenantId: z.string(),
  cloudName: z.string(),
});
export type Account = z.infer<typeof Account>;
