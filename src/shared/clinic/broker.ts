// Sources: @azure/msal-node-runtime 0.20.7 dist/index.d.ts (ErrorStatus), @azure/msal-node-extensions 5.6.0
// NativeBrokerPlugin; codes: https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/wam-errors,
// https://learn.microsoft.com/entra/msal/python/advanced/wam (3399614473), and issues of
// AzureAD/microsoft-authentication-library-for-dotnet: 3786 and 4385 (3399942148), 4721 (the families AA3, AA7, AA8)
import type { Explanation, Explanations } from './explanation.ts';
import { portals } from './portals.ts';

const throughBrowser = {
  fixer: 'you',
  advice: 'Sign in with the browser instead.',
  remedy: 'sign-in-browser',
  portal: portals.policyBroker,
} as const;

const brokerNetwork: Explanation = {
  ...throughBrowser,
  cause: 'This computer’s own sign-in service cannot reach the network.',
  note: 'The Windows broker runs in an app container: allow it through proxy, firewall and loopback rules (Microsoft.AAD.BrokerPlugin), or set Broker to off.',
};

const brokerRegistration: Explanation = {
  ...throughBrowser,
  cause: 'Parley is not set up for this computer’s own sign-in service.',
  fixer: 'it',
  advice: 'Sign in with the browser instead, and send the details to your IT department.',
  portal: portals.authentication,
  note: 'The broker’s redirect URI is missing, case counts: ms-appx-web://Microsoft.AAD.BrokerPlugin/<ClientId> (Windows), msauth.org.parley.desktop://auth (macOS).',
};

const brokerAsks: Explanation = {
  cause: 'Your organisation asks you to sign in again.',
  fixer: 'you',
  advice: 'Sign in again and follow what the window says.',
  remedy: 'sign-in',
  note: 'The broker needs its window.',
};

const brokerFault: Explanation = {
  ...throughBrowser,
  cause: 'This computer’s own sign-in service did not work.',
  note: 'The broker failed unexpectedly; restart the computer, then see its AAD operational log.',
};

const brokerKeys: Explanation = {
  ...throughBrowser,
  cause: 'This computer’s security chip or its keys are not ready for signing in.',
  fixer: 'it',
  advice: 'Sign in with the browser instead; your IT department can repair the device’s registration.',
  portal: portals.devices,
  note: 'TPM or key set: see “device recovery” in https://learn.microsoft.com/troubleshoot/microsoft-365-apps/activation/connection-issue-when-sign-in-office-2016.',
};

const personalAccount: Explanation = {
  cause: 'The account that this computer offered has to be put in order first.',
  fixer: 'you',
  advice: 'Sign in with your work account, or open account.microsoft.com for the other one.',
  remedy: 'other-account',
  note: 'A personal Microsoft account (Online Id) was used.',
};

const cancelled: Explanation = {
  cause: 'The sign-in was cancelled.',
  fixer: 'you',
  advice: 'Sign in when you are ready.',
  remedy: 'sign-in',
  note: 'Cancelled in the broker’s window, or by Parley.',
};

