import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import { AccessEvidence, Account, SignInMethod, Tenant } from './account.ts';
import { Deployment, Discovery } from './deployment.ts';
import { HistoryDamage, HistoryRescue, HistoryWork, TemporaryRule } from './history.ts';

/** What a role can allow besides models. */
export const Ability = z.enum(['attachments', 'people', 'files', 'tools', 'export', 'compare']);
export type Ability = z.infer<typeof Ability>;

/** A sign-in that waits for the person. */
export const SignInProgress = z.object({
  method: SignInMethod,
  /** Milliseconds since the epoch after which the sign-in is given up. */
  deadline: z.number(),
  /** True while the sign-in page has an address that can be copied. */
  linkReady: z.boolean(),
  /** What to type on which page, where the method is a device code. */
  deviceCode: z.object({ userCode: z.string(), page: z.string() }).nullable(),
});
export type SignInProgress = z.infer<typeof SignInProgress>;

/**
 * Where the person stands with Parley. `blocked` is what only IT or the machine can mend (policy, vault, history);
 * `session.retry` tries again. `locked` is an account that is known but may not go on: not entitled, not to be checked, or
 * ended by the organisation; its history stays closed, nothing of it is lost. `reading` is who has signed out and, where policy
 * allows it, reads what is on this computer.
 */
export const SessionState = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('starting'),
    /** What takes so long; null where it is nothing in particular. */
    work: HistoryWork.nullable(),
  }),
  z.object({
    kind: z.literal('blocked'),
    error: AppErrorData,
    /** Null where there is nothing but to try again. */
    rescue: HistoryRescue.nullable(),
  }),
  z.object({
    kind: z.literal('signed-out'),
    error: AppErrorData.nullable(),
    /** Accounts whose history can be read without signing in. */
    readable: z.array(Account),
  }),
  z.object({ kind: z.literal('signing-in'), ...SignInProgress.shape }),
  z.object({
    kind: z.literal('locked'),
    account: Account,
    /** Every account that is signed in, this one among them. */
    accounts: z.array(Account),
    /** `access-denied`, `access-unchecked`, `sign-in-required` and others. */
    error: AppErrorData,
    /** Null where the gate was not the reason. */
    evidence: AccessEvidence.nullable(),
  }),
  z.object({
    kind: z.literal('reading'),
    /** Whose history it is; nobody is signed in. */
    account: Account,
    /** The models that policy lists, for their names. */
    deployments: z.array(Deployment),
    /** `export`, or nothing. */
    abilities: z.array(Ability),
    /** When it is closed, in milliseconds since the epoch; null where it stays open. */
    until: z.number().nullable(),
    signIn: SignInProgress.nullable(),
    /** Why signing in failed. */
    error: AppErrorData.nullable(),
  }),
  z.object({
    kind: z.literal('signed-in'),
    account: Account,
    /** Every account that is signed in, this one among them. */
    accounts: z.array(Account),
    deployments: z.array(Deployment),
    /** How the search for further models in Azure stands. */
    discovery: Discovery,
    /** What the person's roles allow besides. */
    abilities: z.array(Ability),
    /** Until when the last good verdict of the gate counts, in milliseconds since the epoch; null while it is fresh. */
    uncheckedUntil: z.number().nullable(),
    /** A sign-in beside the open conversations: again, with a further account, or to consent. */
    signIn: SignInProgress.nullable(),
    /** Why signing in once more failed; the person is still signed in. */
    error: AppErrorData.nullable(),
    /** Null while all of the history that was asked for could be read. */
    damage: HistoryDamage.nullable(),
  }),
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
  temporaryChats: TemporaryRule,
  /** Whether who has signed out can read on. */
  readSignedOut: z.boolean(),
  /** Tenants that an account can be added of; the first is the usual one. */
  tenants: z.array(Tenant),
  /** Ways to sign in that a person may choose besides the usual one. */
  otherMethods: z.array(SignInMethod),
  /** Where to ask IT; empty where policy names none. */
  supportEmail: z.string(),
  supportUrl: z.string(),
  /** Where policy was read, as an administrator would name it; empty while there is none. */
  policySource: z.string(),
});
export type AppInfo = z.infer<typeof AppInfo>;
