import type { Account, SignInMethod, Tenant } from '../../../shared/model/account.ts';
import { type Deployment, DeploymentTraits } from '../../../shared/model/deployment.ts';
import type { AppInfo } from '../../../shared/model/session.ts';
import { directoryKey } from '../policy/directory-key.ts';
import type { BrokerStatus } from '../auth/broker/broker-client.ts';
import type { SignedInAccount } from '../auth/token-source.ts';
import type { DeploymentSettings, Directory, Policy } from '../policy/policy.ts';
import type { AppFacts } from '../ports.ts';
import type { Ground } from './ground.ts';

/** An account as the window sees it, until the directory has said more. */
export function toAccount(account: SignedInAccount, directory: Directory, policy: Policy): Account {
  const { id, name, username, tenantId } = account;
  return {
    id,
    name,
    username,
    tenantId,
    givenName: name.split(' ')[0] ?? '',
    tenantName: tenantName(directory, policy),
    cloudName: directory.cloud.name,
  };
}

/** The tenants that an account can be added of. */
function toTenants(policy: Policy): Tenant[] {
  return policy.directories.map((directory) => ({
    id: directoryKey(directory),
    name: tenantName(directory, policy),
    cloudName: directory.cloud.name,
  }));
}

/** A model as the window sees it; `hasKey` tells whether the person has entered a key for it. */
export function toDeployment(settings: DeploymentSettings, hasKey: (deploymentId: string) => boolean): Deployment {
  const { id, displayName, description, auth, found } = settings;
  // SECURITY: of the settings, the window gets what it is to know; where a model is and how it is called stays in main.
  const shown = { id, displayName, description, found, ...DeploymentTraits.parse(settings) };
  switch (auth) {
    case 'user':
      return { ...shown, credential: 'account' };
    case 'developer':
      return { ...shown, credential: 'developer' };
    case 'key':
      return { ...shown, credential: hasKey(id) ? 'key' : 'key-missing' };
  }
}

/** What the window's frame shows whoever is signed in, as far as it is known. */
export function toAppInfo({ version, platform }: AppFacts, ground: Ground | undefined): AppInfo {
  const { policy, vault, identity } = ground ?? {};
  return {
    version,
    platform,
    organisationName: policy?.organisationName ?? '',
    notice: policy?.notice ?? '',
    unprotectedStorage: vault === 'plain',
    temporaryChats: policy?.temporaryChats ?? 'off',
    readSignedOut: policy?.readSignedOut ?? false,
    tenants: policy === undefined ? [] : toTenants(policy),
    otherMethods: policy === undefined || identity === undefined ? [] : otherMethods(policy, identity.brokerStatus),
    supportEmail: policy?.supportEmail ?? '',
    supportUrl: policy?.supportUrl ?? '',
    policySource: policy?.source ?? '',
  };
}

/** What a person may choose besides the usual way. */
function otherMethods({ allowDeviceCode, broker }: Policy, { state }: BrokerStatus): SignInMethod[] {
  if (broker === 'required') return [];
  return [
    ...(state === 'available' ? (['browser'] as const) : []),
    ...(allowDeviceCode ? (['device-code'] as const) : []),
  ];
}

function tenantName({ displayName, tenant }: Directory, { organisationName }: Policy): string {
  if (displayName !== '') return displayName;
  return organisationName === '' ? tenant : organisationName;
}
