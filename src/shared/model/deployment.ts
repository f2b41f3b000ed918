import { z } from 'zod';

/** One model that IT gave this person; where it is and how it is called stays in main. */
export const Deployment = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string(),
  /** `key-missing`: the person is to enter an API key before it can be used; `key`: there is one. */
  credential: z.enum(['account', 'key', 'key-missing', 'developer']),
});
export type Deployment = z.infer<typeof Deployment>;
