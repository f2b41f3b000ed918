// Sources: https://learn.microsoft.com/entra/identity-platform/reference-error-codes,
// https://learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access,
// 530003 and 530033 as quoted in https://github.com/Azure/azure-cli/issues/29282 and /27919
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const furtherCheck: Explanation = {
  cause: 'Your organisation asks you to confirm that it is you.',
  fixer: 'you',
  advice: 'Sign in again and finish the extra check, such as the prompt on your phone.',
  remedy: 'sign-in',
  portal: portals.conditionalAccess,
  note: 'Multifactor authentication is required by Conditional Access or per-user enforcement and was not satisfied.',
};

const registerSecurityInfo: Explanation = {
  cause: 'Your organisation asks for a second way to confirm your identity, and none is set up yet.',
  fixer: 'you',
  advice: 'Sign in again and follow the steps to set it up.',
  remedy: 'sign-in',
  portal: portals.authenticationMethods,
  note: 'The person has to register security info for multifactor authentication.',
};

const unmanagedDevice: Explanation = {
  cause: 'Your organisation allows this only on a device that it manages.',
  fixer: 'it',
  advice: 'Use your work computer; if this is it, ask your IT department to check how it is enrolled.',
  remedy: 'message-it',
  portal: portals.compliance,
  note: 'Conditional Access requires a compliant device; sign-in through the broker (Broker: auto) proves the device.',
};

const deviceNotRecognised: Explanation = {
  cause: 'Your computer could not prove that it belongs to your organisation.',
  fixer: 'it',
  advice: 'Restart the computer and sign in again; if it stays so, send the details to your IT department.',
  remedy: 'sign-in',
  portal: portals.devices,
  note: 'Device authentication failed: check with dsregcmd /status that the device is joined and its certificate valid.',
};

const disabledDevice: Explanation = {
  cause: 'This computer has been switched off in your organisation’s directory.',
  fixer: 'it',
  advice: 'Ask your IT department to enable the device again.',
  remedy: 'message-it',
  portal: portals.devices,
  note: 'The device object is disabled or missing.',
};

const otherProvider: Explanation = {
  cause: 'A further check by another company’s sign-in service was not passed.',
  fixer: 'you',
  advice: 'Sign in again and finish the check.',
  remedy: 'sign-in',
  portal: portals.conditionalAccess,
  note: 'A custom control or external authentication method did not return what the policy asks for.',
};

const blockedByPolicy: Explanation = {
  cause: 'A security rule of your organisation does not allow this sign-in.',
  fixer: 'it',
  advice: 'Send the details to your IT department: the sign-in log shows which rule it was.',
  remedy: 'message-it',
  portal: portals.signInLogs,
  note: 'Blocked by Conditional Access; find the sign-in by correlation id and read its Conditional Access tab.',
};