/** By status (ErrorStatus of the runtime) and by code (an HRESULT as an unsigned decimal number). */
export const brokerErrors: Explanations = {
  Unexpected: { ...brokerFault, isGeneric: true },
  InteractionRequired: { ...brokerAsks, isGeneric: true },
  AccountUnusable: {
    ...brokerAsks,
    cause: 'This computer knows your account, but cannot use it as it is.',
    note: 'AccountUnusable: sign in again, or remove and add the account under “Access work or school”.',
  },
  NoNetwork: { ...brokerNetwork, isGeneric: true },
  NetworkTemporarilyUnavailable: { ...brokerNetwork, isGeneric: true },
  ServerTemporarilyUnavailable: {
    cause: 'Microsoft’s sign-in service has a passing problem.',
    fixer: 'microsoft',
    advice: 'Try again in a moment.',
    remedy: 'try-again',
    portal: portals.serviceHealth,
    note: 'ServerTemporarilyUnavailable, as the broker reports it.',
  },
  ApiContractViolation: { ...brokerRegistration, isGeneric: true },
  IncorrectConfiguration: { ...brokerRegistration, isGeneric: true },
  UserCanceled: cancelled,
  ApplicationCanceled: cancelled,
  AuthorityUntrusted: {
    ...throughBrowser,
    cause: 'This computer’s own sign-in service does not know your organisation’s cloud.',
    note: 'AuthorityUntrusted: the broker does not accept the authority, e.g. of a custom cloud.',
  },
  UserDataRemovalRequired: {
    cause: 'Your organisation asks that its data is removed from this computer.',
    fixer: 'it',
    advice: 'Ask your IT department before you go on.',
    remedy: 'message-it',
    portal: portals.devices,
    note: 'UserDataRemovalRequired: a wipe was requested for this account.',
  },
  KeyNotFound: brokerKeys,
  AccountNotFound: {
    cause: 'This computer does not know the account any more.',
    fixer: 'you',
    advice: 'Sign in again.',
    remedy: 'sign-in',
    note: 'AccountNotFound: it was removed from the operating system, or never added.',
  },
  InsufficientBuffer: brokerFault,
  Reserved: brokerFault,

  '2147943631': { ...brokerNetwork, note: 'The network location cannot be reached.' },
  '2147943717': {
    cause: 'The account does not exist on this computer.',
    fixer: 'you',
    advice: 'Sign in again, with another account if need be.',
    remedy: 'other-account',
    note: 'The specified account does not exist.',
  },
  '2148073494': brokerKeys,
  '2148073520': brokerKeys,
  '2148074254': { ...brokerAsks, note: 'No credentials are available in the security package.' },
  '2156265477': personalAccount,
  '2156265478': personalAccount,
  '2156265481': personalAccount,
  '2156265482': personalAccount,
  '2156265483': personalAccount,
  '2156265484': brokerAsks,
  '3399548929': brokerAsks,
  '3399614467': { ...brokerAsks, note: 'invalid_grant by way of the broker; the AADSTS code in its log says why.' },
  '3399614473': brokerRegistration,
  '3399614476': { ...brokerAsks, note: 'Interaction is required by the service, such as renewed multifactor sign-in.' },
  '3399942148': { ...brokerNetwork, note: `0xCAA70004, server or proxy not found. ${brokerNetwork.note}` },
  '3400007680': brokerNetwork,
};

const noBroker: Explanation = {
  ...throughBrowser,
  cause: 'This computer’s own sign-in service is not available.',
  note: 'No broker: see the reason in Parley’s diagnostics; Broker: auto goes through the browser, required does not.',
};

const stuckBroker: Explanation = {
  ...throughBrowser,
  cause: 'This computer’s own sign-in service did not answer.',
  note: 'The broker’s process hung or ended; Parley leaves it alone for a while and signs in with the browser.',
};

/** Parley's own words for a broker that gave no answer; the part after the dash of `silent-deadline`. */
export const brokerOutages: Explanations = {
  broker_unavailable: noBroker,
  'system-not-supported': noBroker,
  'library-not-loaded': {
    ...noBroker,
    note: 'MSAL’s runtime did not load; on Linux it needs webkit2gtk-4.1, libsoup-3 and libsecret, on x64.',
  },
  'not-installed': noBroker,
  'not-probed': noBroker,
  deadline: stuckBroker,
  crash: stuckBroker,
};

/** What an unlisted code of the broker's own facility says by its upper half. */
export const brokerFamilies: Readonly<Record<string, Explanation>> = {
  caa3: brokerNetwork,
  caa7: brokerNetwork,
  caa8: brokerNetwork,
};

/** A status or code that nobody has described. */
export const unknownBrokerError = brokerFault;
