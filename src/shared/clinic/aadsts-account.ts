// Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes (500341:
// https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/wam-errors)
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const notInDirectory: Explanation = {
  cause: 'This account does not belong to the organisation that Parley signs in to.',
  fixer: 'you',
  advice: 'Sign in with your work account; if this is the right one, ask your IT department to add it.',
  remedy: 'other-account',
  portal: portals.guests,
  note: 'The account is not in the tenant of TenantId; check the tenant, or invite the account as a guest (B2B).',
};

const restrictedTenant: Explanation = {
  cause: 'The network you are on lets people sign in to some organisations only, and this one is not among them.',
  fixer: 'it',
  advice: 'Send the details to the IT department that runs your network.',
  remedy: 'message-it',
  portal: portals.crossTenant,
  note: 'Tenant restrictions: the proxy’s Restrict-Access-To-Tenants header does not list the tenant of TenantId.',
};

const noTenant: Explanation = {
  cause: 'It is not clear which organisation this account belongs to.',
  fixer: 'you',
  advice: 'Sign in again with your full work address.',
  remedy: 'other-account',
  portal: portals.policyTenant,
  note: 'Neither request nor credentials name a tenant; set TenantId to the tenant’s id or verified domain.',
};

const wrongCloud: Explanation = {
  cause: 'Your organisation’s accounts live in another Microsoft cloud than the one Parley is set to.',
  fixer: 'it',
  advice: 'Send the details to your IT department: one setting of Parley has to change.',
  remedy: 'message-it',
  portal: portals.policyTenant,
  note: 'The tenant belongs to another national cloud than policy’s Cloud.',
};

