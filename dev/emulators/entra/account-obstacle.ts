import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { OAuthFailure } from './oauth-error.ts';

/** Why somebody cannot sign in to a tenant that is not theirs; undefined for `organizations`, `common` and their own. */
export function wrongTenant(
  directory: Directory,
  person: Person,
  tenant: DemoTenant | undefined,
): OAuthFailure | undefined {
  const home = directory.tenantOf(person);
  if (tenant === undefined || home === tenant) return undefined;
  return {
    error: 'interaction_required',
    aadsts: 50020,
    description: `User account '${person.userPrincipalName}' from identity provider 'https://sts.windows.net/${home.id}/' does not exist in tenant '${tenant.displayName}' and cannot access the application '${tenant.clientId}'(Parley) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
  };
}

/** Why somebody's account does not work, if it does not. */
export function accountObstacle(directory: Directory, person: Person): OAuthFailure | undefined {
  const tenant = directory.tenantOf(person);
  switch (directory.statusOf(person)) {
    case 'enabled':
      return directory.hasParley(tenant) ? undefined : unknownApplication(tenant.clientId, tenant);
    case 'disabled':
      return { error: 'invalid_grant', aadsts: 50057, description: 'The user account is disabled.' };
    case 'deleted':
      return noSuchAccount(person.userPrincipalName, tenant);
  }
}

/** The refusal of a name that no account has. */
export function noSuchAccount(userPrincipalName: string, tenant: DemoTenant): OAuthFailure {
  return {
    error: 'invalid_grant',
    aadsts: 50034,
    description: `The user account ${userPrincipalName} does not exist in the ${tenant.id} directory. To sign into this application, the account must be added to the directory.`,
  };
}

/** The refusal of a client id that a tenant does not know. */
export function unknownApplication(clientId: string, tenant: DemoTenant): OAuthFailure {
  return {
    error: 'unauthorized_client',
    aadsts: 700016,
    description: `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  };
}
