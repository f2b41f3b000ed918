import { z } from 'zod';

/** Main to the process that counts tokens. */
export interface CountRequest {
  readonly id: number;
  readonly text: string;
}

/** That process to main. */
export const CountReply = z.object({ id: z.number(), tokens: z.int().min(0) });
export type CountReply = z.infer<typeof CountReply>;
