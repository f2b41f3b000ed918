import { rm } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { Account } from '../../../shared/model/account.ts';
import { ApiKeys } from '../auth/credentials/api-keys.ts';
import { ClockCheck } from '../auth/clock-check.ts';
import { Identity } from '../auth/identity.ts';
import type { SignedInAccount } from '../auth/token-source.ts';
import type { Policy } from '../policy/policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Ports, SecretBoxStatus } from '../ports.ts';
import { createGate } from './admission.ts';
import { SignedOutReading } from './signed-out-reading.ts';
import { toAccount } from './views.ts';

/** What is known once policy and vault have been found good. */
export interface Ground {
  readonly policy: Policy;
  readonly vault: SecretBoxStatus;
  /** As given, but for a fetch that watches the clock. */
  readonly ports: Ports;
  readonly identity: Identity;
  readonly clockCheck: ClockCheck;
  readonly reading: SignedOutReading;
}

/**
 * Reads policy, opens the vault and finds out who is signed in; `isFirst` where nobody ever was.
 * @throws AppError of policy, the vault or the disk
 */
export async function prepareGround(givenPorts: Ports): Promise<{ ground: Ground; isFirst: boolean }> {
  const policy = await readPolicy(givenPorts.policySources);
  givenPorts.desktop?.setDictionaries(policy.dictionaries);
  const vault = await givenPorts.secretBox.prepare(policy.allowPlainStorage);
  if (vault === 'unavailable') throw new AppError('vault-unavailable');
  const origins = policy.directories.map(({ cloud }) => cloud.loginOrigin);
  const clockCheck = new ClockCheck({ ...givenPorts, origins });
  const ports = { ...givenPorts, fetch: clockCheck.fetch };
  const identity = new Identity(policy, ports);
  const isFirst = !(await identity.load());
  const reading = new SignedOutReading({ ports, policy, identity });
  await reading.load();
  await reading.look();
  return { ground: { policy, vault, identity, clockCheck, ports, reading }, isFirst };
}

/** The accounts of this computer as the page knows them. */
export function accountsOf({ identity, policy }: Ground, inUse: Account): Account[] {
  return identity.accounts.map((account) =>
    account.id === inUse.id ? inUse : toAccount(account, identity.directoryOf(account), policy),
  );
}

/** Ends that an account is signed in: its tokens, keys and, where it is wanted, its history go. @throws AppError */
export async function forgetAccount(
  account: SignedInAccount,
  { policy, identity, ports, reading }: Ground,
  { isHistoryDeleted }: { readonly isHistoryDeleted: boolean },
): Promise<void> {
  await identity.forgetTokens(account);
  const directory = identity.directoryOf(account);
  // Who may read on without signing in is let by what the gate has said last.
  if (!policy.readSignedOut) {
    await createGate({ ports, policy, directory, account, tokens: identity.tokens(account) }).forget();
  }
  const folder = identity.folderOf(account);
  await new ApiKeys(ports, folder).forget();
  if (isHistoryDeleted) {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    await reading.forbid(account.id);
  }
  await identity.remove(account);
  await reading.look();
}