/** Accounts, tenants and who may come in. */
export const accountCodes: Explanations = {
  '16000': notInDirectory,
  '16001': {
    cause: 'The account that was picked could not be used for this sign-in.',
    fixer: 'you',
    advice: 'Sign in again and pick your work account.',
    remedy: 'other-account',
    note: 'UserAccountSelectionInvalid: the tile was rejected by session selection; usually a race in the browser.',
  },
  '16002': {
    cause: 'The browser session that this sign-in counted on is no longer there.',
    fixer: 'you',
    advice: 'Sign in again.',
    remedy: 'sign-in',
    note: 'AppSessionSelectionInvalid: the requested session id (sid) was not met.',
  },
  '160021': {
    cause: 'The browser session that this sign-in counted on does not exist.',
    fixer: 'you',
    advice: 'Sign in again.',
    remedy: 'sign-in',
    note: 'The application asked for a session that does not exist at the sign-in service.',
  },
  '16003': notInDirectory,
  '50002': restrictedTenant,
  '500021': restrictedTenant,
  '500022': restrictedTenant,
  '50014': notInDirectory,
  '50020': notInDirectory,
  '500208': {
    cause: 'This kind of account cannot sign in to your organisation.',
    fixer: 'you',
    advice: 'Sign in with your work account, not a personal one.',
    remedy: 'other-account',
    note: 'The account type does not match what the tenant accepts, such as a personal Microsoft account.',
  },
  '500212': {
    cause: 'Your own organisation does not let its accounts use this one’s services.',
    fixer: 'it',
    advice: 'Sign in with an account of this organisation, or ask your IT department.',
    remedy: 'other-account',
    portal: portals.crossTenant,
    note: 'NotAllowedByOutboundPolicyTenant: the home tenant’s outbound cross-tenant access policy blocks it.',
  },
  '500213': {
    cause: 'The organisation that Parley signs in to does not accept accounts of yours.',
    fixer: 'it',
    advice: 'Sign in with an account of this organisation, or ask its IT department.',
    remedy: 'other-account',
    portal: portals.crossTenant,
    note: 'NotAllowedByInboundPolicyTenant: the resource tenant’s inbound cross-tenant access policy blocks it.',
  },
  '50034': {
    ...notInDirectory,
    cause: 'There is no account of this name in your organisation.',
    advice: 'Check the spelling of your work address and sign in again, or use another account.',
    note: 'UserAccountNotFound: the sign-in name is not in the tenant (a typing mistake, or the wrong tenant).',
  },
  '500341': {
    cause: 'This account has been removed from your organisation’s directory.',
    fixer: 'it',
    advice: 'Sign in with another account, or ask your IT department about this one.',
    remedy: 'other-account',
    portal: portals.users,
    note: 'The user object was deleted from the tenant; look under Deleted users.',
  },
  '50057': {
    cause: 'This account is switched off.',
    fixer: 'it',
    advice: 'Ask your IT department to switch it on again.',
    remedy: 'message-it',
    portal: portals.users,
    note: 'UserDisabled: sign-in is blocked on the user object, or the account is disabled in Active Directory.',
  },
  '50059': noTenant,
  '50105': {
    cause: 'Your account has not been given access to Parley.',
    fixer: 'it',
    advice: 'Ask your IT department for access to Parley.',
    remedy: 'message-it',
    portal: portals.usersAndGroups,
    note: 'Assignment is required and the person is in no assigned user or group (nested groups do not count).',
  },
  '50128': noTenant,
  '50177': {
    cause: 'A guest account cannot pass a check that your organisation asks for.',
    fixer: 'it',
    advice: 'Ask your IT department, or sign in with an account of this organisation.',
    remedy: 'other-account',
    portal: portals.conditionalAccess,
    note: 'External challenge is not supported for passthrough users.',
  },
  '50178': {
    cause: 'A guest account cannot be used with a session rule that your organisation has set.',
    fixer: 'it',
    advice: 'Ask your IT department, or sign in with an account of this organisation.',
    remedy: 'other-account',
    portal: portals.conditionalAccess,
    note: 'Session control is not supported for passthrough users.',
  },
  '50197': {
    cause: 'More than one account matches this sign-in.',
    fixer: 'you',
    advice: 'Sign in again and type your full work address.',
    remedy: 'sign-in',
    note: 'ConflictingIdentities: the user could not be found unambiguously.',
  },
  '51004': notInDirectory,
  '53011': {
    cause: 'Your account is held back because its home organisation has seen a risk.',
    fixer: 'it',
    advice: 'Ask the IT department of your home organisation to look at it.',
    remedy: 'message-it',
    portal: portals.riskyUsers,
    note: 'The user is blocked due to risk on the home tenant.',
  },
  '54000': {
    cause: 'This account may not use the app because of an age rule.',
    fixer: 'it',
    advice: 'Ask your IT department about the age group set for your account.',
    remedy: 'message-it',
    portal: portals.users,
    note: 'MinorUserBlockedLegalAgeGroupRule.',
  },
  '90002': {
    cause: 'The organisation named in Parley’s settings was not found.',
    fixer: 'it',
    advice: 'Send the details to your IT department: Parley’s settings name the wrong organisation or cloud.',
    remedy: 'message-it',
    portal: portals.policyTenant,
    note: 'InvalidTenantName: TenantId is mistyped, or the tenant is in another cloud than Cloud says.',
  },
  '90019': noTenant,
  '90038': wrongCloud,
  '90051': wrongCloud,
  '90072': {
    ...notInDirectory,
    note: 'PassThroughUserMfaError: the external account is not in the tenant, or its ImmutableID does not match.',
  },
  '90084': {
    cause: 'Guest accounts are not accepted here.',
    fixer: 'you',
    advice: 'Sign in with an account of this organisation.',
    remedy: 'other-account',
    note: 'OrgIdWsFederationGuestNotAllowed.',
  },
  '90125': {
    ...notInDirectory,
    cause: 'There is no account of this name.',
    advice: 'Check the spelling of your work address and sign in again.',
    note: 'DebugModeEnrollTenantNotFound: the user is not in the system.',
  },
  '1000104': wrongCloud,
};
