import type { Account } from '../../../shared/model/account.ts';
import { ApiKeys } from '../auth/credentials/api-keys.ts';
import type { ClockCheck } from '../auth/clock-check.ts';
import type { Identity } from '../auth/identity.ts';
import type { SignedInAccount } from '../auth/token-source.ts';
import type { Policy } from '../policy/policy.ts';
import type { Ports, SecretBoxStatus } from '../ports.ts';
import { createGate } from './admission.ts';
import { toAccount } from './views.ts';

/** What is known once policy and vault have been found good. */
export interface Ground {
  readonly policy: Policy;
  readonly vault: SecretBoxStatus;
  /** As given, but for a fetch that watches the clock. */
  readonly ports: Ports;
  readonly identity: Identity;
  readonly clockCheck: ClockCheck;
}

/** The accounts of this computer as the page knows them. */
export function accountsOf({ identity, policy }: Ground, inUse: Account): Account[] {
  return identity.accounts.map((account) =>
    account.id === inUse.id ? inUse : toAccount(account, identity.directoryOf(account), policy),
  );
}

/** Everything of an account that is neither a token nor its history: what the gate remembers, and its API keys. */
export async function forgetSecrets(account: SignedInAccount, { policy, identity, ports }: Ground): Promise<void> {
  const directory = identity.directoryOf(account);
  await createGate({ ports, policy, directory, account, tokens: identity.tokens(account) }).forget();
  await new ApiKeys(ports, identity.folderOf(account)).forget();
}
