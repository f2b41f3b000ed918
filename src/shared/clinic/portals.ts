import type { Portal } from './explanation.ts';

// Page names and paths as in https://learn.microsoft.com/entra/identity/ in 2025. National clouds have the same pages on
// their own portals, so that the paths hold there and the links do not.

const entra = 'Entra admin center';
const allApps = 'https://entra.microsoft.com/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview';
const allRegistrations = 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade';

/** The pages that explanations send IT to. */
export const portals = {
  usersAndGroups: {
    page: 'Users and groups',
    path: `${entra} > Enterprise apps > Parley > Users and groups`,
    url: allApps,
  },
  enterpriseApp: { page: 'Properties', path: `${entra} > Enterprise apps > Parley > Properties`, url: allApps },
  consent: { page: 'Permissions', path: `${entra} > Enterprise apps > Parley > Permissions`, url: allApps },
  apiPermissions: {
    page: 'API permissions',
    path: `${entra} > App registrations > Parley > API permissions`,
    url: allRegistrations,
  },
  authentication: {
    page: 'Authentication',
    path: `${entra} > App registrations > Parley > Authentication`,
    url: allRegistrations,
  },
  registration: { page: 'Overview', path: `${entra} > App registrations > Parley > Overview`, url: allRegistrations },
  tokenConfiguration: {
    page: 'Attributes & Claims',
    path: `${entra} > Enterprise apps > Parley > Single sign-on > Attributes & Claims`,
    url: allApps,
  },
  conditionalAccess: {
    page: 'Conditional Access policies',
    path: `${entra} > Entra ID > Conditional Access > Policies`,
    url: 'https://entra.microsoft.com/#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies',
  },
  signInLogs: { page: 'Sign-in logs', path: `${entra} > Entra ID > Monitoring & health > Sign-in logs` },
  users: {
    page: 'Users',
    path: `${entra} > Entra ID > Users > All users`,
    url: 'https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers',
  },
  authenticationMethods: {
    page: 'Authentication methods',
    path: `${entra} > Entra ID > Users > the person > Authentication methods`,
  },
  riskyUsers: { page: 'Risky users', path: `${entra} > ID Protection > Risky users` },
  devices: {
    page: 'Devices',
    path: `${entra} > Entra ID > Devices > All devices`,
    url: 'https://entra.microsoft.com/#view/Microsoft_AAD_Devices/DevicesMenuBlade/~/Devices',
  },
  compliance: {
    page: 'Compliance',
    path: 'Intune admin center > Devices > Compliance',
    url: 'https://intune.microsoft.com',
  },
  crossTenant: {
    page: 'Cross-tenant access settings',
    path: `${entra} > Entra ID > External Identities > Cross-tenant access settings`,
  },
  guests: { page: 'Invite external user', path: `${entra} > Entra ID > Users > New user > Invite external user` },
  federation: { page: 'Domain names', path: `${entra} > Entra ID > Domain names > the federated domain` },
  connect: { page: 'Connect Sync', path: `${entra} > Entra ID > Entra Connect > Connect Sync` },
  serviceHealth: {
    page: 'Service health',
    path: 'Microsoft 365 admin center > Health > Service health',
    url: 'https://admin.microsoft.com/#/servicehealth',
  },
  policyTenant: { page: 'TenantId', path: 'Parley’s policy > TenantId and Cloud' },
  policyClient: { page: 'ClientId', path: 'Parley’s policy > ClientId' },
  policyBroker: { page: 'Broker', path: 'Parley’s policy > Broker' },
} as const satisfies Readonly<Record<string, Portal>>;