/** Conditional Access: further checks, devices, blocks. */
export const conditionalAccessCodes: Explanations = {
  '50005': {
    cause: 'Your organisation does not allow sign-ins from this kind of device.',
    fixer: 'it',
    advice: 'Use another device, or send the details to your IT department.',
    remedy: 'message-it',
    portal: portals.conditionalAccess,
    note: 'DevicePolicyError: the platform is not supported by the Conditional Access policy.',
  },
  '50072': registerSecurityInfo,
  '50074': furtherCheck,
  '50076': furtherCheck,
  '50078': {
    ...furtherCheck,
    cause: 'The last time you confirmed your identity is too long ago for your organisation.',
    note: 'UserStrongAuthExpired: the multifactor authentication has expired by policy.',
  },
  '50079': registerSecurityInfo,
  '50087': {
    cause: 'The extra check could not be carried out just now.',
    fixer: 'microsoft',
    advice: 'Try again in a moment.',
    remedy: 'try-again',
    note: 'SasRetryableError: a transient error during strong authentication.',
  },
  '50088': {
    cause: 'Too many text messages or calls were asked for in a short time.',
    fixer: 'you',
    advice: 'Wait a few minutes and sign in again, or confirm with the Authenticator app.',
    remedy: 'try-again',
    note: 'The limit of telecom MFA calls was reached.',
  },
  '50097': {
    ...unmanagedDevice,
    cause: 'Your organisation asks your computer to prove that it is one of theirs.',
    portal: portals.conditionalAccess,
    note: 'DeviceAuthenticationRequired: a browser without device sign-on cannot do it; the broker can.',
  },
  '50127': {
    cause: 'Your organisation asks for a sign-in helper app that is missing on this device.',
    fixer: 'it',
    advice: 'Install the Company Portal app, or ask your IT department to.',
    remedy: 'message-it',
    portal: portals.conditionalAccess,
    note: 'BrokerAppNotInstalled: a broker (Company Portal, Authenticator, Intune) is required.',
  },
  '50129': {
    cause: 'This computer is not registered with your organisation.',
    fixer: 'it',
    advice: 'Add your work account in the computer’s settings, or ask your IT department to register the computer.',
    remedy: 'message-it',
    portal: portals.devices,
    note: 'DeviceIsNotWorkplaceJoined.',
  },
  '50131': {
    ...blockedByPolicy,
    note: 'ConditionalAccessFailed: a bad device state, suspicious activity or an access policy; see the sign-in log.',
  },
  '50155': deviceNotRecognised,
  '50158': otherProvider,
  '50161': otherProvider,
  '50166': {
    cause: 'The service for the extra check is busy.',
    fixer: 'microsoft',
    advice: 'Try again in a moment.',
    remedy: 'try-again',
    note: 'ExternalClaimsProviderThrottled.',
  },
  '50170': {
    ...otherProvider,
    fixer: 'it',
    advice: 'Send the details to your IT department.',
    remedy: 'message-it',
    note: 'MissingExternalClaimsProviderMapping: the external control’s mapping is missing.',
  },
  '50187': deviceNotRecognised,
  '53000': unmanagedDevice,
  '530003': unmanagedDevice,
  '530033': {
    ...unmanagedDevice,
    note: 'The device that asks must be managed; with a device code it never is. Leave DeviceCode off and use the broker.',
  },
  '53001': {
    ...unmanagedDevice,
    cause: 'Your organisation allows this only on a computer that is joined to its network domain.',
    portal: portals.devices,
    note: 'DeviceNotDomainJoined: hybrid join is required; a joined device is only seen through broker or browser sign-on.',
  },
  '53002': {
    cause: 'Your organisation allows this only for apps on its list, and Parley is not on it.',
    fixer: 'it',
    advice: 'Send the details to your IT department.',
    remedy: 'message-it',
    portal: portals.conditionalAccess,
    note: 'ApplicationUsedIsNotAnApprovedApp: “Require approved client app” is for mobile platforms; exclude desktops.',
  },
  '53003': blockedByPolicy,
  '530032': {
    ...blockedByPolicy,
    note: 'BlockedByConditionalAccessOnSecurityPolicy: a security policy of the tenant blocks this request.',
  },
  '530034': {
    ...blockedByPolicy,
    note: 'A delegated administrator was blocked because of account risk in the home tenant.',
  },
  '530035': {
    ...blockedByPolicy,
    note: 'BlockedBySecurityDefaults: the request was deemed unsafe by security defaults.',
  },
  '53004': {
    cause: 'Before you can go on, your organisation wants the second way to confirm your identity set up.',
    fixer: 'it',
    advice: 'Set it up from a trusted place such as the office, or ask your IT department.',
    remedy: 'message-it',
    portal: portals.riskyUsers,
    note: 'ProofUpBlockedDueToRisk: registration of security info is blocked because of risk.',
  },
  '53009': {
    cause: 'Your organisation allows this only for apps that protect its data with Intune.',
    fixer: 'it',
    advice: 'Send the details to your IT department.',
    remedy: 'message-it',
    portal: portals.conditionalAccess,
    note: '“Require app protection policy” applies to this platform; desktop apps cannot satisfy it.',
  },
  '53010': {
    cause: 'The second way to confirm your identity can only be set up from certain places or devices.',
    fixer: 'you',
    advice: 'Set it up at the office or on your work computer, then sign in again.',
    remedy: 'sign-in',
    portal: portals.conditionalAccess,
    note: 'ProofUpBlockedDueToSecurityInfoAcr.',
  },
  '130007': disabledDevice,
  '130008': disabledDevice,
  '135011': disabledDevice,
};
