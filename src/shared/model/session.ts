import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import { Account } from './account.ts';
import { Deployment } from './deployment.ts';

/**
 * Where the person stands with Parley. `blocked` is what only IT or the machine can mend (policy, vault, history);
 * `session.retry` tries again.
 */
export const SessionState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('blocked'), error: AppErrorData }),
  z.object({ kind: z.literal('signed-out'), error: AppErrorData.nullable() }),
  z.object({
    kind: z.literal('signing-in'),
    /** Milliseconds since the epoch after which the sign-in is given up. */
    deadline: z.number(),
  }),
  z.object({ kind: z.literal('signed-in'), account: Account, deployments: z.array(Deployment) }),
]);
export type SessionState = z.infer<typeof SessionState>;

/** What the window's frame shows whoever is signed in. */
export const AppInfo = z.object({
  version: z.string(),
  platform: z.enum(['windows', 'macos', 'linux', 'browser']),
  /** Empty where policy names none. */
  organisationName: z.string(),
  /** A sentence from IT that stays on top of the window; empty for none. */
  notice: z.string(),
  /** True where this computer has no keyring and policy allows to go on without one. */
  unprotectedStorage: z.boolean(),
});
export type AppInfo = z.infer<typeof AppInfo>;
