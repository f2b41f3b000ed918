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
  /** What policy calls the tenant; its id where policy has no name for it. */
  tenantName: z.string(),
  cloudName: z.string(),
});
export type Account = z.infer<typeof Account>;

/** A tenant that a person can add an account of. */
export const Tenant = z.object({ id: z.string(), name: z.string(), cloudName: z.string() });
export type Tenant = z.infer<typeof Tenant>;

/** One place where the gate looked for a role or a group. */
export const AccessFinding = z.object({
  /** The claim's path in the token; `groups` also where the directory was asked instead. */
  claim: z.string(),
  source: z.enum(['token', 'graph']),
  /** `unusable`: it is there, but neither a text nor a list of texts. */
  state: z.enum(['present', 'absent', 'unusable']),
  /** The first values. */
  found: z.array(z.string()),
  /** How many values there are in all. */
  count: z.number(),
});
export type AccessFinding = z.infer<typeof AccessFinding>;

/** What "Why don't I have access?" shows: what was looked at, and what would have let in. */
export const AccessEvidence = z.object({
  /** Milliseconds since the epoch. */
  checkedAt: z.number(),
  token: z.enum(['id', 'access']),
  findings: z.array(AccessFinding),
  /** Any one of these roles or groups lets in; both empty where nothing is required. */
  requiredRoles: z.array(z.string()),
  requiredGroups: z.array(z.string()),
});
export type AccessEvidence = z.infer<typeof AccessEvidence>;

/** How an account was signed in. */
export const SignInMethod = z.enum(['broker', 'browser', 'device-code']);
export type SignInMethod = z.infer<typeof SignInMethod>;

/** What the account menu and the help desk see of an account's sign-in; never a token. */
export const AccountHealth = z.object({
  method: SignInMethod,
  /** Roles and groups that the gate has found; empty where policy requires and maps none. */
  roles: z.array(z.string()),
  evidence: AccessEvidence.nullable(),
  /** Milliseconds since the epoch until which the sign-in is good without being renewed; null where that isn't known. */
  expiresAt: z.number().nullable(),
  /** When it was last renewed, in milliseconds since the epoch. */
  renewedAt: z.number().nullable(),
  broker: z.object({
    state: z.enum(['available', 'unavailable', 'tripped', 'off']),
    /** A code, `library-not-loaded`, `silent-deadline`. */
    reason: z.string(),
    /** Milliseconds since the epoch. */
    since: z.number(),
  }),
});
export type AccountHealth = z.infer<typeof AccountHealth>;
