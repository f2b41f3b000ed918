import { z } from 'zod';

/** One model that IT gave this person; where it is and how it is called stays in main. */
export const Deployment = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string(),
});
export type Deployment = z.infer<typeof Deployment>;
