import { z } from 'zod';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { AccessEvidence } from '../../../shared/model/account.ts';
import { Grant } from './role-mapping.ts';

/** What someone who was let in has. */
export const Access = Grant.extend({
  /** Ids of deployments that need a role which the person does not have. */
  withheld: z.array(z.string()),
  /** Those that tools and assistants hang on, the values of the role claim, the groups that policy names and the person is in; a hundred at most. */
  roles: z.array(z.string()),
});
export type Access = Readonly<z.infer<typeof Access>>;

/** An earlier verdict that counts while none can be had. */
export interface RememberedAccess {
  readonly access: Access;
  /** Milliseconds since the epoch; then the gate is to be asked again. */
  readonly allowedUntil: number;
}

/** Whether an account may use the app. `could-not-check` is neither yes nor no: `remembered` says whether to go on. */
export type Verdict =
  | { readonly kind: 'allowed'; readonly access: Access; readonly evidence: AccessEvidence }
  | { readonly kind: 'denied'; readonly evidence: AccessEvidence }
  | { readonly kind: 'could-not-check'; readonly error: AppErrorData; readonly remembered: RememberedAccess | null };
