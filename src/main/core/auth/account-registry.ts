import path from 'node:path';
import { z } from 'zod';
import type { Ports } from '../ports.ts';
import { SealedJson } from '../sealed-json.ts';

/** What MSAL needs to name an account of the operating system, which is in no cache of ours. */
const BrokerIdentity = z.object({
  homeAccountId: z.string(),
  environment: z.string(),
  localAccountId: z.string(),
  nativeAccountId: z.string(),
});

/** An account that is signed in to Parley. */
export const AccountRecord = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  tenantId: z.string(),
  /** Key of the directory in policy that it was signed in to. */
  directoryKey: z.string(),
  homeAccountId: z.string(),
  /** Set for an account of the operating system's broker. */
  broker: BrokerIdentity.optional(),
  method: z.enum(['broker', 'browser', 'device-code']),
  /** Entra's own hint for its pages, which ends the right session. */
  loginHint: z.string().optional(),
});
export type AccountRecord = Readonly<z.infer<typeof AccountRecord>>;

const accountLimit = 100;

const Registry = z.object({ active: z.string().nullable(), accounts: z.array(AccountRecord).max(accountLimit) });
type Registry = z.infer<typeof Registry>;

/** Which accounts are signed in, and which one is in use: a sealed file, since a broker knows others too. */
export class AccountRegistry {
  readonly #file: SealedJson<Registry>;
  #registry: Registry = { active: null, accounts: [] };

  constructor(ports: Pick<Ports, 'secretBox' | 'log' | 'app'>) {
    this.#file = new SealedJson({
      file: path.join(ports.app.profileFolder, 'accounts', 'list'),
      schema: Registry,
      ports,
    });
  }

  /** Reads the file; one that is damaged or from another computer counts as empty. Resolves to whether there is one. */
  async load(): Promise<boolean> {
    this.#registry = (await this.#file.read()) ?? { active: null, accounts: [] };
    return this.#file.isThere();
  }

  /** Takes out the accounts that are not to be kept. */
  async keep(isKept: (account: AccountRecord) => boolean): Promise<void> {
    const accounts = this.#registry.accounts.filter(isKept);
    if (accounts.length < this.#registry.accounts.length) await this.#write({ ...this.#registry, accounts });
  }

  get accounts(): readonly AccountRecord[] {
    return this.#registry.accounts;
  }

  get active(): AccountRecord | undefined {
    return this.find(this.#registry.active ?? '') ?? this.#registry.accounts[0];
  }

  find(accountId: string): AccountRecord | undefined {
    return this.#registry.accounts.find(({ id }) => id === accountId);
  }

  /** Adds an account, or replaces what is known of it, and makes it the one in use. */
  async put(account: AccountRecord): Promise<void> {
    const others = this.#registry.accounts.filter(({ id }) => id !== account.id);
    await this.#write({ active: account.id, accounts: [...others, account].slice(-accountLimit) });
  }

  async activate(accountId: string): Promise<void> {
    await this.#write({ ...this.#registry, active: accountId });
  }

  async remove(accountId: string): Promise<void> {
    const accounts = this.#registry.accounts.filter(({ id }) => id !== accountId);
    const active = this.#registry.active === accountId ? null : this.#registry.active;
    await this.#write({ active, accounts });
  }

  async #write(registry: Registry): Promise<void> {
    await this.#file.write(registry);
    this.#registry = registry;
  }
}
