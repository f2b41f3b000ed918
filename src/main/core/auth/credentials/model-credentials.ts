import type { DeploymentSettings, Policy } from '../../policy/policy.ts';
import type { AccountTokens, SignedInAccount } from '../token-source.ts';
import type { ApiKeys } from './api-keys.ts';
import { type ModelCredential, personCredential } from './credential.ts';
import { developerCredential } from './developer-credential.ts';

/** What an account's requests to models are authorised with. */
export interface ModelCredentialsOptions {
  readonly policy: Policy;
  readonly account: SignedInAccount;
  readonly tokens: AccountTokens;
  readonly keys: ApiKeys;
}

/** Gives each deployment the credential that policy has for it. @throws AppError `key-missing` */
export function modelCredentials({ policy, account, tokens, keys }: ModelCredentialsOptions) {
  const person = personCredential(tokens);
  const developer = developerCredential(policy.developerTools, account.tenantId);
  return ({ auth, id, displayName, scope }: DeploymentSettings): ModelCredential => {
    switch (auth) {
      case 'user':
        return { kind: 'token', credential: person, scope };
      case 'developer':
        return { kind: 'token', credential: developer, scope };
      case 'key':
        return { kind: 'key', key: keys.get(id, displayName) };
    }
  };
}
